"""A new version beside the one that is offered: on the owner's page and in the operator's report."""

import json

import pytest
from lxml import html

from rathaus import cli
from rathaus.catalogue.models import Service
from tests.catalogue import samples
from tests.catalogue.test_staff_pages import upload
from tests.people import making


@pytest.fixture
def client(owner):
    return making.signed_in(owner)


def chapters(page):
    """The headings of the report's changes with their lines."""
    tree = html.fromstring(page.content)
    found = {}
    for one in tree.xpath("//section[@aria-labelledby='aenderungen']/details"):
        title = " ".join(one.find("summary").text_content().split())
        found[title] = [" ".join(" ".join(line.itertext()).split()) for line in one.iter("li")]
    return found


CHANGES = [
    "„Nachname“ (F99000000001): Die Frage ist anders formuliert.",
    "„Warum“ (F99000000004): jetzt Pflicht statt freiwillig.",
]


def next_version(client, source, department):
    """The address of the report on a next version."""
    address = "/amt/leistungen/zaun/neue-fassung/"
    return upload(client, source, samples.colours(), address=address, department=department)["Location"]


def changed():
    return samples.definition().replace(b"<x:anzahl>0:1", b"<x:anzahl>1:1").replace(b">Familienname<", b">Nachname<")


def test_owner_sees_what_changes(client, publish, department):
    publish()
    page = client.get(next_version(client, changed(), department))
    assert "Was sich gegenüber der jetzigen Fassung ändert" in page.content.decode()
    assert chapters(page) == {
        "Fragen und Texte (1)": [
            "„Nachname“ (F99000000001): Die Frage ist anders formuliert. bisher: Familienname jetzt: Nachname"
        ],
        "Pflicht und Anzahl (1)": ["„Warum“ (F99000000004): jetzt Pflicht statt freiwillig."],
    }


def test_owner_reads_in_english_what_changes(client, publish, department):
    publish()
    address = next_version(client, changed(), department)
    assert chapters(client.get(address, headers={"accept-language": "en"})) == {
        "Questions and texts (1)": [
            "„Nachname“ (F99000000001): The question is worded differently. before: Familienname now: Nachname"
        ],
        "What is required, and how often (1)": ["„Warum“ (F99000000004): now required instead of optional."],
    }


def test_first_version_changes_nothing(client, department):
    address = upload(client, samples.definition(), samples.colours(), department=department)["Location"]
    assert "gegenüber der jetzigen Fassung" not in client.get(address).content.decode()


def test_same_definition_says_so(client, publish, department):
    publish()
    page = client.get(next_version(client, samples.definition(), department))
    assert "Für die Leistung ist beides dasselbe." in page.content.decode()
    assert chapters(page) == {}


def test_operator_is_told_what_changes(tmp_path, publish, scoped, capsys):
    publish()
    slug = Service.objects.get().slug
    (tmp_path / "farben.xml").write_bytes(samples.colours().data)
    call = ["publish", str(tmp_path / "zaun.xml"), "--slug", slug, "--lists", str(tmp_path), "--dry-run"]
    (tmp_path / "zaun.xml").write_bytes(samples.definition())
    assert cli.main(call) == 0
    assert (
        "  Gegenüber der jetzigen Fassung ändert sich für die Leistung nichts." in capsys.readouterr().out.splitlines()
    )
    (tmp_path / "zaun.xml").write_bytes(changed())
    assert cli.main(call) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "Gegenüber" in line]
    assert told == [f"  Gegenüber der jetzigen Fassung geändert: {one}" for one in CHANGES]
    assert cli.main([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == CHANGES


def test_operator_is_told_the_first_of_many(tmp_path, publish, scoped, capsys):
    publish()
    (tmp_path / "farben.xml").write_bytes(samples.colours().data)
    new = samples.definition().replace(b"<x:bezeichnungEingabe>", b"<x:bezeichnungEingabe>Ihr ")
    new = new.replace(b"<x:bezeichnungAusgabe>", b"<x:bezeichnungAusgabe>Das ").replace(b"0:1", b"0:*")
    new = new.replace(b"<x:feldart><code>input", b"<x:hilfetextEingabe>So</x:hilfetextEingabe><x:feldart><code>input")
    (tmp_path / "zaun.xml").write_bytes(new)
    assert (
        cli.main(["publish", str(tmp_path / "zaun.xml"), "--slug", "zaun", "--lists", str(tmp_path), "--dry-run"]) == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert sum("Gegenüber der jetzigen Fassung geändert" in line for line in lines) == 10
    assert "  … und 2 Änderungen mehr; alle nennt „rathaus fim diff“." in lines
