"""Language models behind servers: what is asked of them, and the bounds that every model is held to."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from ontherecord import LanguageModelError, OnTheRecordError, SettingError, Settings
from ontherecord.llms import LanguageModel, Prompt, language_model
from ontherecord.llms.hearing import PIECES_AHEAD
from tests.scripted_model import Fail, HangUp, Noise, Say, ScriptedModel, Silence, eventually, listening, said
from tests.site import Canary

PROMPT = Prompt("Cite what you say.", "Who voted?")
KEY = "tok-of-the-tests-0815"
QUICKLY = (0.01, 0.02)
KINDS = ("openai", "ollama")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OLLAMA_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load what the first answer loads, which no patience of the tests is made for."""
    with ScriptedModel(["Crews."]) as server:
        for kind in KINDS:
            said(model_of(server, kind, llm_patience=60, llm_key=KEY), PROMPT)


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server
    # What one test has left behind is no other's to find.
    assert eventually(lambda: listening() == 0)


def model_of(
    server: ScriptedModel, kind: str = "openai", waits: tuple[float, ...] = QUICKLY, **settings
) -> LanguageModel:
    url = server.url if kind == "openai" else server.ollama_url
    given = {"llm_url": url, "llm_patience": 2.0, **settings}
    return language_model(f"{kind}:scripted", Settings(**given), waits=waits)


def error_of(model: LanguageModel) -> str:
    with pytest.raises(LanguageModelError) as raised:
        said(model, PROMPT)
    return str(raised.value)


@pytest.mark.parametrize("kind", KINDS)
def test_text_arrives_piece_by_piece_as_the_server_sends_it(server: ScriptedModel, kind: str) -> None:
    server.play([Say("Crews voted “yes” [1].", sizes=(3, 8))])

    pieces = list(model_of(server, kind).stream(PROMPT, 100))

    assert pieces == ["Cre", "ws voted", " “y", "es” [1]."]


def test_first_piece_is_read_while_the_rest_is_still_to_come(server: ScriptedModel) -> None:
    server.play([("Crews", Silence(60))])
    answer = model_of(server, llm_patience=1.0).stream(PROMPT, 100)

    assert next(answer) == "Crews"
    answer.close()


@pytest.mark.parametrize("kind", KINDS)
def test_prompt_is_sent_as_it_is_and_nothing_is_left_to_chance(server: ScriptedModel, kind: str) -> None:
    server.play(["Crews."])

    said(model_of(server, kind, llm_window=2048), PROMPT, most=50)

    (asked,) = server.asked
    options = asked.body if kind == "openai" else asked.body["options"]
    assert (asked.system, asked.user, len(asked.messages)) == (PROMPT.system, PROMPT.user, 2)
    assert asked.body["model"] == "scripted"
    assert options["temperature"] == 0
    assert options["max_tokens" if kind == "openai" else "num_predict"] == 50
    assert kind == "openai" or options["num_ctx"] == 2048


def test_answer_may_be_empty(server: ScriptedModel) -> None:
    assert said(model_of(server), PROMPT) == ""


def test_one_model_is_asked_by_several_at_once(server: ScriptedModel) -> None:
    server.play(lambda asked: Say(f"Answer to {asked.user}", delay=0.01))
    model, answers = model_of(server), {}

    def ask(number: int) -> None:
        answers[number] = "".join(model.stream(Prompt("", str(number)), 100))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: f"Answer to {number}" for number in range(5)}


# Which model is meant.


@pytest.mark.parametrize("named", ["gpt-4o", "openai:", "claude:x", "", ":x", "gguf: "])
def test_name_of_no_known_form_is_refused_with_those_there_are(named: str) -> None:
    with pytest.raises(SettingError, match="openai:MODEL, ollama:MODEL or gguf:PATH"):
        language_model(named, Settings())


def test_model_is_known_by_its_name_and_window() -> None:
    model = language_model("ollama:llama3.2:3b", Settings())
    told = language_model("openai:some/model", Settings(llm_url="http://127.0.0.1:9/v1", llm_window=32768))

    assert (model.name, model.window) == ("ollama:llama3.2:3b", 8192)
    assert (told.name, told.window) == ("openai:some/model", 32768)


def test_openai_itself_needs_a_key_and_another_server_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match="needs a key: set ONTHERECORD_LLM_KEY or OPENAI_API_KEY"):
        language_model("openai:gpt-4o-mini", Settings())
    language_model("openai:gpt-4o-mini", Settings(llm_key=KEY))
    language_model("openai:gpt-4o-mini", Settings(llm_url="http://127.0.0.1:9/v1"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    language_model("openai:gpt-4o-mini", Settings())


@pytest.mark.parametrize(
    ("environment", "setting", "sent"),
    [(None, None, "none"), (KEY, None, KEY), ("another", KEY, KEY)],
)
def test_key_is_the_settings_or_the_environments(
    server: ScriptedModel, monkeypatch: pytest.MonkeyPatch, environment: str | None, setting: str | None, sent: str
) -> None:
    if environment:
        monkeypatch.setenv("OPENAI_API_KEY", environment)

    said(model_of(server, llm_key=setting), PROMPT)

    assert server.asked[0].headers["authorization"] == f"Bearer {sent}"


def test_key_goes_to_ollama_too_where_one_is_set(server: ScriptedModel) -> None:
    said(model_of(server, "ollama"), PROMPT)
    said(model_of(server, "ollama", llm_key=KEY), PROMPT)

    assert [asked.headers.get("authorization") for asked in server.asked] == [None, f"Bearer {KEY}"]


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host/v1", "http://"])
def test_address_that_is_none_is_refused(url: str) -> None:
    for kind in KINDS:
        with pytest.raises(SettingError, match="set it to an http:// or https:// address"):
            language_model(f"{kind}:x", Settings(llm_url=url))


@pytest.mark.parametrize(
    ("kind", "module"), [("openai", "llama_index.llms.openai_like"), ("ollama", "llama_index.llms.ollama")]
)
def test_missing_package_is_named_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch, kind: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SettingError, match=rf"pip install 'ontherecord\[{kind}\]'"):
        language_model(f"{kind}:x", Settings(llm_key=KEY))


def test_naming_a_model_loads_and_contacts_nothing(server: ScriptedModel) -> None:
    code = f"""
import sys
from ontherecord import Settings
from ontherecord.llms import language_model
language_model("openai:x", Settings(llm_url={server.url!r}))
language_model("ollama:x", Settings(llm_url={server.ollama_url!r}))
print(sorted({{"llama_index.core", "openai", "ollama", "httpx", "xllamacpp"}} & set(sys.modules)))
"""
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"
    assert server.asked == []


def test_key_of_openai_alone_names_no_model() -> None:
    assert Settings.from_environment({"OPENAI_API_KEY": KEY}).llm is None


@pytest.mark.parametrize("kind", KINDS)
def test_proxy_of_the_environment_is_not_asked_for_this_machine(
    server: ScriptedModel, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    server.play(["Crews."])
    with Canary() as canary:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)

        assert said(model_of(server, kind), PROMPT) == "Crews."
        assert canary.connects == 0


# A LlamaIndex model that somebody has made.


class Spoken:
    """As little of a LlamaIndex LLM as there must be."""

    def __init__(self, *deltas: str | Exception | None, **known: object) -> None:
        self.deltas = deltas
        self.given = 0
        self.metadata = SimpleNamespace(context_window=16384)
        self.__dict__.update(known)

    def stream_chat(self, messages, **kwargs):
        self.heard = [(message.role.value, message.content) for message in messages]
        whole = ""
        for number, delta in enumerate(self.deltas):
            if isinstance(delta, Exception):
                raise delta
            whole += delta or f"{number} "
            self.given += 1
            yield SimpleNamespace(delta=delta, message=SimpleNamespace(content=whole))


def test_model_of_llamaindex_is_heard_and_named_after_its_class_and_model() -> None:
    llm = Spoken("Crews ", "", "voted.", model="tiny")
    model = language_model(llm, Settings())

    assert said(model, PROMPT) == "Crews voted."
    assert llm.heard == [("system", PROMPT.system), ("user", PROMPT.user)]
    assert (model.name, model.window) == ("Spoken:tiny", 16384)
    assert language_model(llm, Settings(llm_window=100)).window == 100
    assert language_model(Spoken(), Settings()).name == "Spoken"


def test_model_of_llamaindex_that_gives_the_whole_each_time_is_heard_once() -> None:
    assert said(language_model(Spoken(None, None), Settings()), PROMPT) == "0 1 "


def test_window_that_only_the_server_knows_is_not_asked_for() -> None:
    with Canary() as canary:
        from llama_index.llms.ollama import Ollama

        model = language_model(Ollama(model="x", base_url=f"http://127.0.0.1:{canary.port}"), Settings())

        assert (model.name, model.window, canary.connects) == ("Ollama:x", 8192, 0)


def test_real_models_of_llamaindex_are_held_to_the_same_bounds(server: ScriptedModel) -> None:
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(model="x", api_base=server.url, api_key=KEY, is_chat_model=True, max_retries=0)
    server.play([Noise(10_000)])

    assert len(said(language_model(llm, Settings()), PROMPT, most=10)) == 60


def test_what_cannot_speak_is_refused() -> None:
    with pytest.raises(SettingError, match="int is no language model"):
        language_model(5, Settings())


def test_whatever_a_model_raises_is_an_error_of_this_library() -> None:
    for error in (ValueError("odd"), NotImplementedError(), RuntimeError(f"key {KEY} is bad")):
        model = language_model(Spoken(error, model="tiny", api_key=KEY), Settings(), waits=())
        assert error_of(model).startswith("Spoken:tiny failed (")
        assert KEY not in error_of(model)


# Patience.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pings", [None, 0.05])
def test_silence_ends_after_the_patience_and_is_not_tried_again(
    server: ScriptedModel, kind: str, pings: float | None
) -> None:
    server.play([Silence(60, pings)])
    model = model_of(server, kind, llm_patience=0.4)
    start = time.monotonic()
    message = error_of(model)

    assert 0.3 < time.monotonic() - start < 3
    assert message.startswith(f"{kind}:scripted said nothing for 0.4 s: ask again, or set ONTHERECORD_LLM_PATIENCE")
    assert len(server.asked) == 1
    assert eventually(server.asked[0].left.is_set)


def test_silence_amid_an_answer_ends_it(server: ScriptedModel) -> None:
    server.play([("Crews voted", Silence(60))])
    answer = model_of(server, llm_patience=0.4).stream(PROMPT, 100)

    assert "".join(next(answer) for _ in range(2)) == "Crews voted"
    with pytest.raises(LanguageModelError, match=r"said nothing for 0\.4 s"):
        next(answer)


def test_slow_answer_is_waited_for_while_words_keep_coming(server: ScriptedModel) -> None:
    server.play([Say("Crews voted on Friday.", sizes=(2,), delay=0.1)])

    assert said(model_of(server, llm_patience=0.6), PROMPT) == "Crews voted on Friday."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rest", [Noise(10**6), Silence(60, 0.05)], ids=["text", "pings"])
def test_server_is_left_when_whoever_reads_leaves(server: ScriptedModel, kind: str, rest: Noise | Silence) -> None:
    server.play([("Crews ", rest)])
    answer = model_of(server, kind).stream(PROMPT, 10**6)
    next(answer)

    answer.close()

    assert eventually(server.asked[0].left.is_set)
    assert eventually(lambda: listening() == 0)


def test_reader_who_pauses_does_not_let_text_pile_up() -> None:
    llm = Spoken(*["noise "] * 10_000)
    answer = language_model(llm, Settings()).stream(PROMPT, 10**6)
    next(answer)

    assert not eventually(lambda: llm.given > 2 * PIECES_AHEAD, 0.5)
    answer.close()
    assert eventually(lambda: listening() == 0)


# Attempts.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", [Fail(429), Fail(500), Fail(503), Fail(408), HangUp()], ids=str)
def test_what_may_pass_is_tried_twice_more(server: ScriptedModel, kind: str, first: Fail | HangUp) -> None:
    server.play([first, first, "Crews voted."])

    assert said(model_of(server, kind), PROMPT) == "Crews voted."
    assert len(server.asked) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_pass_is_an_error_after_three_attempts(server: ScriptedModel, kind: str) -> None:
    server.play([Fail(503, message="the model is loading")])

    assert error_of(model_of(server, kind)) == (
        f"{kind}:scripted failed (status 503: the model is loading): ask again later"
    )
    assert len(server.asked) == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (400, "check its name and settings"),
        (401, "set ONTHERECORD_LLM_KEY"),
        (403, "set ONTHERECORD_LLM_KEY"),
        (404, "name a model that its server has"),
    ],
)
def test_refusal_is_not_tried_again_and_says_what_to_do(
    server: ScriptedModel, kind: str, status: int, remedy: str
) -> None:
    server.play([Fail(status)])

    message = error_of(model_of(server, kind))

    assert message.startswith(f"{kind}:scripted ")
    assert f"status {status}" in message
    assert remedy in message
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_server_that_is_not_there_is_named_with_the_setting(kind: str) -> None:
    with ScriptedModel() as gone:
        model = model_of(gone, kind)

    assert "cannot be reached" in error_of(model)
    assert "ONTHERECORD_LLM_URL" in error_of(model)


def test_attempts_are_some_time_apart(server: ScriptedModel) -> None:
    server.play([Fail(503), Fail(503), "Crews."])
    start = time.monotonic()

    assert said(model_of(server, waits=(0.2, 0.3)), PROMPT) == "Crews."
    assert time.monotonic() - start >= 0.5


@pytest.mark.parametrize(("wish", "least"), [(0.4, 0.4), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", 0.0)])
def test_server_that_says_when_to_come_again_is_heeded(
    server: ScriptedModel, wish: float | str, least: float
) -> None:
    server.play([Fail(429, retry_after=wish), "Crews."])
    start = time.monotonic()

    assert said(model_of(server), PROMPT) == "Crews."
    assert time.monotonic() - start >= least


def test_nobody_waits_longer_than_five_seconds_to_come_again(
    server: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ontherecord.llms.bounded.LONGEST_WAIT_S", 0.1)
    server.play([Fail(429, retry_after=3600), "Crews."])

    assert said(model_of(server), PROMPT) == "Crews."


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [HangUp(" on"), Fail(500, message="out of memory")], ids=["hung up", "error"])
def test_answer_that_breaks_off_is_not_begun_again(server: ScriptedModel, kind: str, end: HangUp | Fail) -> None:
    server.play([("Crews", end)])
    read = []

    with pytest.raises(LanguageModelError, match=f"{kind}:scripted broke off in the middle of its answer"):
        read.extend(model_of(server, kind).stream(PROMPT, 100))
    assert len(server.asked) == 1


def test_words_before_a_break_have_been_given(server: ScriptedModel) -> None:
    server.play([HangUp("Crews")])
    answer = model_of(server).stream(PROMPT, 100)

    assert next(answer) == "Crews"
    with pytest.raises(LanguageModelError, match="broke off"):
        next(answer)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [400, 401, 500])
def test_no_message_contains_the_key(server: ScriptedModel, kind: str, status: int) -> None:
    server.play([Fail(status, message=f"Incorrect key {KEY}, Bearer {KEY}, sk-1234")])
    model = model_of(server, kind, llm_key=KEY)

    message = error_of(model)

    assert KEY not in message
    assert "sk-1234" not in message
    assert KEY not in repr(Settings(llm_key=KEY))


def test_server_without_a_key_is_quoted_as_it_speaks(server: ScriptedModel) -> None:
    server.play([Fail(404, message="nonesuch: none")])

    assert "(status 404: nonesuch: none)" in error_of(model_of(server))


# Length.


@pytest.mark.parametrize("kind", KINDS)
def test_answer_without_end_is_cut_and_its_server_left(server: ScriptedModel, kind: str) -> None:
    server.play([Noise(10**6)])

    assert said(model_of(server, kind), PROMPT, most=7) == "noise " * 7
    assert eventually(server.asked[0].left.is_set)


def test_piece_of_any_size_is_cut_where_the_room_ends(server: ScriptedModel) -> None:
    server.play([Say("x" * 10_000, sizes=(10_000,))])

    assert said(model_of(server), PROMPT, most=5) == "x" * 30


def test_errors_of_models_are_errors_of_the_library() -> None:
    assert issubclass(LanguageModelError, OnTheRecordError)
