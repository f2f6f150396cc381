"""What is refused before the page sees it, and what every response says to the browser."""

import http.client
import json

import pytest
from running import running, send

from ontherecord.pages import guarding
from ontherecord.pages.guarding import Closed, Editing, Headed, Limited, OwnName, SameOrigin, Undirected


async def echo(scope, receive, send):
    """Answer with the path, the length of the body and the headers that came in."""
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client has gone")
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    body = json.dumps({"path": scope["path"], "length": length, "headers": headers}).encode()
    sent = [(b"content-type", b"application/json"), (b"Referrer-Policy", b"unsafe-url")]
    await send({"type": "http.response.start", "status": 200, "headers": sent})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port():
    async def app(scope, receive, send):
        if scope["type"] == "http":
            await GUARDS[scope["path"].split("/")[1]](scope, receive, send)

    with running(app) as port:
        yield port


GUARDS = {
    "direct": Undirected(SameOrigin(echo)),
    "proxied": SameOrigin(echo),
    "own": OwnName(echo),
    "closed": Closed(echo),
    "limited": Limited(echo),
    "readers": Editing(echo, lambda scope: False),
    "editors": Editing(echo, lambda scope: True),
    "headed": Headed(echo),
}


# -- origins ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "origin",
    [
        *("null", "https://evil.example", "http://news.example.evil.example", "http://evil.example/news.example"),
        *("http://news.example:8080", "http://news.example@evil.example", "news.example", "ftp://news.example", ""),
    ],
)
def test_change_that_another_site_asks_for_is_refused(port, method, origin):
    answer = send(port, method, "/direct", {"Host": "news.example", "Origin": origin})
    assert answer.status == 403
    assert answer.body == "This request comes from a page of another site and was not carried out."


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("news.example", "http://news.example"),
        ("news.example", "https://news.example"),
        ("News.example", "http://news.example"),
        ("news.example:80", "http://news.example"),
        ("news.example:443", "https://news.example"),
        ("127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("[::1]:7860", "http://[::1]:7860"),
    ],
)
def test_change_that_our_own_page_asks_for_is_carried_out(port, host, origin):
    assert send(port, "POST", "/direct", {"Host": host, "Origin": origin}).status == 200


def test_program_that_names_no_origin_is_let_through(port):
    assert send(port, "POST", "/direct").status == 200


def test_reading_is_not_refused_since_no_other_site_learns_the_answer(port):
    assert send(port, "GET", "/direct", {"Origin": "https://evil.example"}).status == 200


def test_one_foreign_origin_among_several_is_enough(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest("POST", "/direct", skip_host=True)
    for name, value in [("Host", "a.example"), ("Origin", "http://a.example"), ("Origin", "null")]:
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 403
    connection.close()


def test_behind_a_proxy_the_address_is_the_one_the_proxy_tells(port):
    told = {"Host": "inside:7860", "X-Forwarded-Host": "news.example, inside"}
    assert send(port, "POST", "/proxied", told | {"Origin": "https://news.example"}).status == 200
    assert send(port, "POST", "/proxied", told | {"Origin": "http://inside:7860"}).status == 403


def test_without_a_proxy_nobody_tells_another_address(port):
    told = {"X-Forwarded-Host": "evil.example", "Origin": "https://evil.example"}
    assert send(port, "POST", "/direct", told).status == 403


def test_without_a_proxy_what_only_a_proxy_says_is_not_passed_on(port):
    told = {
        name: "evil.example" for name in ("Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Gradio-Server")
    }
    headers = json.loads(send(port, "GET", "/direct", told | {"X-Other": "kept"}).body)["headers"]
    assert "evil.example" not in headers.values()
    assert headers["x-other"] == "kept"


# -- names of this machine -------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1:1", "127.9.9.9", "[::1]", "[::1]:7860"])
def test_page_of_this_machine_answers_under_its_names(port, host):
    assert send(port, "GET", "/own", {"Host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.example", "evil@localhost"),
        *("192.168.0.7:7860", "0.0.0.0", "[::1", "::1:x", "localhost:x", ""),
    ],
)
def test_page_of_this_machine_does_not_answer_under_the_name_of_a_site(port, host):
    assert send(port, "GET", "/own", {"Host": host}).status == 421


# -- routes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("file=https://evil.example/x", "file=HTTP://evil.example", "file/http://evil.example", "proxy=https://x"),
        *("process_recording", "startup-events", "startup-events/", "token", "deep_link?session_hash=x", "vibe-edit"),
    ],
)
def test_routes_that_no_page_uses_are_closed(port, path):
    assert send(port, "GET", f"/closed/gradio_api/{path}").status == 404


@pytest.mark.parametrize("path", ["", "gradio_api/file=/tmp/x.png", "gradio_api/queue/join", "gradio_api/mcp/"])
def test_routes_that_the_page_uses_are_open(port, path):
    assert send(port, "GET", f"/closed/{path}").status == 200


@pytest.mark.parametrize("path", ["gradio_api/upload", "gradio_api/upload/", "news/gradio_api/upload?upload_id=1"])
def test_upload_is_for_editors(port, path):
    assert send(port, "POST", f"/readers/{path}").status == 403
    assert send(port, "POST", f"/editors/{path}").status == 200


def test_readers_may_ask(port):
    assert send(port, "POST", "/readers/gradio_api/queue/join").status == 200


# -- lengths ---------------------------------------------------------------------------------------------------


def chunks(length, size=100_000):
    for start in range(0, length, size):
        yield b"x" * min(size, length - start)


def test_body_up_to_the_limit_is_taken(port):
    body = b"x" * guarding.BODY_LIMIT
    assert json.loads(send(port, "POST", "/limited", body=body).body)["length"] == guarding.BODY_LIMIT


def test_streamed_body_up_to_the_limit_is_taken(port):
    answer = send(port, "POST", "/limited", body=chunks(guarding.BODY_LIMIT), encode_chunked=True)
    assert json.loads(answer.body)["length"] == guarding.BODY_LIMIT


def test_body_that_says_it_is_too_long_is_refused_before_it_is_sent(port):
    answer = send(port, "POST", "/limited", {"Content-Length": str(guarding.BODY_LIMIT + 1)})
    assert answer.status == 413
    assert answer.body == "This request is too long: at most 1 MB are taken."


def test_streamed_body_that_grows_too_long_is_refused(port):
    body = chunks(guarding.BODY_LIMIT + 1)
    answer = send(port, "POST", "/limited", {"Transfer-Encoding": "chunked"}, body, encode_chunked=True)
    assert answer.status == 413
    assert answer.headers["connection"] == "close"


def test_upload_may_be_longer(port):
    body = b"x" * (guarding.BODY_LIMIT + 1)
    assert send(port, "POST", "/limited/gradio_api/upload", body=body).status == 200
    too_long = {"Content-Length": str(guarding.UPLOAD_LIMIT + 1)}
    assert send(port, "POST", "/limited/gradio_api/upload", too_long).status == 413


# -- headers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ],
)
def test_every_response_limits_what_the_browser_does(port, name, value):
    assert send(port, "GET", "/headed").headers[name] == value


def test_page_loads_nothing_from_elsewhere_and_stands_in_no_other_page(port):
    policy = send(port, "GET", "/headed").headers["content-security-policy"]
    told = {kind: sources for kind, *sources in map(str.split, policy.split("; "))}
    assert told["default-src"] == told["base-uri"] == told["form-action"] == ["'self'"]
    assert told["object-src"] == told["frame-src"] == told["frame-ancestors"] == ["'none'"]
    assert told["script-src"] == ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    within = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert {source for sources in told.values() for source in sources} <= within


def test_file_that_somebody_uploaded_runs_nothing(port):
    policy = send(port, "GET", "/headed/gradio_api/file=/tmp/x.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("; sandbox")
