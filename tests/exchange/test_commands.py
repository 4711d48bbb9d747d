"""``rathaus package``: the same actions as the pages, for people and for programs."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus import cli
from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.models import Copy
from rathaus.exchange.package import fingerprint
from rathaus.exchange.package.signing import public_of
from rathaus.towns import scope
from tests.exchange.making import BY, foreign, service
from tests.exchange.test_updates import contents
from tests.people.making import department

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)


@pytest.fixture
def call(capsys):
    def call(*arguments, town=""):
        code = cli.main(["package", *map(str, arguments), *(["--town", town] if town else [])])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def put(tmp_path):
    def put(data, name="zaun.rathaus"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


@pytest.fixture
def with_department(scoped):
    department("Bürgerservice")


def test_a_service_goes_from_one_town_to_the_other_and_back_comes_its_change(town, other_town, call, tmp_path):
    with scope.of(town):
        one = service()
    with scope.of(other_town):
        department("Bürgerservice")
    code, told, _ = call("build", "zaun", "--out", tmp_path, "--summary", "Für Zäune", town="musterstadt")
    first = tmp_path / "zaun-streichen-1.rathaus"
    assert (code, told.startswith(f"„Zaun streichen“, Fassung 1, von Musterstadt: {first} (")) == (0, True)
    code, told, _ = call("install", first, "--publish", "--slug", "zaeune", town="nachbarstadt")
    assert (code, told) == (0, "zaun-streichen-1.rathaus, Fassung 1: veröffentlicht: /leistungen/zaeune/\n")
    with scope.of(town):
        catalogue.change_texts(one, ServiceTexts(name="Zaun streichen", cost="12 Euro"), by=BY)
    assert call("build", "zaun", "--out", tmp_path, town="musterstadt")[0] == 0
    second = tmp_path / "zaun-streichen-2.rathaus"
    code, told, _ = call("diff", second, town="nachbarstadt")
    assert (code, told) == (1, "Kurz gesagt: Das entfällt.  [texts:teaser]\nKosten: Das ist neu.  [texts:cost]\n")
    assert call("diff", second, "--against", first, town="musterstadt")[1] == told
    code, told, _ = call("update", second, "--take", "texts:cost", town="nachbarstadt")
    assert (code, told) == (1, "offen: Kurz gesagt: Das entfällt.  [texts:teaser]\nNicht veröffentlicht.\n")
    code, told, _ = call("update", second, "--keep-others", "--json", town="nachbarstadt")
    assert (code, json.loads(told)) == (0, {"file": str(second), "version": 2, "open": []})
    with scope.of(other_town):
        texts = Service.objects.get(slug="zaeune").current.texts
        assert (texts["cost"], texts["teaser"]) == ("12 Euro", "Für Zäune an der Straße.")
    code, told, _ = call("diff", second, "--json", town="nachbarstadt")
    assert (code, json.loads(told)) == (0, {"file": str(second), "differences": []})


def test_a_package_is_shown_without_a_town(call, put):
    code, told, _ = call("show", put(foreign(contents().to_files(), summary="Für Zäune")))
    assert code == 0
    assert told.splitlines()[:4] == [
        "„Zaun streichen“, Fassung 1, von Beispielstadt",
        "  Für Zäune",
        "  Paket 5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b, gepackt am 27.11.2026, Lizenz CC0-1.0",
        "  Herkunft Beispielstadt 099990000001 https://beispielstadt.example",
    ]
    found = json.loads(call("show", put(foreign(contents().to_files())), "--json")[1])
    assert (found["name"], found["version"], found["origin"]["ars"]) == ("Zaun streichen", 1, "099990000001")


def test_what_was_packed_is_written_again(town, call, tmp_path):
    with scope.of(town):
        service()
    assert call("build", "zaun", "--out", tmp_path / "once", town="musterstadt")[0] == 0
    assert call("build", "zaun", "--out", tmp_path / "again", town="musterstadt")[0] == 0
    once, again = (next((tmp_path / name).iterdir()) for name in ("once", "again"))
    assert (once.name, once.read_bytes()) == (again.name, again.read_bytes())


@pytest.mark.usefixtures("with_department")
def test_verify_tells_whether_the_town_would_take_it(call, put):
    file = put(foreign(contents().to_files()))
    code, told, _ = call("verify", file)
    assert (code, told.splitlines()[0]) == (0, "„Zaun streichen“, Fassung 1, von Beispielstadt: unverändert")
    assert told.endswith("hier noch nicht bekannt\n")
    assert call("install", file)[1] == "zaun.rathaus, Fassung 1: Entwurf: in der Verwaltung unter „Austausch“\n"
    assert call("verify", file)[1].endswith(": bekannt\n")
    code, told, _ = call("verify", put(foreign(contents().to_files(), version=2, key=OTHER_KEY)), "--json")
    assert (code, json.loads(told)["known_key"]) == (1, False)
    assert json.loads(told)["refused"].startswith("Das Paket ist mit einem anderen Schlüssel unterschrieben")


def test_verify_needs_no_house(put, tmp_path):
    file = put(foreign(contents().to_files()))
    done = subprocess.run(
        [sys.executable, "-m", "rathaus.cli", "package", "verify", file],
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"RATHAUS_HOME": str(tmp_path / "nichts")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "„Zaun streichen“, Fassung 1, von Beispielstadt: unverändert"
    assert done.stdout.endswith(": hier kennt ihn niemand, denn es ist kein Haus eingerichtet\n")


@pytest.mark.usefixtures("with_department")
def test_a_new_key_is_accepted_by_hand(call, put):
    call("install", put(foreign(contents().to_files())))
    new = fingerprint(public_of(OTHER_KEY))
    assert call("trust", "Beispielstadt", new)[:2] == (0, f"Beispielstadt: Schlüssel {new} ist angenommen.\n")
    assert call("verify", put(foreign(contents().to_files(), version=2, key=OTHER_KEY)))[0] == 0


@pytest.mark.usefixtures("with_department")
def test_without_its_code_list_it_stays_a_draft(call, put):
    bare = replace(contents(), lists={})
    code, told, _ = call("install", put(foreign(bare.to_files())), "--publish")
    assert (code, told.endswith("Bestätigen Sie die Codelisten in der Verwaltung\n")) == (1, True)
    assert Copy.objects.get().service is None


@pytest.mark.usefixtures("with_department")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("build", "fehlt"), "Eine Leistung unter der Adresse fehlt gibt es nicht."),
        (("trust", "Anderswo", "a" * 64), "Von Anderswo kam hier noch kein Paket."),
        (("show", "x.rathaus"), "x.rathaus: Die Datei gibt es nicht."),
    ],
)
def test_an_unusable_call_says_one_line(call, arguments, sentence):
    assert call(*arguments) == (2, "", f"rathaus package {arguments[0]}: {sentence}\n")


@pytest.mark.usefixtures("with_department")
@pytest.mark.parametrize("command", ["verify", "show", "install", "diff", "update"])
def test_a_changed_package_says_one_line(call, put, command):
    data = bytearray(foreign(contents().to_files()))
    data[-200] ^= 1
    code, told, error = call(command, put(bytes(data)))
    assert (code, told, error.count("\n")) == (2, "", 1)
    assert error.startswith(f"rathaus package {command}: ")


@pytest.mark.usefixtures("with_department")
@pytest.mark.parametrize(
    ("command", "why"), [("diff", "keine veröffentlichte Kopie"), ("update", "keine Kopie in Gebrauch")]
)
def test_without_a_copy_there_is_nothing_to_compare(call, put, command, why):
    code, _told, error = call(command, put(foreign(contents().to_files())))
    assert (code, f"gibt es hier {why}" in error) == (2, True)


@pytest.mark.usefixtures("with_department")
def test_an_unknown_change_cannot_be_taken(call, put):
    call("install", put(foreign(contents().to_files())), "--publish")
    newer = put(foreign(contents(texts={"name": "Zaun"}).to_files(), version=2))
    code, _told, error = call("update", newer, "--take", "texts:fehlt")
    assert (code, "Die Änderung texts:fehlt gibt es nicht" in error) == (2, True)
    assert call("update", newer, "--take-unchanged")[:2] == (0, "Veröffentlicht als Fassung 2.\n")
