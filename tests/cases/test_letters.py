"""The letter of a decision: its words, its form, and that it rests sealed."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from rathaus.applications.models import Attachment
from rathaus.cases import actions, letters
from rathaus.cases.actions.deciding import decision_context, preview
from rathaus.cases.letters import Wording, proposal, recipient, salutation
from rathaus.cases.models import Case, Decision, Letter, Outcome
from rathaus.protection import files
from rathaus.protection.sealing import unseal_json
from rathaus.questionnaire import Identity
from rathaus.towns.errors import NotAllowed
from rathaus.web.models import TownDetails
from tests.cases import builders

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def case(service):
    return builders.case(service, at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))


def text(document: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def loaded(case) -> Case:
    return Case.objects.select_related("application__data_key", "application__version", "department").get(pk=case.pk)


def test_the_proposal_names_service_and_day_and_brings_the_remedy(case):
    found = proposal(loaded(case), Outcome.REFUSED)
    assert found.decision == "Ihrer Anmeldung „Hund anmelden“ vom 20. November 2026 können wir nicht entsprechen."
    assert (found.reason, found.remedy) == ("", builders.REMEDY)


def test_only_of_an_application_something_is_granted(case):
    found = loaded(case)
    assert proposal(found, Outcome.GRANTED).decision == (
        "Wir bestätigen Ihre Anmeldung „Hund anmelden“ vom 20. November 2026."
    )
    found.application.version.texts["word"] = "application"
    assert proposal(found, Outcome.GRANTED).decision == (
        "Ihrem Antrag „Hund anmelden“ vom 20. November 2026 geben wir statt."
    )
    assert proposal(found, Outcome.REFUSED).decision.endswith("lehnen wir ab.")


def test_who_applied_in_english_reads_in_english_what_it_says(taken, petra):
    found = loaded(taken)
    found.application.language = "en"
    shown = text(preview(found, Wording(Outcome.REFUSED, "Nein.", "Darum.", "Klage."), by=petra))
    assert (
        "Hund anmelden, 20 November 2026: Your registration is refused. Only the German text of this letter is legally "
        "binding. What you can do against it, and until when, is said under “Rechtsbehelfsbelehrung”. Guten Tag"
    ) in shown
    found.application.language = "de"
    assert "legally" not in text(preview(found, Wording(Outcome.GRANTED, "Ja."), by=petra))


def test_the_proposal_for_a_withdrawal_has_no_remedy(case):
    assert proposal(loaded(case), Outcome.WITHDRAWN).remedy == ""


def test_a_service_words_its_own_letters(case):
    found = loaded(case)
    found.application.version.texts["letters"] = {"granted": "Für {service}, beantragt am {day}: ja. {who} {0}"}
    assert proposal(found, Outcome.GRANTED).decision == (
        "Für Hund anmelden, beantragt am 20. November 2026: ja. {who} {0}"
    )
    assert proposal(found, Outcome.REFUSED).decision.endswith("können wir nicht entsprechen.")


@pytest.mark.parametrize(
    ("who", "lines"),
    [
        (builders.ANNA, ("Anna Müller-Lüdenscheidt", "Hauptstraße 12 a", "12345 Musterstadt")),
        (
            replace(builders.ANNA, firm="Bäckerei Groß"),
            ("Bäckerei Groß", "Anna Müller-Lüdenscheidt", "Hauptstraße 12 a", "12345 Musterstadt"),
        ),
    ],
)
def test_recipient_is_the_firm_or_the_person(who, lines):
    assert recipient(who) == lines


@pytest.mark.parametrize(
    ("who", "words"), [(builders.ANNA, "Guten Tag Anna Müller-Lüdenscheidt,"), (Identity(), "Guten Tag,")]
)
def test_salutation_guesses_nothing(who, words):
    assert salutation(who) == words


def test_the_letter_is_in_the_applicant_s_hands_as_it_was_previewed(taken, petra):
    TownDetails.objects.create(address="Stadtverwaltung\nRathausplatz 1\n12345 Musterstadt")
    wording = Wording(Outcome.PARTLY, "Teils ja.", "Weil es so ist.", builders.REMEDY)
    with translation.override("en"):
        shown = text(preview(loaded(taken), wording, by=petra))
        actions.decide(taken.pk, wording=wording, by=petra)
    letter = Letter.objects.select_related("file__data_key").get()
    sent = files.content(letter.file)
    assert text(sent) == shown
    parts = [
        "Musterstadt Steuern",
        "Stadtverwaltung · Rathausplatz 1 · 12345 Musterstadt",
        "Ihre Anmeldung „Hund anmelden“: teilweise Bestätigung",
        "Guten Tag Anna Müller-Lüdenscheidt,",
        "Entscheidung Teils ja. Begründung Weil es so ist.",
        "Petra Sommer",
        "Rechtsbehelfsbelehrung Gegen diesen Bescheid können Sie",
        taken.application.number,
    ]
    assert [part for part in parts if part not in shown] == []
    attachment = Attachment.objects.get(application=taken.application, purpose=Attachment.Purpose.LETTER)
    assert (attachment.file_id, letter.file.media_type) == (letter.file_id, "application/pdf")


def test_the_letter_is_accessible(taken, petra):
    document = preview(loaded(taken), Wording(Outcome.GRANTED, "Ja."), by=petra)
    with pikepdf.open(io.BytesIO(document)) as file, file.open_metadata() as meta:
        assert "/StructTreeRoot" in file.Root
        assert str(file.Root.Lang) == "de-DE"
        assert meta["dc:title"] == "Ihre Anmeldung „Hund anmelden“: Bestätigung"
        assert meta["pdfuaid:part"] == "1"


def test_a_granted_letter_needs_no_reason(taken, petra):
    shown = text(preview(loaded(taken), Wording(Outcome.GRANTED, "Ja."), by=petra))
    assert "Begründung" not in shown
    assert "Rechtsbehelfsbelehrung" not in shown


def test_a_stranger_previews_nothing(taken, stranger):
    with pytest.raises(NotAllowed):
        preview(loaded(taken), Wording(Outcome.GRANTED, "Ja."), by=stranger)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_letter_and_wording_is_in_clear(taken, petra):
    wording = Wording(Outcome.REFUSED, f"Nein, {CANARY}.", f"Weil {CANARY}.", f"Klagen Sie, {CANARY}.")
    actions.note(taken.pk, text=CANARY, by=petra)
    actions.decide(taken.pk, wording=wording, by=petra)
    decision = Decision.objects.get()
    assert CANARY.encode() not in bytes(decision.sealed)
    opened = unseal_json(taken.application.data_key, bytes(decision.sealed), context=decision_context(decision.pk))
    assert opened["reason"] == f"Weil {CANARY}."
    kept = [path for path in Path(settings.RATHAUS_HOME).rglob("*") if path.is_file()]
    assert [path.name for path in kept if CANARY.encode() in path.read_bytes()] == []


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_fails_leaves_no_file(case, petra, monkeypatch):
    actions.take_over(case.pk, by=petra)
    folder = Path(settings.RATHAUS_FILES_DIR)
    before = {path for path in folder.rglob("*") if path.is_file()}

    def broken(*args, **more):
        raise RuntimeError("out of paper")

    monkeypatch.setattr("rathaus.cases.actions.deciding.require_assigned", lambda *args, **more: None)
    monkeypatch.setattr("rathaus.cases.actions.deciding._store", broken)
    with pytest.raises(RuntimeError, match="out of paper"):
        actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    case.refresh_from_db()
    assert not case.decided


def test_every_module_has_its_own_key():
    assert len({module.key for module in letters.MODULES}) == len(letters.MODULES)
