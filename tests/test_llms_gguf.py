"""Language models in files, run in this process."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from ontherecord import LanguageModelError, SettingError, Settings
from ontherecord.llms import LanguageModel, Prompt, language_model
from tests.scripted_model import eventually, listening, said
from tests.tiny_gguf import WORDS, write_gguf

PROMPT = Prompt("Be brief.", "Who voted?")


def chunk(text: str | None) -> dict[str, object]:
    return {"choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]}


class Engine:
    """Stands for llama.cpp: gives these events to each who asks, and counts how often it was loaded and left."""

    def __init__(self, *events: dict[str, object], fails: bool = False) -> None:
        self.events, self.fails = events, fails
        self.loaded, self.left, self.at_once, self.most_at_once = 0, 0, 0, 0
        self.requests: list[dict[str, object]] = []

    def Server(self, params: SimpleNamespace) -> "Engine":
        self.params = params
        self.loaded += 1
        if self.fails:
            raise RuntimeError("Failed to init server")
        return self

    def handle_chat_completions(self, request, callback) -> None:
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        for event in self.events:
            time.sleep(0.005)
            if callback(event):
                self.left += 1
                break
        self.at_once -= 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, file: Path):
    """Return a model that an engine runs."""

    def run(engine: Engine, **settings) -> LanguageModel:
        def params() -> SimpleNamespace:
            parts = ("model", "cpuparams", "cpuparams_batch")
            return SimpleNamespace(**{part: SimpleNamespace() for part in parts})

        module = ModuleType("xllamacpp")
        module.__spec__ = ModuleSpec("xllamacpp", None)
        module.Server, module.CommonParams = engine.Server, params
        monkeypatch.setitem(sys.modules, "xllamacpp", module)
        return language_model(f"gguf:{file}", Settings(**settings))

    return run


def test_missing_package_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)

    with pytest.raises(SettingError, match=r"pip install 'ontherecord\[gguf\]'"):
        language_model(f"gguf:{file}", Settings())


def test_missing_file_is_named(run, file: Path) -> None:
    file.unlink()

    with pytest.raises(SettingError, match=f"there is no language model at {file}: name a GGUF file"):
        run(Engine())


def test_model_is_loaded_when_first_asked_and_once(run) -> None:
    engine = Engine(chunk("Crews"))
    model = run(engine)
    assert engine.loaded == 0

    threads = [threading.Thread(target=said, args=(model, PROMPT)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert engine.loaded == 1
    assert len(engine.requests) == 4
    assert engine.most_at_once == 1


def test_window_is_what_the_engine_is_given(run, file: Path) -> None:
    engine = Engine(chunk("Crews"))
    assert run(engine).window == 4096

    model = run(engine, llm_window=1024)
    said(model, PROMPT, 20)

    assert (model.name, model.window, engine.params.n_ctx) == (f"gguf:{file}", 1024, 1024)
    assert engine.params.model.path == str(file)
    assert engine.requests[0]["messages"][1] == {"role": "user", "content": "Who voted?"}
    assert (engine.requests[0]["max_tokens"], engine.requests[0]["temperature"]) == (20, 0)


def test_events_without_text_are_no_text(run) -> None:
    reading = {"choices": [{"delta": {"role": "assistant", "content": None}}], "prompt_progress": {}}

    engine = Engine(reading, chunk("Crews "), {"choices": []}, chunk("voted."), {"choices": [{"delta": {}}]})

    assert said(run(engine), PROMPT) == "Crews voted."


@pytest.mark.parametrize("event", [{"error": {"message": "too long"}}, {"code": 400, "message": "too long"}])
def test_refusal_is_an_error_with_its_reason(run, event: dict[str, object]) -> None:
    with pytest.raises(LanguageModelError, match=r"gguf:.* failed \(too long\)"):
        said(run(Engine(event)), PROMPT)


def test_file_that_cannot_be_loaded_is_named(run, file: Path) -> None:
    engine = Engine(fails=True)

    with pytest.raises(LanguageModelError, match=f"the language model {file} cannot be loaded"):
        said(run(engine), PROMPT)
    assert engine.loaded == 1


def test_engine_is_stopped_when_whoever_reads_leaves(run) -> None:
    engine = Engine(*[chunk("noise ")] * 1000)
    answer = run(engine).stream(PROMPT, 1000)
    next(answer)

    answer.close()

    assert eventually(lambda: engine.left == 1)
    assert eventually(lambda: listening() == 0)


def test_engine_is_stopped_when_it_says_nothing(run) -> None:
    engine = Engine(*[chunk("")] * 1000)

    with pytest.raises(LanguageModelError, match=r"said nothing for 0\.2 s"):
        said(run(engine, llm_patience=0.2), PROMPT)
    assert eventually(lambda: engine.left == 1)


def test_who_waits_for_a_turn_and_gives_up_is_forgotten(run) -> None:
    engine = Engine(*[chunk("noise ")] * 1000)
    model = run(engine, llm_patience=0.2)
    first = model.stream(PROMPT, 1000)
    next(first)

    with pytest.raises(LanguageModelError, match="said nothing"):
        said(model, PROMPT)
    first.close()

    assert eventually(lambda: listening() == 0)
    assert len(engine.requests) == 1


# With llama.cpp itself, where it is installed.


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    pytest.importorskip("xllamacpp")
    path = write_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")
    return language_model(f"gguf:{path}", Settings(llm_window=2048))


def test_model_in_a_file_answers_within_its_bounds(tiny: LanguageModel) -> None:
    words = said(tiny, PROMPT, 12).split()

    assert len(words) == 12
    assert {f"▁{word}" for word in words} <= set(WORDS)
    assert said(tiny, PROMPT, 12).split() == words


def test_model_in_a_file_can_be_left_and_asked_again(tiny: LanguageModel) -> None:
    answer = tiny.stream(PROMPT, 1500)
    next(answer)
    answer.close()

    assert eventually(lambda: listening() == 0)
    assert said(tiny, PROMPT, 3)


def test_prompt_beyond_the_window_is_refused_with_its_size(tiny: LanguageModel) -> None:
    with pytest.raises(LanguageModelError, match=r"exceeds the available context size \(2048 tokens\)"):
        list(tiny.stream(Prompt("", "voted " * 3000), 5))


def test_damaged_file_is_named(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    path = write_gguf(tmp_path / "cut.gguf")
    path.write_bytes(path.read_bytes()[:9000])

    with pytest.raises(LanguageModelError, match=r"cut\.gguf cannot be loaded"):
        said(language_model(f"gguf:{path}", Settings()), PROMPT)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells which ports a process has")
def test_model_in_a_file_opens_no_port(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    before = ports()
    model = language_model(f"gguf:{write_gguf(tmp_path / 'tiny.gguf')}", Settings(llm_window=512))

    assert said(model, PROMPT, 3)
    assert ports() == before


def ports() -> set[str]:
    """Return what identifies the TCP ports on which this process listens."""
    sockets = set[str]()
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            sockets.add(str(opened.readlink()))
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()]
    return {f"socket:[{fields[9]}]" for fields in lines if fields[3] == "0A"} & sockets


def test_process_ends_in_peace_amid_an_answer(tiny: LanguageModel) -> None:
    code = f"""
from ontherecord import Settings
from ontherecord.llms import Prompt, language_model

answer = language_model({tiny.name!r}, Settings(llm_window=2048)).stream(Prompt("", "voted " * 100), 1500)
print(next(answer))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip()
