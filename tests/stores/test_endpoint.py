"""What is sent to a server and what is believed of its answers; servers of one handler each."""

from __future__ import annotations

import base64
import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from graph.endpoint import Credentials, Endpoint, credentials
from graph.errors import RemoteFailed, RemoteRefused
from graph.remote import RemoteStore
from keifu.errors import UsageError
from keifu.stores import asked, target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
SECRET = Credentials("operator", "open sesame")


class Handler(BaseHTTPRequestHandler):
    """Answers by the function of its server and keeps what it was sent."""

    def do_GET(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(self)
        with contextlib.suppress(OSError):
            self.server.answer(self)

    do_POST = do_PUT = do_GET  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reply(self, status: int = 200, body: bytes = EMPTY, **headers: str) -> None:
        self.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": JSON, "Content-Length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = False
    seen: list[Handler]
    answer: Callable[[Handler], None]


@contextlib.contextmanager
def serving(answer: Callable[[Handler], None]) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.seen, server.answer = [], answer
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/sparql"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_the_other_server_sees_nothing(status: int) -> None:
    with serving(lambda one: one.reply()) as other:
        with serving(lambda one: one.reply(status, b"", Location=url(other))) as server:
            endpoint = Endpoint(url(server), credentials=SECRET)
            with pytest.raises(RemoteFailed, match=str(status)):
                endpoint.query("SELECT ?s { ?s ?p ?o }", JSON)
            with pytest.raises(RemoteFailed, match=str(status)):
                endpoint.update("DROP ALL")
        assert other.seen == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http:///x", "sparql", "data:,x"]
)
def test_only_http_addresses_are_opened(address: str) -> None:
    with pytest.raises(RemoteFailed):
        Endpoint(address).query("ASK {}", JSON)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(RemoteFailed) as raised:
        Endpoint("http://operator:sesame@127.0.0.1:1/sparql").query("ASK {}", JSON)
    assert "sesame" not in str(raised.value)
    assert Endpoint("http://operator:sesame@host/sparql?key=sesame").shown == "http://host/sparql"


def basic(one: Handler) -> None:
    expected = base64.b64encode(b"operator:open sesame").decode()
    if one.headers.get("Authorization") == f"Basic {expected}":
        one.reply()
    else:
        one.reply(401, b"who?", WWW_Authenticate='Basic realm="x"')


def test_a_password_is_sent_only_when_it_is_asked_for() -> None:
    with serving(lambda one: one.reply()) as server:
        Endpoint(url(server), credentials=SECRET).query("ASK {}", JSON)
        assert [one.headers.get("Authorization") for one in server.seen] == [None]
    with serving(basic) as server:
        assert Endpoint(url(server), credentials=SECRET).query("ASK {}", JSON) == EMPTY
        assert len(server.seen) == 2


def test_a_wrong_password_is_an_error_that_does_not_repeat_it() -> None:
    for known in (None, Credentials("operator", "wrong word")):
        with serving(basic) as server, pytest.raises(RemoteFailed, match="KEIFU_STORE_PASSWORD") as raised:
            Endpoint(url(server), credentials=known).query("ASK {}", JSON)
        assert "wrong word" not in f"{raised.value!r} {raised.value.__cause__!r} {known!r}"


def drip(one: Handler) -> None:
    one.send_response(200)
    one.send_header("Content-Type", JSON)
    one.end_headers()
    for _ in range(100):
        one.wfile.write(b" ")
        time.sleep(0.02)


def test_the_time_limit_is_that_of_the_whole_answer() -> None:
    begun = time.monotonic()
    with serving(drip) as server, pytest.raises(RemoteFailed, match="within"):
        Endpoint(url(server), timeout_seconds=0.3).query("ASK {}", JSON)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda one: one.reply(206), "206"),
        (lambda one: one.reply(X_SPARQL_MaxRows="10000"), "cut its answer at 10000 rows"),
        (lambda one: one.reply(X_SQL_State="S1TAT"), "in part"),
        (lambda one: one.reply(Content_Length="500"), "promised 500 bytes"),
        (lambda one: one.reply(200, EMPTY[:-3]), "breaks off"),
        (lambda one: one.reply(500, b"\x1b[31mpanic\r\nsecond line"), "500"),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error(answer: Callable[[Handler], None], words: str) -> None:
    with serving(answer) as server, pytest.raises(RemoteFailed, match=words) as raised:
        RemoteStore(Endpoint(url(server), timeout_seconds=5)).select("SELECT ?s { ?s ?p ?o }")
    assert not {"\x1b", "\r", "\n"} & set(str(raised.value))


def rows(number: int) -> bytes:
    one = b'{"s":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"%d"}}'
    return b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}' % b",".join(one % n for n in range(number))


def counting(total: int) -> Callable[[Handler], None]:
    def answer(one: Handler) -> None:
        one.reply(200, _count(total) if "COUNT" in one.path else rows(200))

    return answer


def _count(total: int) -> bytes:
    return b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"%d"}}]}}' % total


def test_a_round_number_of_rows_is_counted_once_more() -> None:
    query = "PREFIX x: <urn:x> SELECT ?s { ?s ?p ?o } # end"
    with serving(counting(200)) as server:
        assert len(RemoteStore(Endpoint(url(server))).select(query).rows) == 200
        assert len(server.seen) == 2
    with serving(counting(731)) as server, pytest.raises(RemoteFailed, match="cut its answer at 200 rows"):
        RemoteStore(Endpoint(url(server))).select(query)


def test_a_yes_in_the_table_of_virtuoso_is_a_yes() -> None:
    yes = rows(2).replace(b'"s"', b'"__ASK_RETVAL"')
    no = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}'
    for body, expected in ((yes, True), (no, False)):
        with serving(lambda one, body=body: one.reply(200, body)) as server:
            assert RemoteStore(Endpoint(url(server))).ask("ASK { ?s ?p ?o }") is expected


def test_a_word_that_looks_like_an_update_is_still_a_query() -> None:
    with serving(lambda one: one.reply()) as server:
        RemoteStore(Endpoint(url(server))).select("PREFIX a: <urn:#INSERT> SELECT ?s { ?s a:DELETE 'LOAD' }")
        assert "query=" in server.seen[0].path


def test_a_refusal_tells_what_the_server_said() -> None:
    with (
        serving(lambda one: one.reply(400, "だめ".encode())) as server,
        pytest.raises(RemoteRefused) as raised,
    ):
        Endpoint(url(server)).update("DROP ALL")
    assert raised.value.reason == "だめ"


def test_user_and_password_come_from_the_environment_alone() -> None:
    environment = {"KEIFU_STORE_USER": "operator", "KEIFU_STORE_PASSWORD": "open sesame"}
    assert credentials(environment) == SECRET
    assert credentials({"KEIFU_STORE_USER": "operator"}) is None
    assert asked("http://host/query", environment).credentials == SECRET
    assert "sesame" not in repr(asked("http://host/query", environment))


def test_the_addresses_of_a_push_follow_from_the_place_of_queries() -> None:
    found = target("http://host/ds/query", "", "", {})
    assert (found.update.url, found.graphs) == (
        "http://host/ds/update",
        Endpoint("http://host/ds/store", 600),
    )
    found = target("http://host/sparql", "", "", {})
    assert (found.update.url, found.graphs) == ("http://host/sparql", None)
    found = target("http://host/sparql", "http://host/u", "http://host/g", {"KEIFU_STORE_TIMEOUT": "7"})
    assert (found.update.url, found.graphs and found.graphs.url) == ("http://host/u", "http://host/g")
    assert found.query.timeout_seconds == 7


@pytest.mark.parametrize("given", ["soon", "0", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(UsageError):
        asked("http://host/query", {"KEIFU_STORE_TIMEOUT": given})
