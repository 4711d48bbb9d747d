"""``rathaus publish``: report, confirm, publish; one line where the input cannot be used."""

import json

import pytest

from rathaus import cli
from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.fim.rules.byhand import text_hash
from rathaus.towns import scope
from tests.catalogue import samples
from tests.people import making


@pytest.fixture
def folder(tmp_path, department):
    (tmp_path / "zaun.xml").write_bytes(samples.definition())
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "farben.xml").write_bytes(samples.colours().data)
    (lists / "notes.xml").write_text("<x/>")
    return tmp_path


def run(folder, *arguments):
    return cli.main(["publish", str(folder / "zaun.xml"), *map(str, arguments)])


def test_publishes_with_lists_and_says_where(folder, scoped, capsys):
    assert run(folder, "--lists", folder / "lists") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Veröffentlicht als Fassung 1: /leistungen/zaun-streichen/"
    assert Service.objects.get().department.name == "Bauamt"


def test_texts_file_brings_name_address_roles_and_department(folder, scoped):
    (folder / "texts.json").write_text(
        json.dumps(
            {"name": "Zaun", "slug": "zaun", "department": "Bauamt", "roles": {"family": "F99000000001"}, "cost": "1 €"}
        )
    )
    assert run(folder, "--lists", folder / "lists", "--texts", folder / "texts.json") == 0
    version = ServiceVersion.objects.get()
    assert (version.service.slug, version.texts["cost"], version.roles["email"]) == ("zaun", "1 €", None)


def test_missing_list_is_reported_and_published_only_when_confirmed(folder, scoped, capsys):
    assert run(folder) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Nicht veröffentlicht: Bestätigen Sie die Codelisten mit --confirm."
    )
    assert Service.objects.count() == 0
    assert run(folder, "--confirm") == 0
    assert Service.objects.count() == 1


def test_dry_run_stores_nothing_and_reports_as_json(folder, scoped, capsys):
    assert run(folder, "--lists", folder / "lists", "--dry-run", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["fields"], report["rules"], report["executable"], report["version"]) == (4, 1, 1, None)
    assert report["lists"] == [{"uri": samples.LIST, "version": "1", "status": "exact"}]
    assert report["roles"]["family"] == "F99000000001"
    assert Service.objects.count() == 0


HAND_WRITTEN = {
    "rule": "R99000000001",
    "bearer": "",
    "replaces": text_hash(samples.UNREAD_RULE),
    "says": [{"effect": "required", "target": "F99000000004", "when": {"equals": ["F99000000003", "1"]}}],
    "trials": [{"answers": {"F99000000003": "1"}, "effects": {"F99000000004": "required"}, "valid": None}],
    "written_by": "service_owner",
    "signed_by": "administrator",
}


def rules_file(folder, **changes):
    (folder / "zaun.xml").write_bytes(samples.definition(rules=(samples.UNREAD_RULE,)))
    (folder / "rules.json").write_text(
        json.dumps({"format": "rathaus-rules/1", "rules": [{**HAND_WRITTEN, **changes}]})
    )
    return folder / "rules.json"


def test_rules_written_by_hand_come_along_and_stay(folder, scoped, capsys):
    assert run(folder, "--lists", folder / "lists", "--rules", rules_file(folder), "--slug", "zaun") == 0
    assert "  von Hand geschrieben und freigegeben: R99000000001" in capsys.readouterr().out.splitlines()
    assert run(folder, "--lists", folder / "lists", "--slug", "zaun", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["by_hand"], report["unclear"], report["version"]) == (["R99000000001"], 0, 2)
    assert [one.rules for one in ServiceVersion.objects.order_by("number")] == [
        [HAND_WRITTEN | {"trials": [{**HAND_WRITTEN["trials"][0], "land": "", "today": ""}]}]
    ] * 2


def test_rules_file_that_cannot_be_used_is_named(folder, scoped, capsys):
    assert run(folder, "--lists", folder / "lists", "--rules", rules_file(folder, signed_by="")) == 2
    assert capsys.readouterr().err == (
        f"rathaus publish: {folder / 'rules.json'}: Regel R99000000001 ist nicht von zwei Personen geschrieben und "
        "freigegeben.\n"
    )
    assert Service.objects.count() == 0


def test_known_address_gets_a_new_version_in_its_department(folder, scoped, publish, capsys):
    publish()
    making.department("Schulamt")
    assert run(folder, "--slug", "zaun") == 0
    assert [version.number for version in ServiceVersion.objects.order_by("number")] == [1, 2]
    assert Service.objects.get().department.name == "Bauamt"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--town", "anderswo"], "Eine Kommune mit dem Kürzel anderswo gibt es nicht."),
        (["--department", "Schulamt"], "Den Fachbereich „Schulamt“ gibt es nicht. Bekannt: „Bauamt“."),
        (["--lists", "/gibt/es/nicht"], "/gibt/es/nicht: Den Ordner mit den Codelisten gibt es nicht."),
        (
            ["--texts", "/gibt/es/nicht"],
            "/gibt/es/nicht: Die Datei gibt es nicht.",
        ),
    ],
)
def test_unusable_call_gives_one_line(folder, scoped, capsys, arguments, sentence):
    assert run(folder, "--confirm", *arguments) == 2
    assert capsys.readouterr().err == f"rathaus publish: {sentence}\n"


@pytest.mark.parametrize(
    ("name", "content", "begin"),
    [("zaun.xml", b"kein XML", "zaun.xml, Zeile 1: "), ("texts.json", b"{", "texts.json: Zeile 1: ")],
)
def test_unusable_file_is_named_with_line(folder, scoped, capsys, name, content, begin):
    (folder / name).write_bytes(content)
    arguments = ["--texts", folder / "texts.json"] if name == "texts.json" else []
    assert run(folder, *arguments) == 2
    assert capsys.readouterr().err.startswith(f"rathaus publish: {folder}/{begin}")


def test_several_towns_need_a_name(folder, scoped, other_town, capsys):
    assert run(folder) == 2
    assert capsys.readouterr().err == (
        "rathaus publish: Es gibt mehrere Kommunen; nennen Sie eine mit --town: musterstadt, nachbarstadt.\n"
    )
    with scope.of(other_town):
        making.department("Rathaus")
    assert run(folder, "--town", "nachbarstadt", "--confirm") == 0
    assert Service.objects.count() == 0
    with scope.of(other_town):
        assert Service.objects.get().department.name == "Rathaus"
