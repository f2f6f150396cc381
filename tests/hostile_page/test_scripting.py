"""Hostile text in every field, through the real page in a real browser: it is shown, and runs and loads nothing."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import httpx
import pytest

from tests.chromium import InChromium
from tests.hostile import PAYLOADS
from tests.hostile_page.auditing import Visit
from tests.hostile_page.hostile_library import AUTHORS, OUTLETS, HostileLibrary, sound
from tests.hostile_page.serving import Served, served


def batches(size: int) -> list[list[str]]:
    return [PAYLOADS[start : start + size] for start in range(0, len(PAYLOADS), size)]


BATCHES = batches(92)
# A conversation holds no more questions.
CONVERSATIONS = batches(50)
INDEX, ONE = "ontherecord.conversations", "ontherecord.conversation."


@pytest.fixture(scope="module")
def hostile() -> Iterator[Served]:
    library = HostileLibrary()
    with served(library, library.add) as page:
        yield page


@pytest.fixture(scope="module")
def visit(in_chromium: InChromium, hostile: Served) -> Iterator[Visit]:
    """A page that is open from test to test: to open one takes longer than to go through it."""

    def begin(browser) -> Visit:
        visit = Visit(browser, hostile.port)
        visit.go()
        assert visit.audit() == []
        return visit

    visit = in_chromium(begin)
    yield visit
    in_chromium(lambda browser: visit.close())


@pytest.fixture
def through(in_chromium: InChromium, hostile: Served, visit: Visit) -> Callable[..., None]:
    """Do something on the page with each batch of payloads, and look the page through each time."""

    def go(work) -> None:
        def each(browser) -> None:
            visit.turn_to("Ask")
            for number, batch in enumerate(BATCHES):
                hostile.library.turn_to(batch, f"{work.__name__}{number}.")
                work(visit, hostile.library)
                assert visit.audit() == []

        in_chromium(each)

    return go


def ask(visit: Visit, library: HostileLibrary, kind: str) -> None:
    question = f"{kind} {library.token} " + " ".join(" ".join(library.batch).split())
    visit.page.fill("#question textarea", question)
    visit.page.press("#question textarea", "Enter")
    visit.wait("#talk .turns[data-state=settled] .turn:last-child h2", kind)
    assert library.asked[-1] == question


def test_there_are_enough_payloads_and_all_are_used():
    assert len(PAYLOADS) >= 300
    assert sum(map(len, BATCHES)) == sum(map(len, CONVERSATIONS)) == len(PAYLOADS)


def test_what_would_run_or_lead_elsewhere_is_seen(in_chromium, hostile):
    harmful = [
        "<img src=x onerror=window.owned=1>",
        "<a href=' java\tscript:1'>x</a>",
        "<img src=http://evil.example/x>",
        "<a class=original href='data:text/html,x'>x</a>",
        "<iframe></iframe>",
        "<details open ontoggle=alert(1)>",
        "<div id=talk><video></video></div>",
        "<div id=talk><b itemprop=x></b></div>",
    ]
    put = """markup => {
        window.added ??= document.body.appendChild(document.createElement('div'));
        added.innerHTML = markup;
    }"""

    def found(browser) -> list[str]:
        visit, missed = Visit(browser, hostile.port), []
        visit.go()
        for payload in harmful:
            visit.page.evaluate(put, payload)
            visit.page.wait_for_timeout(50)
            missed += [] if visit.audit() else [payload]
            visit.page.evaluate("added.innerHTML = ''; window.owned = undefined")
            visit.watch.foreign.clear()
            visit.watch.opened.clear()
        assert visit.audit() == []
        visit.close()
        return missed

    assert in_chromium(found) == []


# -- conversations, articles, speakers, the library ------------------------------------------------------------


def test_hostile_questions_answers_refusals_and_errors_run_nothing(through):
    def conversed(visit: Visit, library: HostileLibrary) -> None:
        visit.page.click("#anew")
        visit.wait("#welcome .welcome", library.token)
        ask(visit, library, "answer")
        visit.wait("#sources .source", library.token)
        visit.wait("#desk .questions", library.token)
        assert visit.audit() == []
        ask(visit, library, "refuse")
        visit.wait("#sources h2", "Nearest")
        ask(visit, library, "fail")

    through(conversed)


def test_hostile_errors_in_a_corner_of_the_page_run_nothing(through):
    def warned(visit: Visit, library: HostileLibrary) -> None:
        visit.page.click("#anew")
        visit.wait("#welcome .welcome", library.token)
        ask(visit, library, "answer")
        # Together, and some alone: behind an open tag others would not show.
        for number, complaint in enumerate([" ".join(library.batch), *library.batch[::46]]):
            library.complaint = f"{complaint} complaint{number}"
            visit.page.locator("#talk .thumb").last.click()
            visit.wait("[data-testid=toast-text]", f"complaint{number}")
            assert visit.audit() == []

    through(warned)


def test_hostile_articles_are_read_searched_and_removed_and_run_nothing(through):
    def stocked(visit: Visit, library: HostileLibrary) -> None:
        visit.turn_to("Library")
        visit.wait("#articles", library.token)
        visit.page.locator("#articles [data-act=remove]").first.click()
        visit.wait("#removal", library.token)
        assert visit.audit() == []
        visit.page.click("#removal [data-act=keep]")
        visit.page.locator("#articles [data-act=read]").nth(AUTHORS).click()
        visit.wait("#reader .related", library.token)
        assert visit.page.locator("#reader .said").count() > len(library.batch) / 2
        assert visit.audit() == []
        visit.turn_to("Library")
        for query in ("anything", "fail"):
            visit.page.fill("#query :is(input, textarea)", query)
            visit.page.press("#query :is(input, textarea)", "Enter")
            visit.page.wait_for_selector("#articles [role=alert]" if query == "fail" else "#articles blockquote")
            assert visit.audit() == []
        visit.page.fill("#query :is(input, textarea)", "")
        visit.page.click("#check")
        visit.wait("#checked", library.token)
        visit.turn_to("Ask")

    through(stocked)


def test_hostile_names_of_outlets_and_languages_in_a_chart_a_table_and_a_list_run_nothing(through):
    def charted(visit: Visit, library: HostileLibrary) -> None:
        for number in (0, len(library.batch) // 2):
            library.named = [f"{library.token}{number}", *library.batch[number::7]]
            visit.turn_to("Library")
            visit.wait("#shelf-table th", library.named[0])
            visit.wait("#shelf-plot .legendtext", library.named[0][:20])
            assert visit.page.locator("#shelf-plot .legendtext").count() >= OUTLETS
            assert visit.audit() == []
            visit.turn_to("Ask")

    through(charted)


def test_hostile_speakers_in_quotes_a_chart_and_a_field_run_nothing(through):
    def spoken(visit: Visit, library: HostileLibrary) -> None:
        visit.turn_to("Speakers")
        visit.page.fill(
            "#about :is(input, textarea)", f"{library.token} " + " ".join(library.batch).replace("\n", " ")
        )
        visit.page.click("#find")
        visit.wait("#quotes h2", library.token)
        visit.page.wait_for_selector("#voices-plot .legendtext")
        visit.page.locator("#quotes figcaption [data-act=speaker]").nth(len(library.token) % 5).click()
        visit.page.wait_for_function(
            "token => !document.querySelector('#quotes h2').textContent.includes(token)", arg=library.token
        )
        visit.page.click("#speaker input")
        visit.page.wait_for_selector("ul.option-list li")
        assert visit.audit() == []
        visit.page.keyboard.press("Escape")
        visit.turn_to("Ask")

    through(spoken)


def test_files_with_hostile_names_and_what_is_said_of_them_run_nothing(through):
    def uploaded(visit: Visit, library: HostileLibrary) -> None:
        visit.turn_to("Library")
        page = {"mimeType": "text/html", "buffer": b"<script>window.owned = 1</script>"}
        visit.page.set_input_files("#files input[type=file]", [{"name": name, **page} for name in library.batch])
        visit.page.wait_for_selector("#files .file-preview")
        assert visit.audit() == []
        visit.page.click("#add")
        visit.wait("#progress", library.token)

    through(uploaded)


# -- what the browser kept, or somebody put there --------------------------------------------------------------


def a_turn(text: str, place: int) -> dict:
    return {
        "question": text,
        "text": text,
        "seconds": text if place % 2 else 1,
        "narrowing": [["outlet", text], ["language", text], ["from", text], [text, text]],
        "answer": {"number": place} if place % 3 else None,
    }


def keep(visit: Visit) -> None:
    """Put conversations into the browser's storage, with a payload in every field."""
    index, whole = [], {}
    for number, batch in enumerate(CONVERSATIONS):
        texts = [sound(text) for text in batch]
        title, turns = " ".join(texts), [a_turn(text, place) for place, text in enumerate(texts)]
        whole[f"{ONE}{number}"] = {"turns": turns, "title": title, "began": texts[0]}
        index.append({"id": f"{number}", "title": title, "changed": texts[0], "questions": texts})
        index += [{"id": text, "title": text, "changed": text, "questions": [text]} for text in texts]
    index += [None, 1, "text", [], {}, {"id": None, "title": {}, "changed": 1, "questions": {"a": 1}}]
    store = """([name, index, whole]) => {
        localStorage.clear();
        const all = Object.entries({ ...whole, [name]: index });
        for (const [key, value] of all) localStorage[key] = JSON.stringify(value);
    }"""
    visit.page.evaluate(store, [INDEX, index, whole])


def test_hostile_conversations_are_listed_renamed_opened_and_exported_and_run_nothing(
    in_chromium, hostile, visit, tmp_path
):
    def reopened(browser) -> None:
        keep(visit)
        visit.go()
        visit.turn_to("History")
        visit.page.wait_for_selector("#kept li")
        assert visit.page.locator("#kept li").count() >= len(PAYLOADS)
        assert visit.audit() == []
        for number, batch in enumerate(CONVERSATIONS):
            hostile.library.turn_to(batch, f"reopened{number}.")
            with visit.page.expect_download() as download:
                visit.page.click(f"#kept-{number} [data-act=export][data-format=html]")
            download.value.save_as(tmp_path / f"{number}.html")
            visit.page.click(f"#kept-{number} [data-act=open]")
            visit.wait("#talk .turns", hostile.library.token)
            assert visit.page.locator("#talk .turn").count() == len(batch)
            assert visit.audit() == []
            visit.turn_to("History")
        visit.page.click("#kept-0 [data-act=rename]")
        visit.page.fill("#kept-0 input", " ".join(hostile.library.batch).replace("\n", " "))
        visit.page.click("#kept-0 [type=submit]")
        assert visit.audit() == []

    in_chromium(reopened)
    in_chromium(lambda browser: read_exports(browser, tmp_path))


def read_exports(browser, folder) -> None:
    """Open exported files as a reader does, from disk."""
    context = browser.new_context(bypass_csp=True)
    asked, page = [], context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    runs = """() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes])
        .filter(({ name, value }) => /^on|^src/.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value))
        .map(({ name, value }) => `${name}=${value}`)"""
    for path in sorted(folder.iterdir()):
        page.goto(path.as_uri())
        assert page.evaluate("window.owned") is None
        assert page.evaluate(runs) == []
        assert page.locator("script, iframe, img, svg, form, base, object, link, video, audio").count() == 0
    assert len(asked) == len(CONVERSATIONS)
    context.close()


def test_page_works_whatever_lies_in_the_browser(in_chromium, hostile, visit):
    def work(browser) -> list[str]:
        thrown: list[str] = []
        visit.page.on("pageerror", lambda error: thrown.append(str(error)))
        hostile.library.turn_to(["plain"], "works.")
        for kept in ("{", "[1, null, [2]]", '{"a": []}', '[{"questions": 1}]'):
            visit.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [INDEX, kept])
            visit.go()
            ask(visit, hostile.library, "answer")
            visit.turn_to("History")
            visit.page.wait_for_selector("#kept li h3:has-text('answer works')")
            visit.page.evaluate("localStorage.clear()")
        return thrown

    assert in_chromium(work) == []


# -- what an address says, and before that ---------------------------------------------------------------------


def test_hostile_addresses_run_nothing(through):
    def arrived(visit: Visit, library: HostileLibrary) -> None:
        joined = " ".join(library.batch)
        question = f"answer {library.token} {joined}"[:1900]
        outlets = [("outlet", text) for text in library.batch]
        where = [("q", question), *outlets, ("from", "2025-01-01"), ("language", joined[:20])]
        speaker = [("speaker", joined[-300:]), ("about", joined[:300])]
        article = [("article", joined[:500]), ("version", "9" * 5000)]
        visit.go("?" + urlencode([*where, *(article if "3" in library.token else speaker)]))
        visit.wait("#talk .turns[data-state=settled] h2", library.token)
        visit.wait("#reader h2, #quotes h2", "What" if "3" not in library.token else "Reader")
        assert visit.audit() == []
        visit.turn_to("Ask")
        # The limits of the address go with the next question.
        ask(visit, library, "refuse")
        assert visit.audit() == []
        visit.go("?" + urlencode([("q", joined[:1000]), ("from", joined[:100]), ("as_of", joined[-100:])]))

    through(arrived)


def test_hostile_logins_run_nothing(in_chromium):
    library = HostileLibrary()
    text = " ".join(" ".join(map(sound, PAYLOADS)).split())
    with served(library, library.add, [("ann", "word")]) as page:

        def attempt(browser) -> None:
            visit = Visit(browser, page.port)
            visit.page.goto(page.address + "/?" + urlencode({"q": text[:1500]}))
            fields = visit.page.locator("input, textarea")
            fields.first.wait_for()
            for field in fields.all():
                field.fill(text)
            visit.page.get_by_role("button", name="Login").click()
            visit.page.get_by_text("Incorrect Credentials").wait_for()
            assert visit.audit() == []
            visit.close()

        in_chromium(attempt)


def test_page_breaks_nothing_of_its_own_policy(in_chromium, hostile):
    def under_policy(browser) -> list[str]:
        visit, broken = Visit(browser, hostile.port, policy=True), list[str]()
        visit.page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        hostile.library.turn_to(BATCHES[0], "policy.")
        visit.go()
        ask(visit, hostile.library, "answer")
        visit.turn_to("Library")
        visit.page.wait_for_selector("#shelf-plot .legendtext")
        assert visit.audit() == []
        visit.close()
        return broken

    assert in_chromium(under_policy) == []


def test_data_in_a_page_is_no_markup(hostile):
    """What the page carries as data, in a script of it, cannot end that script."""
    body = httpx.get(hostile.address).text
    config = body.partition("window.gradio_config = ")[2].partition(";</script>")[0]
    assert "<" not in config
    assert json.loads(config)["title"] == "On the Record"
    assert PAYLOADS[0] in json.dumps(json.loads(config))
