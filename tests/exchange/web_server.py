"""A real web server on the loopback address, to fetch from."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
"""What an operator must allow before a test can fetch from this machine."""
Route = Callable[[BaseHTTPRequestHandler], None]


class WebServer:
    """`routes` says what lies where: bytes, or a function that answers by itself; `asked` keeps what was asked."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.routes: dict[str, bytes | Route] = {}
        self.types: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def put(self, path: str, body: bytes | Route, media_type: str = "application/octet-stream") -> str:
        """Have something lie at a path; returns its address."""
        self.routes[path], self.types[path] = body, media_type
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]


@contextmanager
def web_server() -> Iterator[WebServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, dict(self.headers)))
            body = known.routes.get(self.path)
            if callable(body):
                body(self)
            elif body is None:
                answer(self, status=404)
            else:
                answer(self, body, **{"Content-Type": known.types[self.path], "ETag": f'"{len(body)}"'})

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """Whoever fetches hangs up in the middle, as it should."""

    with Server(("127.0.0.1", 0), Handler) as server:
        known = WebServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()


def answer(handler: BaseHTTPRequestHandler, body: bytes = b"", *, status: int = 200, **headers: str) -> None:
    """Answer a request."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def redirect(to: str) -> Route:
    """Send whoever asks elsewhere."""
    return lambda handler: answer(handler, status=302, Location=to)
