"""The feed as Atom and as JSON: what is written is read again, and whatever cannot be right is refused."""

import datetime as dt
import json
from dataclasses import replace
from random import Random

import pytest
from lxml import etree

from rathaus.exchange import feed
from rathaus.exchange.feed import Entry, Feed, FeedError, atom, json_feed
from rathaus.exchange.feed.model import MOST_ENTRIES, Report
from rathaus.exchange.feed.reading import feeds_of, is_page
from rathaus.exchange.package import Kind
from rathaus.questionnaire.language import say

AT = "https://linden.example/austausch/feed"
DAY = dt.datetime(2026, 11, 27, 10, 0, tzinfo=dt.UTC)
ENTRY = Entry(
    package="5b0c0a3e-6c1f-4a9b-9d55-9b1f0c8f2a11",
    version=3,
    kind=Kind.SERVICE,
    name="Hundesteuer <anmelden> & mehr",
    summary="Mit Ermäßigung",
    licence="EUPL-1.2",
    hash="a" * 64,
    page="https://linden.example/austausch/pakete/5b0c/3/",
    file="https://linden.example/austausch/pakete/5b0c/3/hund.rathaus",
    sha256="b" * 64,
    size=1234,
    updated=DAY,
)
FEED = Feed(
    id="urn:uuid:0b0c0a3e-6c1f-4a9b-9d55-9b1f0c8f2a11",
    town="Stadt Linden",
    ars="059990000999",
    key="c" * 64,
    home="https://linden.example/austausch/",
    updated=ENTRY.updated,
    entries=(ENTRY, replace(ENTRY, version=2, summary="")),
    reports=(
        Report("Hundesteuer & <mehr>", "https://linden.example/austausch/erfahrungen/hund/", DAY, ENTRY.package, 3),
        Report("Schulen ans Netz", "https://linden.example/austausch/erfahrungen/netz/", DAY),
    ),
)
FORMS = {
    "atom": lambda told: atom.write(told, address=AT),
    "json": lambda told: json_feed.write(told, address=AT),
}
forms = pytest.mark.parametrize("write", FORMS.values(), ids=FORMS)


def refused(data: bytes) -> str:
    with pytest.raises(FeedError) as error:
        feed.read(data, address=AT)
    return str(error.value)


@forms
def test_what_is_written_is_read_again(write):
    assert feed.read(write(FEED), address=AT) == FEED
    empty = replace(FEED, entries=(), ars="", reports=())
    assert feed.read(write(empty), address=AT) == empty


@forms
@pytest.mark.parametrize(
    "values", [{"title": ""}, {"title": "a\u202eb"}, {"page": "javascript:x"}, {"package": "x"}, {"version": -1}]
)
def test_a_report_that_cannot_be_right_is_refused(write, values):
    told = replace(FEED, reports=(replace(FEED.reports[0], **values),))
    assert refused(write(told)).startswith("Der Feed ist nicht in Ordnung: ")


def test_atom_has_what_the_standard_demands():
    """RFC 4287, sections 4.1.1 and 4.1.2: exactly one id, title, updated; an author; a link to itself; enclosures."""
    root = etree.fromstring(FORMS["atom"](FEED))
    spaces = {"a": atom.SPACE, "r": atom.OWN}

    def texts(path: str) -> list[str]:
        return [str(found) for found in root.xpath(path, namespaces=spaces)]

    assert texts("a:id/text()") == [FEED.id]
    assert (texts("a:title/text()"), texts("a:author/a:name/text()")) == (["Stadt Linden"], ["Stadt Linden"])
    assert texts("a:updated/text()") == ["2026-11-27T10:00:00+00:00"]
    assert texts("a:link[@rel='self']/@href") == [AT]
    assert texts("a:entry[1]/a:id/text()") == [ENTRY.id]
    assert texts("a:entry[1]/a:link[@rel='enclosure']/@length") == ["1234"]
    assert texts("a:entry[1]/a:link[@rel='enclosure']/@r:sha256") == ["b" * 64]
    assert len({entry.id for entry in FEED.entries}) == 2


def test_json_has_what_the_standard_demands():
    """JSON Feed 1.1: version, title, items with id; what is ours begins with an underscore."""
    values = json.loads(FORMS["json"](FEED))
    assert (values["version"], values["feed_url"]) == ("https://jsonfeed.org/version/1.1", AT)
    assert values["items"][0]["id"] == ENTRY.id
    assert values["items"][0]["attachments"] == [
        {"url": ENTRY.file, "mime_type": "application/zip", "size_in_bytes": 1234}
    ]
    ours = {"version", "title", "home_page_url", "feed_url", "language", "authors", "items"}
    assert values.keys() - ours == {"_rathaus"}


@forms
@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "0" * 63},
        {"key": "Z" * 64},
        {"ars": "12"},
        {"town": ""},
        {"town": "x" * 1001},
        {"entries": (replace(ENTRY, hash="x"),)},
        {"entries": (replace(ENTRY, sha256=""),)},
        {"entries": (replace(ENTRY, version=0),)},
        {"entries": (replace(ENTRY, version=10**10),)},
        {"entries": (replace(ENTRY, size=0),)},
        {"entries": (replace(ENTRY, name=""),)},
        {"entries": (replace(ENTRY, name="a\u202eb"),)},
        {"entries": (replace(ENTRY, file="file:///etc/passwd"),)},
        {"entries": (replace(ENTRY, page="https://a:b@c.example/"),)},
        {"entries": (ENTRY, ENTRY)},
        {"home": "javascript:alert(1)"},
        {"town": "Beispielst\u0430dt"},
        {"updated": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))},
    ],
    ids=str,
)
def test_value_that_cannot_be_right_is_refused(write, wrong):
    data = write(replace(FEED, **wrong))
    assert refused(data).startswith("Der Feed ist nicht in Ordnung: ")


@pytest.mark.parametrize("before", [b"urn:uuid:", b"2026-11-27T10:00:00+00:00", b'kind="service"', b'length="1234"'])
def test_atom_with_a_broken_value_is_refused(before):
    data = FORMS["atom"](replace(FEED, entries=(ENTRY,)))
    broken = data.replace(
        before, before.replace(b"service", b"virus").replace(b"1234", b"-1").replace(b"2026-11", b"20")
    )
    broken = broken.replace(b"urn:uuid:0b0c", b"urn:uuid:\x01")
    assert refused(broken)[:9] == "Der Feed "


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Der Feed ist kein vollständiges XML (Zeile 1)."),
        (b"<feed", "Der Feed ist kein vollständiges XML (Zeile 1)."),
        (b"<html/>", "Unter dieser Adresse liegt XML, aber kein Feed."),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><updated>2026-01-01T00:00:00Z</updated></feed>',
         "Das ist ein Feed, aber nicht der eines Rathauses: Er nennt keinen Schlüssel."),
        (b"{", "Der Feed ist kein vollständiges JSON."),
        (b"[" * 100_000, "Der Feed ist kein vollständiges XML (Zeile 1)."),
        (b'{"a":' * 100_000, "Der Feed ist kein vollständiges JSON."),
        (b"{}", "Unter dieser Adresse liegt JSON, aber kein Feed."),
        (b'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}',
         "Das ist ein Feed, aber nicht der eines Rathauses: Er nennt keinen Schlüssel."),
        (b'{"version":"https://jsonfeed.org/version/1.1","items":7}',
         "Der Feed ist nicht in Ordnung: items fehlt oder ist unlesbar."),
        (b'{"version":"https://jsonfeed.org/version/1.1","items":[7],"_rathaus":{"updated":"2026-01-01T00:00:00Z"}}',
         "Der Feed ist nicht in Ordnung: items fehlt oder ist unlesbar."),
    ],
)  # fmt: skip
def test_what_is_no_feed_of_a_rathaus_is_refused(data, sentence):
    assert refused(data) == sentence


DOCTYPE = "Der Feed enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen."


def test_doctype_is_refused_in_any_encoding():
    bomb = (
        '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>'
    )
    assert refused(bomb.encode()) == DOCTYPE
    assert refused(bomb.encode("utf-16")) == DOCTYPE


def test_more_entries_than_anybody_offers_are_refused():
    many = tuple(replace(ENTRY, version=number + 1) for number in range(MOST_ENTRIES + 1))
    assert refused(FORMS["atom"](replace(FEED, entries=many))).startswith("Der Feed ist nicht in Ordnung")


def test_whatever_is_changed_is_read_or_refused_with_a_sentence():
    """Bytes changed, cut out, doubled or put in by chance never bring anything but a feed or a `FeedError`."""
    put = (
        b"null",
        b"[]",
        b"{}",
        b"-1",
        b"1e999",
        b"<!--",
        b"&#0;",
        b"\\ud800",
        b"\xff",
        b"NaN",
        b'"',
        b"9" * 5000,
        b"[",
    )
    told = refusals = 0
    for seed in range(1000):
        random = Random(seed)
        data = bytearray(FORMS["atom" if seed % 2 else "json"](FEED))
        for _ in range(random.randint(1, 3)):
            at = random.randrange(len(data))
            piece = random.choice((*put, bytes([random.randrange(256)]), data[at : at + 30]))
            data[at : at + random.choice((0, 1, 1, 20))] = piece
        try:
            feed.read(bytes(data), address=AT)
            told += 1
        except FeedError:
            refusals += 1
        feeds_of(bytes(data), address=AT)
    assert (told > 50, refusals > 500) == (True, True)


def test_sentences_know_their_english():
    with pytest.raises(FeedError) as error:
        feed.read(b"{", address=AT)
    assert say(error.value.sentence, "en") == "The feed is not complete JSON."


def test_page_names_its_feeds():
    page = b"""<!doctype html><html><head><title>x</title>
      <link rel="alternate" type="application/feed+json" href="feed.json">
      <link rel="stylesheet alternate" type="application/atom+xml; charset=utf-8" href="/austausch/feed.atom">
      <link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
      <link rel="alternate" type="text/html" href="/en/"></head><body></body></html>"""
    assert is_page(page, "")
    assert list(feeds_of(page, address="https://linden.example/austausch/")) == [
        "https://linden.example/austausch/feed.atom",
        "https://linden.example/austausch/feed.json",
    ]
    assert list(feeds_of(b"", address=AT)) == []
