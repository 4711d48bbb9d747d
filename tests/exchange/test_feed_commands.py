"""``rathaus feed``: following other towns at the command line."""

import json

import pytest

from rathaus import cli
from rathaus.exchange.models import Copy, Subscription
from rathaus.exchange.package import fingerprint
from rathaus.exchange.package.signing import public_of
from tests.exchange.making import KEY, PACKAGE, foreign
from tests.exchange.web_server import LOOPBACK

FINGERPRINT = fingerprint(public_of(KEY))


@pytest.fixture
def call(capsys):
    def call(*arguments):
        code = cli.main(["feed", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_who_answers_is_shown_and_followed_only_with_the_fingerprint(call, neighbour):
    code, out, _ = call("subscribe", neighbour.page)
    assert (code, Subscription.objects.count()) == (1, 0)
    assert out.splitlines() == [
        f"Beispielstadt ({neighbour.page}feed.atom) bietet an: Zaun streichen",
        f"Vergleichen Sie am Telefon, und rufen Sie dann auf mit: --key {FINGERPRINT}",
    ]
    wrong = call("subscribe", neighbour.page, "--key", "0" * 64)
    assert wrong == (2, "", f"rathaus feed: Beispielstadt nennt einen anderen Fingerabdruck: {FINGERPRINT}\n")
    code, out, _ = call("subscribe", neighbour.page, "--key", FINGERPRINT.upper(), "--json")
    assert (code, json.loads(out)["followed"]) == (0, True)


def test_what_is_new_is_fetched_and_listed_and_nothing_installed(call, neighbour):
    call("subscribe", neighbour.page, "--key", FINGERPRINT)
    assert call("fetch")[:2] == (
        0, f"Beispielstadt: {neighbour.page}feed.atom\n  „Zaun streichen“, Fassung 1: geprüft, neu\n",
    )  # fmt: skip
    ((town),) = json.loads(call("list", "--json")[1])
    assert (town["key"], town["packages"][0]["state"], Copy.objects.count()) == (FINGERPRINT, "new", 0)


def test_what_came_is_saved_as_a_file_once(call, neighbour, tmp_path):
    call("subscribe", neighbour.page, "--key", FINGERPRINT)
    file = tmp_path / "neu.rathaus"
    assert call("save", PACKAGE, str(file)) == (2, "", "rathaus feed: Von diesem Paket ist noch nichts da.\n")
    call("fetch")
    assert call("save", PACKAGE, str(file))[:2] == (0, f"{file}: „Zaun streichen“, Fassung 1\n")
    assert file.read_bytes() == foreign(neighbour.files)
    assert call("save", PACKAGE, str(file))[2] == f"rathaus feed: {file}: Die Datei gibt es schon.\n"


def test_what_is_refused_is_a_finding(call, neighbour):
    neighbour.offer(2, served=b"x")
    neighbour.tell()
    call("subscribe", neighbour.page, "--key", FINGERPRINT)
    code, out, _ = call("fetch")
    assert (code, "Fassung 2: abgelehnt: Was ankam, ist nicht, was der Feed nennt" in out) == (1, True)


def test_address_where_nobody_answers_is_unusable(call, scoped, settings):
    settings.RATHAUS_FEED_NETWORKS = LOOPBACK
    code, _, err = call("subscribe", "http://127.0.0.1:1/")
    assert (code, err) == (2, "rathaus feed: „127.0.0.1“ antwortet nicht.\n")
