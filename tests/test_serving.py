"""How the pages are served: to whom, to which programs, under which path, and until when."""

import asyncio
import base64
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from running import free_port, running, send

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = "https://evil.example"
ANN, BOB = ("ann", "a:b"), ("bob", "word")

# Pages with one function for programs, which takes as long as it is told to.
SCRIPT = """
import os, sys, time
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
from ontherecord.pages.access import access_for
from ontherecord.pages.mounting import Look, Place
from ontherecord.pages.serving import serve

def ask(seconds: str) -> str:
    '''Answer after some seconds.'''
    print("asked", flush=True)
    time.sleep(float(seconds))
    return "answered"

with gr.Blocks(analytics_enabled=False) as blocks:
    gr.api(ask, api_name="ask")
place = Place(port=int(sys.argv[1]))
try:
    serve(blocks, access_for([], [], place.host, None), place, Look(), lambda: None, grace=int(sys.argv[2]))
except KeyboardInterrupt:
    code = 130
else:
    code = 0
print("closed", flush=True)
# As app.py does, where a thread still makes an answer.
os._exit(code)
"""


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


# -- the application -------------------------------------------------------------------------------------------


RELEASED = threading.Event()


def some_pages():
    import gradio as gr

    def hold() -> str:
        """Answer once that is allowed."""
        return str(RELEASED.wait(10))

    def ask(question: str) -> str:
        """Answer a question."""
        return f"answer to {question}"

    def who(request: gr.Request) -> str:
        """Return the name of the user."""
        return str(request.username)

    with gr.Blocks(analytics_enabled=False) as blocks:
        box, shown = gr.Textbox(), gr.Textbox()
        box.submit(lambda text: text, box, shown, api_name="hidden", api_visibility="private")
        gr.api(ask, api_name="ask")
        gr.api(who, api_name="who")
        gr.api(hold, api_name="hold")
    return blocks


class Health:
    """What a library says of itself."""

    def __init__(self) -> None:
        self.failing = False

    def __call__(self) -> None:
        if self.failing:
            raise OSError("the disk at /secret is gone")


@contextmanager
def site(editors=(), readers=(), root_path=None, health=None, queue=64) -> Iterator[int]:
    from ontherecord.pages.access import access_for
    from ontherecord.pages.mounting import Look, Place, Site

    place = Place("127.0.0.1", free_port(), root_path)
    access = access_for(editors, readers, place.host, root_path)
    pages = Site(some_pages(), access, place, Look(), health or Health(), queue)
    with running(pages.app, place.port) as port:
        try:
            yield port
        finally:
            pages.stop()


@pytest.fixture(scope="module")
def open_site():
    with site() as port:
        yield port


@pytest.fixture(scope="module")
def closed_site():
    with site([ANN], [BOB], "/news") as port:
        yield port


def client(port, **options):
    from gradio_client import Client

    return Client(f"http://127.0.0.1:{port}", verbose=False, analytics_enabled=False, **options)


def with_mcp(port, work, headers=None):
    """Return what becomes of some work with a session of a client of the Model Context Protocol."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def session():
        address = f"http://127.0.0.1:{port}/gradio_api/mcp/"
        async with (
            httpx.AsyncClient(headers=headers) as http,
            streamable_http_client(address, http_client=http) as (read, write, _),
            ClientSession(read, write) as opened,
        ):
            await opened.initialize()
            return await work(opened)

    return asyncio.run(session())


def the_config(page: str) -> dict:
    found = re.search(r"window.gradio_config = (\{.*?\});\s*</script>", page, re.DOTALL)
    return json.loads(html.unescape(found[1]))


def test_page_is_there_with_all_limits_of_the_browser(open_site):
    answer = send(open_site, "GET", "/")
    assert answer.status == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_health_is_told_without_a_login(closed_site):
    answer = send(closed_site, "GET", "/healthz")
    assert (answer.status, answer.body) == (200, '{"status":"ok"}')


def test_health_fails_with_the_library_and_says_nothing_of_its_inside(caplog):
    health = Health()
    with site(health=health) as port:
        health.failing = True
        answer = send(port, "GET", "/healthz")
        assert (answer.status, answer.body) == (503, '{"status":"failing"}')
        assert "/secret" in caplog.text
        health.failing = False
        assert send(port, "GET", "/healthz").status == 200


@pytest.mark.parametrize("path", ["/", "/config", "/healthz", "/gradio_api/info"])
@pytest.mark.parametrize("host", ["localhost", "news.example"])
def test_no_other_site_may_read_an_answer(closed_site, path, host):
    answer = send(closed_site, "GET", path, {"Origin": FOREIGN, "Host": host} | basic(*ANN))
    assert answer.status == 200
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_no_other_site_may_ask_leave_to_send(closed_site):
    asked = {"Origin": FOREIGN, "Access-Control-Request-Method": "POST"}
    answer = send(closed_site, "OPTIONS", "/gradio_api/queue/join", asked)
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["queue/join", "call/ask", "upload", "cancel", "mcp/"])
@pytest.mark.parametrize("origin", [FOREIGN, "null"])
def test_no_other_site_may_send_anything(open_site, path, origin):
    assert send(open_site, "POST", f"/gradio_api/{path}", {"Origin": origin}).status == 403


def test_page_of_this_machine_is_not_read_under_the_name_of_a_site(open_site):
    assert send(open_site, "GET", "/", {"Host": "evil.example"}).status == 421


def test_question_of_a_megabyte_is_refused(open_site):
    body = json.dumps({"data": ["x" * 1_000_000]})
    assert httpx.post(f"http://127.0.0.1:{open_site}/gradio_api/call/ask", content=body).status_code == 413


def test_no_program_steps_past_the_queue(open_site):
    answer = httpx.post(f"http://127.0.0.1:{open_site}/gradio_api/run/ask", json={"data": ["x"]})
    assert answer.status_code == 404


def test_question_beyond_the_queue_is_told_so_and_later_ones_are_answered():
    RELEASED.clear()
    with site(queue=2) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}/gradio_api") as http:
        first = http.post("/call/hold", json={"data": []})
        while http.get("/queue/status").json()["queue_size"]:
            time.sleep(0.01)
        waiting = [http.post("/call/hold", json={"data": []}) for _ in range(4)]
        assert [answer.status_code for answer in (first, *waiting)] == [200, 200, 200, 503, 503]
        RELEASED.set()
        assert client(port).predict("then", api_name="/ask") == "answer to then"


# -- logins ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("user", "password"), [ANN, BOB])
def test_program_asks_with_a_login_of_the_page_or_by_basic_authentication(closed_site, user, password):
    for let_in in ({"auth": (user, password)}, {"headers": basic(user, password)}):
        assert client(closed_site, **let_in).predict(api_name="/who") == user


@pytest.mark.parametrize("headers", [{}, basic("ann", "word"), basic("joe", ""), {"Authorization": "Basic ?"}])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", "mcp/"), ("GET", "mcp/schema"), ("GET", "mcp/sse"), ("POST", "queue/join"), ("GET", "info")),
        *(("POST", "call/ask"), ("GET", "heartbeat/x"), ("POST", "cancel"), ("GET", "file=x"), ("POST", "reset")),
        *(("POST", "upload"), ("GET", "queue/data?session_hash=x")),
    ],
)
def test_nobody_reaches_anything_without_a_login(closed_site, method, path, headers):
    assert send(closed_site, method, f"/gradio_api/{path}", headers).status == 401


def test_cookie_that_is_made_up_is_no_login(closed_site):
    cookie = {"Cookie": "access-token-x=1; access-token-unsecure-=; access-token-unsecure-x"}
    assert send(closed_site, "GET", "/gradio_api/info", cookie).status == 401


def test_page_to_log_in_at_shows_nothing_of_the_pages(closed_site):
    answer = send(closed_site, "GET", "/")
    assert answer.status == 200
    assert the_config(answer.body)["components"] == []


@pytest.mark.parametrize(("login", "status"), [(ANN, 200), (BOB, 403)])
def test_editors_alone_upload(closed_site, login, status):
    with httpx.Client(base_url=f"http://127.0.0.1:{closed_site}") as browser:
        assert browser.post("/login", data=dict(zip(("username", "password"), login, strict=True))).is_success
        sent = browser.post("/gradio_api/upload", files={"files": ("a.txt", b"text")})
    assert sent.status_code == status


def test_without_logins_whoever_sits_at_this_machine_uploads(open_site):
    sent = httpx.post(f"http://127.0.0.1:{open_site}/gradio_api/upload", files={"files": ("a.txt", b"text")})
    assert sent.status_code == 200


# -- other programs --------------------------------------------------------------------------------------------


def test_program_finds_the_named_functions_alone(open_site):
    endpoints = client(open_site).view_api(all_endpoints=True, return_format="dict")
    assert list(endpoints["named_endpoints"]) == ["/ask", "/who", "/hold"]
    assert not endpoints["unnamed_endpoints"]


@pytest.mark.parametrize(("which", "headers"), [("open_site", None), ("closed_site", basic(*BOB))])
def test_program_asks_by_mcp(which, headers, request):
    async def work(session):
        tools = await session.list_tools()
        answer = await session.call_tool("ask", {"question": "why"})
        who = await session.call_tool("who", {})
        return [tool.name for tool in tools.tools], answer.content[0].text, who.content[0].text

    tools, answer, who = with_mcp(request.getfixturevalue(which), work, headers)
    assert tools == ["ask", "who", "hold"]
    assert answer == "answer to why"
    assert who == ("bob" if headers else "None")


def test_mcp_does_not_ask_the_host_that_a_client_names():
    async def work(session):
        return (await session.call_tool("ask", {"question": "why"})).content[0].text

    told = {"X-Forwarded-Host": "127.0.0.1:9", "X-Gradio-Server": "http://127.0.0.1:9/"}
    with site(root_path="/") as port:
        assert with_mcp(port, work, told) == "answer to why"


# -- behind a proxy --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/news"])
def test_page_behind_a_proxy_knows_its_own_address(closed_site, prefix):
    told = {"X-Forwarded-Host": "example.org", "X-Forwarded-Proto": "https"}
    for path in ("/", "/config"):
        answer = send(closed_site, "GET", prefix + path, told | basic(*ANN))
        assert '"root":"https://example.org/news"' in answer.body
    assert send(closed_site, "GET", f"{prefix}/healthz").status == 200
    assert send(closed_site, "GET", f"{prefix}/theme.css").status == 200


def test_page_without_a_proxy_believes_no_forwarded_address(open_site):
    told = {"X-Forwarded-Host": "evil.example", "X-Gradio-Server": "http://evil.example"}
    assert "evil.example" not in send(open_site, "GET", "/config", told).body


def test_readers_behind_a_proxy_send_nothing_past_the_guards(closed_site):
    for prefix in ("/news", "/news/news", "/x"):
        assert send(closed_site, "POST", f"{prefix}/gradio_api/upload", basic(*BOB)).status == 403
        assert send(closed_site, "POST", f"{prefix}/gradio_api/mcp/").status == 401


# -- start and end ---------------------------------------------------------------------------------------------


@contextmanager
def started(port: int, grace: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SCRIPT, str(port), str(grace)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        try:
            assert process.stdout.readline() == f"On the Record is at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
            yield process
        finally:
            process.kill()


@contextmanager
def asking(process: subprocess.Popen[str], port: int, seconds: float) -> Iterator[httpx.Response]:
    """Ask, and yield the answer while it is made and another page is open."""
    base = f"http://127.0.0.1:{port}/gradio_api"
    event = httpx.post(f"{base}/call/ask", json={"data": [str(seconds)]}).json()["event_id"]
    with (
        httpx.stream("GET", f"{base}/heartbeat/x", timeout=30),
        httpx.stream("GET", f"{base}/call/ask/{event}", timeout=30) as answer,
    ):
        assert process.stdout.readline() == "asked\n"
        yield answer


def test_answer_on_its_way_is_finished_before_the_server_stops():
    port = free_port()
    with started(port, grace=10) as process, asking(process, port, seconds=1) as answer:
        process.terminate()
        assert '"answered"' in answer.read().decode()
        assert process.wait(5) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("closed\n", "")


def test_answer_that_takes_too_long_does_not_keep_the_server():
    port = free_port()
    with started(port, grace=1) as process, asking(process, port, seconds=30):
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
        assert (process.stdout.read(), process.stderr.read()) == ("closed\n", "")


def test_address_for_all_machines_lets_nobody_edit_and_says_so(capsys):
    from ontherecord.pages.access import access_for
    from ontherecord.pages.mounting import Look, Place
    from ontherecord.pages.serving import serve

    place, answers = Place("0.0.0.0", free_port()), []

    def visit():
        while not answers:
            time.sleep(0.1)
            with suppress(ConnectionError):
                answers.append(send(place.port, "POST", "/gradio_api/upload", {"Host": "news.example"}))
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=visit, daemon=True).start()
    serve(some_pages(), access_for([], [], place.host, None), place, Look(), lambda: None)
    assert [answer.status for answer in answers] == [403]
    assert "server" not in answers[0].headers
    said = capsys.readouterr()
    assert said.out == f"On the Record is at http://0.0.0.0:{place.port}/ (Ctrl-C stops it)\n"
    assert said.err == (
        "Everybody who reaches this page can ask and read, nobody can add or remove articles: "
        "give editors a login with --auth USER:PASS.\n"
    )


def test_port_that_is_taken_is_a_clear_error():
    from ontherecord.pages.access import access_for
    from ontherecord.pages.mounting import Look, Place
    from ontherecord.pages.serving import serve

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(OSError, match=f"cannot listen on port {port} of 127.0.0.1 .*: stop what uses it, or"):
            serve(some_pages(), access_for([], [], "127.0.0.1", None), Place(port=port), Look(), lambda: None)
