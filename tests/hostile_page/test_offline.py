"""A chat as it is started: it talks to this machine alone, and writes nowhere but where it should."""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import pytest

from ontherecord import Library
from tests.running import free_port
from tests.telling import an_article

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "src").rglob("*.py"), *(ROOT / "ingest").rglob("*.py"), ROOT / "app.py"]
ADDRESS = re.compile(r"(connect|bind)\(.*?sa_family=AF_INET6?,.*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")
OPENED = re.compile(
    r"(?:openat|creat|mkdir|mkdirat)\((?:AT_FDCWD, )?\"([^\"]+)\", [^)]*?(O_WRONLY|O_RDWR|0[0-7]{3}\))"
)


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_chat_from_start_to_answer_reaches_this_machine_alone_and_writes_to_its_library_and_temporary_files(tmp_path):
    with Library.open(tmp_path / "library") as library:
        library.add([an_article("The island ferry sank at dawn near Gull Point. Nobody was hurt.")])
    port, trace = free_port(), tmp_path / "trace"
    calls = "trace=connect,bind,openat,creat,mkdir,mkdirat"
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-e", "signal=none", "-o", str(trace)]
    command += [sys.executable, "-B", "app.py", "--library", str(tmp_path / "library"), "--port", str(port)]
    (tmp_path / "temporary").mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "TMPDIR": str(tmp_path / "temporary"),
        "HOME": str(tmp_path / "home"),
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        try:
            assert process.stdout.readline() == f"On the Record is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
            http = httpx.Client(base_url=f"http://127.0.0.1:{port}/gradio_api", timeout=60)
            assert http.get("/").status_code in (200, 404)
            event = http.post("/call/ask_news", json={"data": ["Where did the island ferry sink?", *[""] * 5]}).json()
            assert "Gull Point" in http.get(f"/call/ask_news/{event['event_id']}").text
            http.close()
        finally:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            os.kill(int(children[0]), signal.SIGTERM)
            process.wait(30)
    told = trace.read_text(errors="replace")
    reached = {(call, address) for call, address in ADDRESS.findall(told)}
    assert ("bind", "127.0.0.1") in reached
    assert {address for _, address in reached} <= {"127.0.0.1", "::1"}
    written = {Path(ROOT, found[1]).resolve() for found in map(OPENED.search, told.splitlines()) if found}
    # torch makes the last by itself, and puts nothing there.
    folders = (tmp_path / "library", tmp_path / "temporary", "/dev", "/proc", "/sys")
    allowed = (*map(Path, folders), *Path(tempfile.gettempdir()).glob("torchinductor_*"))
    assert [path for path in written if not any(path.is_relative_to(folder) for folder in allowed)] == []
    assert list((tmp_path / "temporary").iterdir()) == []


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


@pytest.mark.parametrize(
    "wrong",
    [
        *(("share", True), ("trust_remote_code", True), ("analytics_enabled", True), ("weights_only", False)),
        *(("enable_monitoring", True), ("allow_pickle", True), ("shell", True), ("verify", False)),
    ],
)
def test_nothing_is_switched_on_that_tells_others_or_runs_what_it_reads(wrong):
    name, value = wrong
    found = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
        for word in call.keywords
        if word.arg == name and not (isinstance(word.value, ast.Constant) and word.value.value is not value)
    ]
    assert found == []


def test_nothing_launches_a_share_link_or_asks_a_hub():
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    for word in (".launch(", "huggingface_hub", "gr.load(", "hf_hub_download", "torch.hub", "joblib", "cloudpickle"):
        assert [path.name for path, text in texts.items() if word in text] == [], word
    assert 'os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"' in texts[ROOT / "app.py"]
