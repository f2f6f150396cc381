"""A conversation as the page shows it: questions, answers, and what can be done with them."""

from collections.abc import Sequence

from ontherecord.phrases import counted, cut
from ontherecord.web.acting import button
from ontherecord.web.answer import PARAGRAPH, answer_view, copyable, facts
from ontherecord.web.escaping import BIDI_CONTROLS, escape, line
from ontherecord.web.narrowing import Limit, address, chips
from ontherecord.web.turns import Onward, Turn, Turns

LONGEST_SHOWN = 2000
WITHOUT: dict[Limit, str] = {
    "dates": "Ask it of all days",
    "outlets": "Ask it of all outlets",
    "language": "Ask it of all languages",
    "as of": "Ask it as of today",
}


def conversation(turns: Turns) -> str:
    """Return a conversation, the oldest question first."""
    told = "".join(turn_view(turn, number) for number, turn in enumerate(turns, 1))
    waiting = bool(turns and turns[-1].waiting)
    where = "" if waiting or not turns else escape(address(turns[-1].question, turns[-1].narrowing))
    return (
        f'<ol class="turns" data-state="{"waiting" if waiting else "settled"}" data-said="{_announced(turns)}" '
        f'data-address="{where}" aria-busy="{str(waiting).lower()}">{told}</ol>'
    )


def welcome(examples: Sequence[str]) -> str:
    """Return what a page shows before anything is asked: what it does, and questions that this library answers."""
    asked = f'<p class="hint">For example</p>{_questions(examples, "Examples")}' if examples else ""
    return (
        '<div class="welcome"><h2>What would you like on the record?</h2>'
        "<p>Ask in plain words. Each sentence of the answer is quoted from an article or held to it, with who "
        "published it and when, one click from the passage.</p>"
        f"{asked}</div>"
    )


def turn_view(turn: Turn, number: int) -> str:
    """Return a question and what has been said to it."""
    if turn.answer:
        said = f"{answer_view(turn.answer, number)}{_facts(turn)}{_actions(turn, number)}"
    else:
        said = _plain(turn.text) + (
            '<p class="waiting">Searching the record …</p>' if turn.waiting else _again(number)
        )
    asked = _question(turn, number)
    return f'<li class="turn" id="turn-{number}" tabindex="-1">{asked}<div class="answer">{said}</div></li>'


def onward(how: Onward, number: int) -> str:
    """Return how to go on from the answer to question `number`."""
    told = _wider(how, number) + _questions(how.follow_ups, "Questions to go on with")
    return f'<div class="onward" data-for="{number}">{told}</div>' if told else ""


def _wider(how: Onward, number: int) -> str:
    offered = "".join(
        f'<button type="button" class="chip" data-act="widen" data-turn="{number}" data-limit="{limit}">'
        f"{WITHOUT[limit]}</button>"
        for limit in how.wider
    )
    return f'<p class="wider">There is an answer beyond these limits. {offered}</p>' if offered else ""


def _thumb(turn: Turn, number: int, verdict: str, name: str) -> str:
    pressed = str(turn.verdict == verdict).lower()
    return (
        f'<button type="button" class="quiet thumb" data-act="rate" data-turn="{number}" data-verdict="{verdict}" '
        f'aria-pressed="{pressed}">{name}</button>'
    )


def _reason(turn: Turn, number: int) -> str:
    if turn.verdict is None:
        return ""
    if turn.reason:
        return f'<p class="hint" dir="auto">Kept, with the evidence: {line(turn.reason)}</p>'
    asked = "What is good about it?" if turn.verdict == "up" else "What is wrong with it?"
    return (
        f'<form class="reason" data-act="rate" data-turn="{number}" data-verdict="{turn.verdict}">'
        f'<label for="reason-{number}">Kept, with the evidence. {asked}</label>'
        f'<input id="reason-{number}" name="reason" maxlength="1000" autocomplete="off">'
        '<button type="submit">Add</button></form>'
    )


def _questions(questions: Sequence[str], name: str) -> str:
    listed = "".join(
        f'<li><button type="button" class="chip" data-act="ask" data-question="{escape(question)}">{line(question)}'
        "</button></li>"
        for question in questions
    )
    return f'<ul class="questions" aria-label="{name}">{listed}</ul>' if listed else ""


def _plain(text: str) -> str:
    parts = (line(part) for part in PARAGRAPH.split(BIDI_CONTROLS.sub("", text)))
    return "".join(f'<p dir="auto">{part}</p>' for part in parts if part)


def _announced(turns: Turns) -> str:
    """Return what a screen reader says of the newest answer."""
    if not turns or turns[-1].waiting:
        return "Searching the record" if turns else ""
    answer = turns[-1].answer
    if answer is None:
        return line(cut(turns[-1].text, 200))
    return f"Answered, with {counted(len(answer.citations), 'citation')}" if answer.answered else line(answer.text)


def _question(turn: Turn, number: int) -> str:
    edit = "" if turn.waiting else button("Edit", "edit", f"Edit question {number}", turn=number)
    form = (
        f'<form class="edit" data-act="resend" data-turn="{number}" hidden>'
        f'<label for="edit-{number}">Edit the question; what was asked after it goes</label>'
        f'<textarea id="edit-{number}" name="question" rows="2" maxlength="{LONGEST_SHOWN}">{escape(turn.question)}'
        f'</textarea><button type="submit">Ask</button> {button("Cancel", "unedit", turn=number)}</form>'
    )
    asked = line(cut(turn.question, LONGEST_SHOWN))
    return f'<div class="asked"><h2 dir="auto">{asked}</h2>{edit}</div>{form}{chips(turn.narrowing)}'


def _facts(turn: Turn) -> str:
    told = facts(turn.answer, turn.seconds) if turn.answer else []
    return f'<p class="facts">{" · ".join(f"<span>{line(fact)}</span>" for fact in told)}</p>'


def _actions(turn: Turn, number: int) -> str:
    if turn.answer is None or turn.waiting:
        return ""
    sources = (
        button("Sources", "sources", f"Sources of answer {number}", turn=number) if turn.answer.citations else ""
    )
    thumbs = (("up", "Good answer"), ("down", "Bad answer"))
    return (
        f'<div class="actions">{sources}{button("Copy with citations", "copy", turn=number)}'
        f"{button('Ask again', 'again', turn=number)}{''.join(_thumb(turn, number, *thumb) for thumb in thumbs)}"
        f'<pre class="copyable" id="copyable-{number}" hidden>{escape(copyable(turn.answer))}</pre></div>'
        f"{_reason(turn, number)}"
    )


def _again(number: int) -> str:
    return f'<div class="actions">{button("Ask again", "again", turn=number)}</div>'
