"""Fetching: what comes, and everything that is not fetched, from a real server."""

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.feed.fetching import Known, fetch, is_public
from tests.exchange.web_server import LOOPBACK, answer, redirect, web_server

MOST = 1_000_000


@pytest.fixture(scope="module")
def served():
    with web_server() as server:
        yield server


def refused(address: str, **options) -> str:
    """The sentence with which an address is refused."""
    with pytest.raises(FeedError) as error:
        fetch(address, **{"most": MOST, "networks": LOOPBACK} | options)
    return str(error.value)


def test_what_lies_at_an_address_comes_with_its_type_and_marks(served):
    address = served.put("/feed", b"<feed/>", "application/atom+xml; charset=utf-8")
    came = fetch(address, most=MOST, networks=LOOPBACK)
    assert (came.address, came.body, came.media_type, came.etag) == (
        address, b"<feed/>", "application/atom+xml", '"7"',
    )  # fmt: skip


def test_unchanged_is_said_and_not_sent_again(served):
    def unchanged(handler):
        answer(handler, b"", status=304 if handler.headers["If-None-Match"] == '"a"' else 200)

    came = fetch(served.put("/same", unchanged), most=MOST, networks=LOOPBACK, known=Known(etag='"a"'))
    assert came.body is None


def test_redirect_is_followed_and_its_end_named(served):
    end = served.put("/end", b"here")
    assert fetch(served.put("/moved", redirect("/end")), most=MOST, networks=LOOPBACK).address == end


def test_redirects_come_to_an_end(served):
    assert refused(served.put("/circle", redirect("/circle"))) == "Die Adresse leitet mehr als 3-mal weiter."


def test_redirect_with_an_endless_body_is_followed_unread(served):
    def endless(handler):
        handler.send_response(302)
        handler.send_header("Location", "/end")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    served.put("/end", b"here")
    address = served.put("/endless-redirect", endless)
    assert fetch(address, most=MOST, networks=LOOPBACK, seconds=5).body == b"here"


def test_redirect_to_no_address_is_told(served):
    assert refused(served.put("/nowhere", redirect("http://["))) == (
        "„“ ist keine Adresse, wie sie im Browser steht (https://…)."
    )


INTERNAL = (
    "„{}“ liegt in einem internen Netz. Von dort wird nur abgerufen, was der Betrieb dieses Rathauses erlaubt hat."
)


def test_nothing_internal_is_asked_unless_the_operator_allows_it(served):
    address = served.put("/secret", b"secret")
    served.asked.clear()
    assert refused(address, networks=()) == INTERNAL.format("127.0.0.1")
    name = address.replace("127.0.0.1", "localhost")
    assert refused(name, networks=()) == INTERNAL.format("localhost")
    assert served.asked == []


def test_redirect_to_an_internal_address_is_not_followed(served):
    """The server itself is allowed; where it sends us is not."""
    other = "http://127.0.0.2:1/admin"
    allowed = (ipaddress.ip_network("127.0.0.1/32"),)
    assert refused(served.put("/out", redirect(other)), networks=allowed) == INTERNAL.format("127.0.0.2")


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.5.4", "192.168.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:0a00:0001::", "::127.0.0.1", "fec0::1", "::ffff:0:7f00:1",
        "64:ff9b:1::7f00:1", "2001:470:1:1:0:5efe:7f00:1", "2001:0:7f00:1::", "3fff::1", "5f00::1", "192.0.0.8",
        "192.88.99.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_special_addresses_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(ipaddress.ip_address(address))


def test_without_tls_nothing_public_is_asked():
    assert refused("http://192.88.99.5/", networks=()) in {
        "„192.88.99.5“ wird ohne Verschlüsselung angesprochen; nötig ist https://.",
        INTERNAL.format("192.88.99.5"),
    }
    assert refused("http://8.8.8.8/") == "„8.8.8.8“ wird ohne Verschlüsselung angesprochen; nötig ist https://."


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "file:///etc/passwd", "https://", "https://u:p@a.example/", "x"]
)
def test_only_addresses_of_the_web_are_asked(address):
    assert refused(address) == f"„{address}“ ist keine Adresse, wie sie im Browser steht (https://…)."


def test_endless_stream_is_cut_off(served):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    sentence = "„127.0.0.1“ schickt mehr als 1 MB; das Abrufen wurde abgebrochen."
    assert refused(served.put("/endless", endless)) == sentence
    huge = served.put("/huge", lambda handler: (handler.send_response(200), handler.send_header(
        "Content-Length", "999999999999"), handler.end_headers()))  # fmt: skip
    assert refused(huge) == sentence


def test_drop_by_drop_is_cut_off_too(served):
    """Each byte comes well before the silence is too long; the whole would never end."""
    gone = threading.Event()

    def dripping(handler):
        try:
            while not gone.is_set():
                handler.wfile.write(b"H")
                gone.wait(0.02)
        except OSError:
            gone.set()

    sentence = "„127.0.0.1“ antwortet zu langsam; das Abrufen wurde abgebrochen."
    assert refused(served.put("/drip", dripping), seconds=0.3) == sentence
    assert gone.wait(60)


def test_cut_off_answer_is_noticed(served):
    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"x")

    assert refused(served.put("/short", short)) == "„127.0.0.1“ antwortet nicht."


def test_packed_answer_is_refused(served):
    address = served.put("/packed", lambda handler: answer(handler, b"x", **{"Content-Encoding": "gzip"}))
    assert refused(address) == "„127.0.0.1“ schickt komprimierte Daten, um die nicht gebeten wurde."


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "„127.0.0.1“ kennt diese Adresse nicht (mehr) (Antwort 404)."),
        (410, "„127.0.0.1“ kennt diese Adresse nicht (mehr) (Antwort 410)."),
        (503, "„127.0.0.1“ antwortet mit einem Fehler (Antwort 503)."),
    ],
)
def test_refusal_of_the_server_is_said(served, status, sentence):
    assert refused(served.put(f"/{status}", lambda handler: answer(handler, status=status))) == sentence


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/") == "„127.0.0.1“ antwortet nicht."
    assert (
        refused("https://gibt-es-nicht.invalid/")
        == "Einen Rechner mit dem Namen „gibt-es-nicht.invalid“ gibt es nicht."
    )
    label = "a" * 64
    assert refused(f"https://{label}.example/") == f"Einen Rechner mit dem Namen „{label}.example“ gibt es nicht."


def test_certificate_of_nobody_known_is_refused(tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=shake_hands, args=(listener, context))
        thread.start()
        sentence = refused(f"https://localhost:{listener.getsockname()[1]}/", networks=LOOPBACK)
        thread.join()
    assert sentence == "Das Zertifikat von „localhost“ ist nicht gültig."


def shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    taken, _ = listener.accept()
    with taken, contextlib.suppress(OSError):
        context.wrap_socket(taken, server_side=True).close()


def own_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


def test_machine_settings_for_proxies_are_left_aside(served, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetch(served.put("/direct", b"x"), most=MOST, networks=LOOPBACK).body == b"x"
