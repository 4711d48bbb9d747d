"""Fetching an address that somebody else wrote down, so that it does no harm.

* Only public addresses are connected to: the check looks at the very address that the socket then goes to, for every
  redirect anew, so that no name can be swapped in between (SSRF, OWASP; address blocks: IANA special-purpose registry,
  RFC 6890). What an operator names as `networks` is reached besides, there also without TLS.
* Certificates are verified. Nothing is read beyond `most` bytes, and nothing goes on beyond `seconds`.
* The machine's own settings for proxies and passwords (`.netrc`) are left aside.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.feed.model import is_web_address, joined
from rathaus.exchange.package.language import sentence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IP = ipaddress.IPv4Address | ipaddress.IPv6Address

SECONDS = 60.0
MOST_REDIRECTS = 3
_CONNECT, _SILENCE = 5.0, 15.0
"""Seconds to wait for a connection, and for the next bytes."""
_PIECE = 65536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64 (RFC 6052): the last four bytes are an IPv4 address
_GIVEN_OUT = ipaddress.ip_network(
    "2000::/3"
)  # all IPv6 of the internet (RFC 4291, section 2.4); IANA gave out no other
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")  # RFC 6890, RFC 7526, RFC 9637
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214, section 6.1: what follows is an IPv4 address
_HEADERS = {
    "User-Agent": "Rathaus (https; feed)",
    "Accept": "application/atom+xml, application/feed+json, text/html;q=0.5, */*;q=0.1",
    "Accept-Encoding": "identity",  # nothing that grows while it is unpacked
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. `body` is None where nothing has changed since `etag` or `modified`; `address` after redirects."""

    address: str
    body: bytes | None
    media_type: str
    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the server said of its last answer, to be asked whether that still holds."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """As a request says it (RFC 9110, section 13.1)."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


def fetch(
    address: str,
    *,
    most: int,
    networks: Sequence[Network] = (),
    known: Known | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """What lies at an address, at most `most` bytes. Raises :class:`FeedError` with one sentence."""
    ends_at = time.monotonic() + seconds
    with _Connections(networks) as connections, _Session() as session, _until(ends_at, connections):
        session.trust_env = False
        session.mount("https://", _Adapter(connections))
        session.mount("http://", _Adapter(connections))
        try:
            return _follow(session, address, most, (known or Known()).headers(), ends_at)
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise _said(error, urlsplit(address).hostname or "", late=time.monotonic() >= ends_at) from error


def _follow(session: requests.Session, address: str, most: int, headers: dict[str, str], ends_at: float) -> Answer:
    for _hop in range(MOST_REDIRECTS + 1):
        if not is_web_address(address):
            raise FeedError(
                sentence("„{address}“ ist keine Adresse, wie sie im Browser steht (https://…).", address=address[:100])
            )
        with session.get(
            address,
            headers=_HEADERS | headers,
            timeout=(_CONNECT, _SILENCE),
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code not in _REDIRECTS:
                return _answer(response, address, most, ends_at)
            address = joined(address, response.headers.get("Location", ""))
    raise FeedError(sentence("Die Adresse leitet mehr als {most}-mal weiter.", most=MOST_REDIRECTS))


def _answer(response: requests.Response, address: str, most: int, ends_at: float) -> Answer:
    headers, host = response.headers, urlsplit(address).hostname or ""
    body = None
    if response.status_code != http.client.NOT_MODIFIED:
        if response.status_code != http.client.OK:
            raise FeedError(_refusal(response.status_code, host))
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            raise FeedError(sentence("„{host}“ schickt komprimierte Daten, um die nicht gebeten wurde.", host=host))
        body = _body(response, host, most, ends_at)
    media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    etag, modified = _mark(headers.get("ETag", ""), 200), _mark(headers.get("Last-Modified", ""), 60)
    return Answer(address, body, media_type, etag, modified)


def _mark(said: str, longest: int) -> str:
    """What a server calls its answer, to be kept and sent back; nothing where it cannot be."""
    return said if len(said) <= longest and said.isprintable() else ""


def _body(response: requests.Response, host: str, most: int, ends_at: float) -> bytes:
    said = response.headers.get("Content-Length", "")
    found = bytearray()
    too_much = said.isdecimal() and int(said[:20]) > most
    while not too_much and (piece := response.raw.read1(_PIECE)):
        found += piece
        too_much = len(found) > most
        if time.monotonic() >= ends_at:
            break
    if time.monotonic() >= ends_at:  # the connection may have been cut, which looks like an end
        raise TimeoutError
    if too_much:
        raise FeedError(
            sentence(
                "„{host}“ schickt mehr als {most} MB; das Abrufen wurde abgebrochen.",
                host=host,
                most=max(1, most // 1_000_000),
            )
        )
    if said.isdecimal() and len(found) != int(said[:20]):
        raise ConnectionResetError
    return bytes(found)


def _refusal(status: int, host: str) -> Any:
    if status in {http.client.NOT_FOUND, http.client.GONE}:
        return sentence("„{host}“ kennt diese Adresse nicht (mehr) (Antwort {status}).", host=host, status=status)
    return sentence("„{host}“ antwortet mit einem Fehler (Antwort {status}).", host=host, status=status)


# Where a connection may go -------------------------------------------------------------------------------------------


class _Connections:
    """The connections of one fetch: where they may go, and how all of them end at once."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = networks
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> _Connections:
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self._handles:
            handle.close()

    def open(self, host: str, port: int, timeout: float, *, plain: bool) -> socket.socket:
        """Connect to the first address of a host that answers, if all of them are allowed."""
        addresses = _resolve(host, port)
        for ip in addresses:
            self._check(host, ip, plain=plain)
        failed: OSError = OSError("no address")
        for ip in addresses:
            try:
                made = socket.create_connection((str(ip), port), timeout)
            except OSError as error:
                failed = error
            else:
                self._keep(made)
                return made
        raise failed

    def end(self) -> None:
        """Cut all connections, now."""
        with self._lock:
            self._closed = True
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def _check(self, host: str, ip: IP, *, plain: bool) -> None:
        if any(ip.version == network.version and ip in network for network in self.networks):
            return
        if not is_public(ip):
            raise FeedError(
                sentence(
                    "„{host}“ liegt in einem internen Netz. Von dort wird nur abgerufen, was der Betrieb dieses "
                    "Rathauses erlaubt hat.",
                    host=host,
                )
            )
        if plain:
            raise FeedError(sentence("„{host}“ wird ohne Verschlüsselung angesprochen; nötig ist https://.", host=host))

    def _keep(self, made: socket.socket) -> None:
        """A second handle: the first one is swallowed by TLS."""
        with self._lock:
            if self._closed:
                made.close()
                raise TimeoutError
            self._handles.append(socket.socket(fileno=os.dup(made.fileno())))


def is_public(ip: IP) -> bool:
    """Whether an address belongs to the internet, and not to this machine, its networks or a special purpose."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and (ip in _TRANSLATED or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip not in _GIVEN_OUT:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _SPECIAL)


def _resolve(host: str, port: int) -> list[IP]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise FeedError(sentence("Einen Rechner mit dem Namen „{host}“ gibt es nicht.", host=host)) from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


class _Plain(HTTPConnection):
    """A connection without TLS: only into networks that the operator named."""

    def __init__(self, *args: Any, connections: _Connections, **options: Any) -> None:
        super().__init__(*args, **options)
        self._connections = connections

    def _new_conn(self) -> socket.socket:
        return self._connections.open(self._dns_host, self.port or 80, _CONNECT, plain=True)


class _Secure(HTTPSConnection):
    """A connection with TLS; the name stays the one that the certificate must be for."""

    def __init__(self, *args: Any, connections: _Connections, **options: Any) -> None:
        super().__init__(*args, **options)
        self._connections = connections

    def _new_conn(self) -> socket.socket:
        return self._connections.open(self._dns_host, self.port or 443, _CONNECT, plain=False)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Session(requests.Session):
    """Leaves redirects to us: even when told not to follow them, requests would read their whole body, however long."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class _Adapter(HTTPAdapter):
    """Requests' way to the pools above."""

    def __init__(self, connections: _Connections) -> None:
        self._connections = connections
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_PlainPool, connections=self._connections),
            "https": partial(_SecurePool, connections=self._connections),
        }


@contextmanager
def _until(ends_at: float, connections: _Connections) -> Iterator[None]:
    """End every connection at that time, whatever it waits for: a server may send a byte now and then for ever."""
    timer = threading.Timer(max(0.0, ends_at - time.monotonic()), connections.end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _said(error: Exception, host: str, *, late: bool) -> FeedError:
    """The sentence for what went wrong on the way."""
    if late:
        return FeedError(sentence("„{host}“ antwortet zu langsam; das Abrufen wurde abgebrochen.", host=host))
    if isinstance(error, requests.exceptions.SSLError):
        return FeedError(sentence("Das Zertifikat von „{host}“ ist nicht gültig.", host=host))
    return FeedError(sentence("„{host}“ antwortet nicht.", host=host))
