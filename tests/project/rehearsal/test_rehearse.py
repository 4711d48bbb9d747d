"""``rathaus rehearse``: what it says of a definition, and with which exit code it leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from django.utils.safestring import SafeString

from rathaus.catalogue import reading
from rathaus.project.rehearsal import walking
from rathaus.project.rehearsal.rehearsing import Rehearsal, publish, rehearse, states_of
from rathaus.project.rehearsal.walking import Walk, WalkError, flaws
from rathaus.questionnaire import generator
from tests.applications.conftest import SAMPLE

RATHAUS = [sys.executable, "-m", "rathaus.cli"]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


def read() -> reading.Reading:
    return reading.read(SAMPLE.read_bytes(), name=SAMPLE.name)


def rehearsed(*, quick: bool = False) -> Rehearsal:
    return rehearse(publish(read(), "probe"), read(), quick=quick)


def test_sample_is_applied_for_with_every_deciding_answer(scoped) -> None:
    found = rehearsed()
    assert list(found.problems) == []
    assert (len(found.seen), found.states, found.out_of_reach) == (found.pages, states_of(read().questionnaire), [])
    assert found.sent >= found.states


def test_quick_rehearsal_applies_once(scoped) -> None:
    found = rehearsed(quick=True)
    assert (found.sent, found.states, list(found.problems)) == (1, 0, [])


def test_page_that_breaks_is_a_finding(scoped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.applications.views.pages.render_items", lambda *_args: 1 / 0)
    assert [one.partition("/seite/")[2] for one in rehearsed(quick=True).problems] == [
        "G99000000001.F99000000015/ antwortet mit 500."
    ]


def test_flaw_of_a_page_is_a_finding(scoped, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = SafeString("<h1>Noch eine</h1><input name='x'>")
    monkeypatch.setattr("rathaus.applications.rendering.page._item", lambda *_args, **_more: bare)
    monkeypatch.setattr(walking, "PAGES", 1)
    found = [one.partition(": ")[2] for one in rehearsed(quick=True).problems]
    assert "Die Seite hat nicht genau eine Hauptüberschrift." in found
    assert "Das Feld x hat keine Beschriftung." in found


def test_glance_at_a_page_finds_ids_twice() -> None:
    page = b"<main><h1>A</h1><p id='x'></p><p id='x'></p><label for='y'>Y</label><input id='y' name='y'></main>"
    assert list(flaws(page)) == ["Die id x kommt mehrmals vor."]


def test_what_does_not_fit_the_schema_is_a_finding(scoped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rathaus.project.rehearsal.rehearsing.to_submission", lambda *_args: {"F1": 1})
    assert [one.startswith("Was übergeben würde, passt bei ") for one in rehearsed(quick=True).problems][:1] == [True]


def test_definition_that_nobody_can_complete_is_a_finding(scoped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "ROUNDS", 1)
    found = rehearsed(quick=True)
    assert (found.sent, [one.partition(".")[0] for one in found.problems]) == (0, ["Kein gültiger Entwurf gefunden"])


def test_walk_in_circles_ends(scoped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "PAGES", 2)
    version = publish(read(), "probe")
    target = generator.fill(read().questionnaire, Random(1))
    with pytest.raises(WalkError, match="kommt nicht zu einem Ende"):
        Walk(version.service.slug, read().questionnaire, target, host="localhost").to_receipt()


def test_command_reports_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.xml"
    broken.write_bytes(SAMPLE.read_bytes()[:-50])
    call = [*RATHAUS, "rehearse", str(SAMPLE), str(broken), "--quick", "--json"]
    done = subprocess.run(call, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2, done.stderr
    line = json.loads(done.stdout)
    assert (line["label"], line["applications"], line["problems"]) == ("Hund anmelden (Probe)", 1, [])
    assert done.stderr.startswith(f"rathaus rehearse: {broken}")
    assert [one.name for one in tmp_path.iterdir() if one.suffix != ".xml" and one.name != "files"] == []
