"""The web chat: what it renders, what it accepts on its command line, and one run of it from start to answer."""

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import app
from ontherecord import Answer, Article, Citation, Filters, Library, QuestionError, Searched
from ontherecord.web import rendering
from tests.hostile import PAYLOADS, Seen, shown

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2025, 8, 10, tzinfo=UTC)

TAGS_OF_OURS = {
    "h2",
    "h3",
    "p",
    "article",
    "bdi",
    "a",
    "blockquote",
    "b",
    "mark",
    "details",
    "summary",
    "div",
    "span",
}
ATTRIBUTES_OF_OURS = {"class", "dir", "href", "id", "rel", "target", "title"}


def an_article(text="The ferry sank at dawn. Nobody was hurt.", **fields) -> Article:
    fields = {"title": "Ferry sinks", "publisher": "Island Paper", "url": "https://island.example/ferry"} | fields
    return Article(text=text, published_at=NOW, published_precision="day", **fields)


def cite(article: Article, sentence: str, marker: int = 1) -> Citation:
    start = article.text.index(sentence)
    return Citation(marker, article, start, start + len(sentence), sentence)


def an_answer(*citations: Citation, **fields) -> Answer:
    text = "\n\n".join(f"{c.article.publisher}: {c.text} [{c.marker}]" for c in citations)
    searched = Searched("what sank?", 36, NOW, NOW, Filters(), NOW)
    fields = {"question": "what sank?", "text": text, "searched": searched} | fields
    return Answer(status="answered", mode="extractive", citations=citations, **fields)


def a_refusal(*suggestions: Article) -> Answer:
    searched = Searched("what sank?", 36, NOW, NOW, Filters(), NOW)
    text = "There is no answer on the record: searched 36 articles."
    return Answer("what sank?", text, "insufficient_evidence", "extractive", (), searched, suggestions)


def marks(panel: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", panel, re.DOTALL)]


# -- hostile text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "publisher", "text", "url"])
def test_hostile_article_adds_no_tag_and_no_attribute_to_the_panel(field, payload):
    text = f"Before. {payload} After." if field == "text" else "The ferry sank at dawn."
    article = an_article(**({"text": text} | ({} if field == "text" else {field: payload})))
    answer = an_answer(cite(article, article.text))
    for panel in (rendering.sources_panel(answer), rendering.sources_panel(a_refusal(article))):
        seen = Seen(panel)
        assert set(seen.tags) <= TAGS_OF_OURS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES_OF_OURS
        assert all("evil" not in (value or "") for _, value in seen.attributes)
        if field != "url":
            assert shown(payload) in seen.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_outlet_is_nothing_but_the_name_of_an_outlet(payload):
    answer = an_answer(replace(cite(an_article(), "The ferry sank at dawn."), also_in=(payload, "Courier")))
    seen = Seen(rendering.sources_panel(answer))

    assert set(seen.tags) <= TAGS_OF_OURS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES_OF_OURS
    assert [value for name, value in seen.attributes if name == "title"] == [
        f"{' '.join(shown(payload).split())}, Courier"
    ]


@pytest.mark.parametrize(
    ("outlets", "said"),
    [((), None), (("Courier",), "also in 1 outlet"), (("Courier", "Post"), "also in 2 outlets")],
)
def test_card_says_in_how_many_other_outlets_a_story_is(outlets, said):
    panel = rendering.sources_panel(an_answer(replace(cite(an_article(), "Nobody was hurt."), also_in=outlets)))

    assert ("also in" in panel) is bool(outlets)
    assert said is None or f'<span title="{rendering.escape(", ".join(outlets))}">{said}</span>' in panel


def test_card_says_which_version_is_cited_and_what_was_corrected():
    notice = "Correction: An earlier version of this article said <b>two</b>."
    article = an_article(text=f"Nobody was hurt.\n\n{notice}", version=2)

    panel = rendering.sources_panel(an_answer(replace(cite(article, "Nobody was hurt."), versions=3)))

    assert "version 2 of 3" in panel
    assert f'<p class="hint" dir="auto">{rendering.escape(notice)}</p>' in panel
    assert "version" not in rendering.sources_panel(an_answer(cite(an_article(), "Nobody was hurt.")))


def test_masthead_and_facts_count_stories_where_they_are_fewer_than_articles():
    searched = Searched("what sank?", 36, NOW, NOW, Filters(), NOW, stories=35)
    answer = an_answer(cite(an_article(), "Nobody was hurt."), searched=searched)

    assert "Searched 36 articles (35 stories)" in rendering.facts(answer, 0.1)
    assert "stories" not in rendering.facts(an_answer(cite(an_article(), "Nobody was hurt.")), 0.1)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_nothing_but_text_in_the_chat(payload):
    article = an_article(text=f"Before {payload} after.", publisher=payload)
    searched = Searched(payload, 1, NOW, NOW, Filters(), NOW, payload)
    answer = an_answer(cite(article, article.text), question="what sank?", searched=searched)
    for message in app.messages((app.Turn(payload, answer.text, answer, 0.4), app.Turn(payload, payload))):
        ours = re.sub(r"</?small>|\[&#91;1&#93;\]\(#source-1-1\)|&#\d+;", "x", message["content"])
        assert not re.search(r"[!-/:-@\[-`{-~]", ours)
        assert not re.search(r"^\s|\s$|\n{3}|[^\S\n]{2}|(?<!\n)\n(?!\n)|[\u202a-\u202e\u2066-\u2069]", ours)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_question_is_nothing_but_text_in_the_panel(payload):
    answer = an_answer(cite(an_article(), "The ferry sank at dawn."))
    turns = (app.Turn(payload, "", replace(answer, question=payload)), app.Turn("then?", "", answer))
    assert set(Seen(app.sources(turns)).tags) <= TAGS_OF_OURS


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://island.example",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://island.example/x",
        "//island.example/x",
        "/relative",
        "https://",
        "https:///path",
        "http://[::1",
        'https://island.example/" onclick="x',
        "https://island.example/a b",
        "https://island.example/\x00",
        "https://island.example\\@evil.example",
    ],
)
def test_what_is_no_web_address_is_no_link(url):
    article = an_article(url=None)
    object.__setattr__(article, "url", url)
    assert "href" not in rendering.sources_panel(an_answer(cite(article, "Nobody was hurt.")))


@pytest.mark.parametrize("url", ["https://island.example/a?b=1&c='2", "HTTP://Island.example/ferry"])
def test_web_address_is_a_link_that_gives_nothing_away(url):
    attributes = Seen(rendering.card(an_article(url=url.replace("'", "%27")), (), 1)).attributes
    assert ("href", url.replace("'", "%27")) in attributes
    assert {("target", "_blank"), ("rel", "noopener noreferrer")} <= set(attributes)


def test_link_is_named_by_the_host_it_leads_to():
    assert "evil&#46;example" in rendering.original("https://island.example@evil.example/x")[0].partition(">")[2]


# -- the panel -------------------------------------------------------------------------------------------------


def test_highlighted_is_exactly_the_citation_in_the_excerpt_and_in_the_whole_article():
    article = an_article(text="Intro.\n\nOne & two. “Three <four>,” she said.  Five.\n\nEnd.")
    for sentence in ("One & two.", "“Three <four>,” she said.", "Intro.", "End."):
        assert marks(rendering.sources_panel(an_answer(cite(article, sentence)))) == [sentence, sentence]


def test_whole_article_is_there_word_for_word():
    article = an_article(text="First.\n\nSecond  with   gaps.\n\n## Third")
    panel = rendering.sources_panel(an_answer(cite(article, "First.")))
    whole = panel.partition('<div class="text" dir="auto">')[2].partition("</div>")[0]
    assert html.unescape(re.sub(r"<b>1</b>|</?mark>", "", whole)) == article.text


def test_citations_of_one_article_share_a_card():
    ferry, harbour = an_article(), an_article(text="The harbour closed.", url="https://other.example/x")
    panel = rendering.sources_panel(
        an_answer(
            cite(ferry, "Nobody was hurt.", 1), cite(harbour, "The harbour closed.", 2), cite(ferry, "The ferry", 3)
        )
    )
    assert panel.count("<article>") == 2
    assert panel.count("<blockquote") == 2
    assert all(panel.count(f'id="source-1-{marker}"') == 1 for marker in (1, 2, 3))


def test_overlapping_citations_repeat_no_text():
    article = an_article(text="The ferry sank at dawn. Nobody was hurt.")
    citations = [cite(article, "The ferry sank at dawn.", 1), cite(article, "sank at dawn. Nobody", 2)]
    assert "".join(marks(rendering.highlighted(article.text, citations, (0, 40)))) == "The ferry sank at dawn. Nobody"


def test_long_paragraph_is_cut_between_words_and_says_so():
    text = f"{'before ' * 200}The ferry sank.{' after' * 200}"
    ((start, end),) = rendering.windows(text, [cite(an_article(text=text), "The ferry sank.")])
    assert set(text[start:end].replace("The ferry sank.", "").split()) == {"before", "after"}
    excerpt = rendering.highlighted(text, (), (start, end))
    assert excerpt.startswith("… before")
    assert excerpt.endswith("after …")


def test_short_paragraph_is_shown_whole_without_dots():
    text = "Elsewhere.\n\nBefore. The ferry sank. After.\n\nElsewhere."
    ((start, end),) = rendering.windows(text, [cite(an_article(text=text), "The ferry sank.")])
    assert text[start:end] == "Before. The ferry sank. After."
    assert "…" not in rendering.highlighted(text, (), (start, end))


def test_text_without_spaces_is_cut_all_the_same():
    text = "x" * 5000
    ((start, end),) = rendering.windows(text, [Citation(1, an_article(text=text), 2000, 2010, "x" * 10)])
    assert (start, end) == (2000 - rendering.AROUND, 2010 + rendering.AROUND)


def test_refusal_lists_the_nearest_articles_with_their_opening():
    panel = rendering.sources_panel(
        a_refusal(an_article(), an_article(title="Storm", url="https://island.example/storm"))
    )
    assert "Nearest articles" in panel
    assert ("Ferry sinks" in panel, "Storm" in panel, panel.count("<article>")) == (True, True, 2)
    assert "<mark>" not in panel
    assert "Nobody was hurt&#46;</blockquote>" in panel


def test_refusal_without_near_articles_says_so():
    assert "No article comes near" in rendering.sources_panel(a_refusal())


def test_article_without_title_publisher_date_and_address_has_a_card():
    article = Article(title=None, text="The ferry sank at dawn.")
    assert '<h3 dir="auto">The ferry sank at dawn&#46;</h3><p class="from"></p>' in rendering.card(article, (), 1)


def test_earlier_answers_stay_in_the_panel_under_their_question():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    panel = app.sources((app.Turn("first", "", answer), app.Turn("failed"), app.Turn("second", "", answer)))
    latest, _, earlier = panel.partition("Earlier questions")
    assert 'id="source-3-1"' in latest
    assert 'id="source-1-1"' in earlier
    assert "<summary>first</summary>" in earlier


def test_links_into_the_panel_end_where_it_does():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    turns = tuple(app.Turn("q", answer.text, answer) for _ in range(rendering.SOURCES_KEPT + 5))
    linked = set(re.findall(r"\(#(source-\d+-1)\)", "".join(message["content"] for message in app.messages(turns))))
    assert linked == set(re.findall(r'id="(source-\d+-1)"', app.sources(turns)))


# -- the chat --------------------------------------------------------------------------------------------------


def test_marker_is_a_link_to_its_source():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    assert rendering.chat_text(answer.text, rendering.sentences(answer), 3) == (
        "Island Paper&#58; Nobody was hurt&#46; [&#91;1&#93;](#source-3-1)"
    )


def test_number_in_brackets_that_an_article_contains_is_no_link():
    article = an_article(text="The mayor [1] spoke of [2] ferries.")
    answer = an_answer(cite(article, article.text))
    text = rendering.chat_text(answer.text, rendering.sentences(answer))
    assert text.count("](#") == 1
    assert text.endswith("&#46; [&#91;1&#93;](#source-1-1)")


def test_facts_say_what_was_searched_and_understood():
    searched = Searched("did he go? (Ann Lee)", 1, NOW, NOW, Filters(), NOW, "last week")
    answer = an_answer(cite(an_article(), "Nobody was hurt."), searched=searched, question="did he  go?")
    assert rendering.facts(answer, 0.44) == (
        "Searched 1 article, 2025-08-10 to 2025-08-10 · read as: “did he go? (Ann Lee)” · "
        "window understood: “last week” · 0.4 s"
    )


class FakeLibrary:
    def __init__(self, *replies):
        self.replies, self.histories, self.models = replies, [], []

    def stream(self, question, *, history, llm):
        self.histories.append(list(history))
        self.models.append(llm)
        for reply in self.replies:
            if isinstance(reply, Exception):
                raise reply
            yield reply


def test_question_is_shown_at_once_then_the_text_then_the_answer():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    states = list(app.converse(FakeLibrary("Island Paper: ", "Nobody", answer), " what sank? ", ()))
    assert [state[-1].text for state in states] == ["", "Island Paper: ", "Island Paper: Nobody", answer.text]
    assert [state[-1].waiting for state in states] == [True, True, True, False]
    assert states[-1][-1].answer == answer
    assert states[0][-1].question == "what sank?"


def test_page_says_that_an_answer_is_on_its_way_until_it_is_there():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    states = app.converse(FakeLibrary("Nobody was hurt. [1]", answer), "what sank?", ())
    first, then, last = [app.messages(state)[-1]["content"] for state in states]
    assert first == "<small>Answering …</small>"
    assert then == "Nobody was hurt&#46; &#91;1&#93;\n\n<small>Answering …</small>"
    assert "Answering" not in last


@pytest.mark.parametrize("error", [QuestionError("too long"), ValueError("secret")])
def test_nothing_is_waited_for_after_an_error(error):
    *_, last = app.converse(FakeLibrary("Part", error), "what sank?", ())
    assert not last[-1].waiting
    assert "Answering" not in app.messages(last)[-1]["content"]


@pytest.mark.parametrize("llm", [None, "off", "ollama:mine"])
def test_model_of_the_command_line_writes_the_answers(llm):
    library = FakeLibrary("Part")
    list(app.converse(library, "what sank?", (), llm))
    assert library.models == [llm]


def test_only_answered_questions_are_history():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    library = FakeLibrary(answer)
    list(app.converse(library, "and then?", (app.Turn("what sank?", "", answer), app.Turn("x" * 9999, "too long"))))
    assert library.histories == [["what sank?"]]


@pytest.mark.parametrize("question", ["", "  \n\t "])
def test_empty_question_does_nothing(question):
    library = FakeLibrary()
    assert list(app.converse(library, question, ())) == []
    assert library.histories == []


def test_error_of_the_library_is_a_plain_sentence_in_the_chat():
    *_, last = app.converse(FakeLibrary(QuestionError("the question is <b>long</b>")), "what sank?", ())
    assert app.messages(last)[-1]["content"] == (
        "This cannot be answered&#58; the question is &#60;b&#62;long&#60;&#47;b&#62;&#46;"
    )


def test_fault_of_the_program_shows_nothing_of_its_inside():
    *_, last = app.converse(FakeLibrary("Part", ValueError("secret /path")), "what sank?", ())
    assert "secret" not in app.messages(last)[-1]["content"]


# -- the command line ------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, cwd=ROOT)


def test_help_loads_nothing_heavy():
    code = (
        "import sys, app\ntry: app.main(['--help'])\nexcept SystemExit: pass\n"
        "print({'gradio', 'chromadb', 'llama_index', 'torch', 'rich'} & set(sys.modules))"
    )
    result = run("-c", code)
    assert "--library" in result.stdout
    assert result.stdout.strip().endswith("set()")


@pytest.mark.parametrize(
    "wrong",
    [
        *("--auth=name", "--auth=:word", "--auth=name:", "--auth= :word", "--reader=name"),
        *("--port=0", "--port=70000", "--port=x", "--queue=0", "--queue=x"),
        *("--root-path=news", "--root-path=//evil.example", "--root-path=https://evil.example", "--root-path=/a?b"),
    ],
)
def test_wrong_arguments_are_usage_errors(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        app.main([wrong])
    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_language_model_that_there_is_not_is_one_clear_line(tmp_path):
    with Library.open(tmp_path / "library") as library:
        library.add([an_article()])
    result = run("app.py", "--library", str(tmp_path / "library"), "--llm", "mine")
    assert result.returncode == 1
    assert re.fullmatch(r"app: no language model is named 'mine': name one as .*\n", result.stderr)
    assert result.stdout == ""


def test_password_may_contain_colons():
    assert app._parser().parse_args(["--auth", "ann:a:b"]).auth == [("ann", "a:b")]


def test_there_may_be_several_editors_and_readers():
    options = app._parser().parse_args(["--auth=ann:a", "--reader=bob:b", "--auth=eve:e", "--reader=joe:j"])
    assert options.auth == [("ann", "a"), ("eve", "e")]
    assert options.reader == [("bob", "b"), ("joe", "j")]


def test_name_with_two_logins_is_one_clear_line(capsys, tmp_path):
    library = str(tmp_path / "library")
    assert app.main(["--auth=ann:a", "--reader=ann:b", "--library", library]) == 1
    assert capsys.readouterr().err == (
        "app: the user 'ann' has two logins: give one --auth or --reader for each name\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_directory_that_is_no_library_is_one_clear_line(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    result = run("app.py", "--library", str(tmp_path))
    assert result.returncode == 1
    assert re.fullmatch(r"app: .* holds other files and no library: .*\n", result.stderr)
    assert result.stdout == ""


# -- from start to answer --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("chat") / "library"
    with Library.open(folder) as library:
        library.add(
            [
                an_article("The island ferry sank at dawn near Gull Point. Nobody was hurt, the coast guard said."),
                an_article(
                    "The town council raised the price of water.", title="Water", url="https://island.example/w"
                ),
                an_article("A baker won the chess cup on Sunday.", title="Chess", url="https://island.example/c"),
            ]
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "app.py", "--library", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
        assert process.wait(20) == 0


def _address(process: subprocess.Popen[str]) -> str:
    end = time.monotonic() + 180
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://\S+", process.stdout.readline())
        if found:
            return found[0]
    raise AssertionError("the chat did not start")


def test_program_gets_an_answer_with_its_citation(address):
    from gradio_client import Client

    answer = Client(address, verbose=False).predict("Where did the island ferry sink?", api_name="/ask")
    assert answer["status"] == "answered"
    assert answer["citations"][0]["text"] == "The island ferry sank at dawn near Gull Point."
    assert answer["citations"][0]["article"]["publisher"] == "Island Paper"


def test_program_is_told_politely_that_a_question_is_too_long(address):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match="the question has 3,000 characters"):
        Client(address, verbose=False).predict("x" * 3000, api_name="/ask")


def test_ask_is_the_only_function_other_programs_can_call(address):
    from gradio_client import Client

    client = Client(address, verbose=False)
    endpoints = client.view_api(all_endpoints=True, return_format="dict")
    assert list(endpoints["named_endpoints"]) == ["/ask"]
    assert not endpoints["unnamed_endpoints"]


@pytest.mark.parametrize("path", ["app.py", "pyproject.toml", "/etc/passwd"])
def test_files_of_the_machine_are_not_served(address, path):
    import httpx

    assert httpx.get(f"{address}gradio_api/file={path}").status_code in (403, 404)


def test_port_that_is_taken_is_one_clear_line(address, tmp_path):
    port = address.rstrip("/").rpartition(":")[2]
    with Library.open(tmp_path / "library") as library:
        library.add([an_article()])
    result = run("app.py", "--library", str(tmp_path / "library"), "--port", port)
    assert result.returncode == 1
    assert port in result.stderr
    assert "Traceback" not in result.stderr
