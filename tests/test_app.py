"""The web chat: what its command line accepts, and one run of it from start to answer."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from ontherecord import Library
from tests.telling import an_article

ROOT = Path(__file__).resolve().parent.parent

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

    answer = Client(address, verbose=False).predict("Where did the island ferry sink?", api_name="/ask_news")
    assert answer["status"] == "answered"
    assert answer["citations"][0]["text"] == "The island ferry sank at dawn near Gull Point."
    assert answer["citations"][0]["article"]["publisher"] == "Island Paper"


def test_program_is_told_politely_that_a_question_is_too_long(address):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match="the question has 3,000 characters"):
        Client(address, verbose=False).predict("x" * 3000, api_name="/ask_news")


def test_program_searches_and_finds_who_said_what(address):
    from gradio_client import Client

    client = Client(address, verbose=False)
    (hit, *_) = client.predict("chess cup", 3, api_name="/search_news")
    assert hit["article"]["title"] == "Chess"
    assert client.predict(api_name="/quotes") == []


def test_program_narrows_what_it_asks(address):
    from gradio_client import Client

    answer = Client(address, verbose=False).predict(
        "Where did the island ferry sink?", outlet="Another Paper", api_name="/ask_news"
    )
    assert answer["status"] == "insufficient_evidence"
    assert answer["searched"]["articles"] == 0


def test_three_functions_are_all_that_other_programs_can_call(address):
    from gradio_client import Client

    client = Client(address, verbose=False)
    endpoints = client.view_api(all_endpoints=True, return_format="dict")
    assert sorted(endpoints["named_endpoints"]) == ["/ask_news", "/quotes", "/search_news"]
    assert not endpoints["unnamed_endpoints"]


def test_the_same_three_are_the_tools_of_mcp(address):
    import asyncio

    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def tools() -> tuple[list[str], str]:
        async with (
            streamable_http_client(f"{address}gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            named = sorted(tool.name for tool in (await session.list_tools()).tools)
            told = await session.call_tool("search_news", {"query": "chess cup"})
            return named, told.content[0].text

    named, told = asyncio.run(tools())
    assert named == ["ask_news", "quotes", "search_news"]
    assert "A baker won the chess cup" in told


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
