"""What the letter of a decision says: proposed wording, text modules, and the letter itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.applications.queries import person
from rathaus.cases.models import Case, Outcome
from rathaus.catalogue.spoken import spoken
from rathaus.catalogue.texts import ServiceTexts
from rathaus.documents import pdf
from rathaus.people.models import Account
from rathaus.questionnaire import Identity
from rathaus.questionnaire.language import say
from rathaus.towns import scope
from rathaus.web.queries import details
from rathaus.web.words import Word, worded


@dataclass(frozen=True, slots=True)
class Wording:
    """What a clerk writes for a decision. Paragraphs are parted by empty lines."""

    outcome: Outcome
    decision: str
    reason: str = ""
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """As it is sealed on the decision."""
        return asdict(self) | {"outcome": str(self.outcome)}


@dataclass(frozen=True, slots=True)
class Module:
    """A passage that recurs in reasons; the clerk inserts it and completes it."""

    key: str
    title: Promise
    text: str


MODULES = (
    Module(
        "met",
        gettext_lazy("Voraussetzungen liegen vor"),
        "Die Voraussetzungen liegen vor. Ihre Angaben und Unterlagen sind vollständig.",
    ),
    Module(
        "missing",
        gettext_lazy("Unterlagen fehlen trotz Rückfrage"),
        "Für die Prüfung fehlen uns noch Unterlagen. Wir haben Sie darum gebeten; bis zum Ablauf der Frist sind sie "
        "nicht eingegangen. Ohne sie können wir nicht feststellen, dass die Voraussetzungen vorliegen.",
    ),
    Module(
        "unmet",
        gettext_lazy("Voraussetzungen liegen nicht vor"),
        "Die Voraussetzungen liegen nicht vor. Verlangt wird: …\n\nIn Ihrem Fall ist das nicht erfüllt, weil …",
    ),
    Module(
        "competence",
        gettext_lazy("Andere Stelle zuständig"),
        "Für Ihr Anliegen ist nicht unsere Verwaltung zuständig, sondern: …",
    ),
)

_DECISIONS = {
    Outcome.GRANTED: "‹Ihrem Antrag› „{service}“ vom {day} geben wir statt.",
    Outcome.PARTLY: "‹Ihrem Antrag› „{service}“ vom {day} geben wir teilweise statt.\n\n"
    "Bewilligt wird: …\n\nAbgelehnt wird: …",
    Outcome.REFUSED: "‹Ihren Antrag› „{service}“ vom {day} lehnen wir ab.",
    Outcome.WITHDRAWN: "Sie haben ‹Ihren Antrag› „{service}“ vom {day} zurückgenommen. "
    "Damit ist der Vorgang abgeschlossen.",
}
_CONFIRMATIONS = {
    Outcome.GRANTED: "Wir bestätigen ‹Ihren Antrag› „{service}“ vom {day}.",
    Outcome.PARTLY: "‹Ihrem Antrag› „{service}“ vom {day} können wir nur teilweise entsprechen.\n\n"
    "Bestätigt wird: …\n\nAbgelehnt wird: …",
    Outcome.REFUSED: "‹Ihrem Antrag› „{service}“ vom {day} können wir nicht entsprechen.",
}
"""Of what is no application nothing is granted."""
_SUBJECTS = {
    Outcome.GRANTED: "‹Ihr Antrag› „{service}“: Bewilligung",
    Outcome.PARTLY: "‹Ihr Antrag› „{service}“: teilweise Bewilligung",
    Outcome.REFUSED: "‹Ihr Antrag› „{service}“: Ablehnung",
    Outcome.WITHDRAWN: "‹Ihr Antrag› „{service}“: Abschluss des Vorgangs",
}
_CONFIRMING = {
    Outcome.GRANTED: "‹Ihr Antrag› „{service}“: Bestätigung",
    Outcome.PARTLY: "‹Ihr Antrag› „{service}“: teilweise Bestätigung",
}
_TOLD = {
    Outcome.GRANTED: gettext_lazy("‹Ihr Antrag› ist bewilligt."),
    Outcome.PARTLY: gettext_lazy("‹Ihr Antrag› ist teilweise bewilligt."),
    Outcome.REFUSED: gettext_lazy("‹Ihr Antrag› ist abgelehnt."),
    Outcome.WITHDRAWN: gettext_lazy("‹Ihr Antrag› ist zurückgenommen."),
}
_TOLD_CONFIRMING = {
    Outcome.GRANTED: gettext_lazy("‹Ihr Antrag› ist bestätigt."),
    Outcome.PARTLY: gettext_lazy("‹Ihr Antrag› ist teilweise bestätigt."),
}
"""Of what is no application nothing is granted."""
NEEDS_REASON = {Outcome.PARTLY, Outcome.REFUSED}
"""A decision that burdens must say why, and how to act against it (§ 39 and § 37 (6) VwVfG)."""


def proposal(case: Case, outcome: Outcome) -> Wording:
    """The wording to begin with: the service's own, else the house's. `case` comes with its application's version."""
    texts = service_texts(case)
    own = _DECISIONS if texts.called is Word.APPLICATION else _DECISIONS | _CONFIRMATIONS
    decision = texts.letters.get(outcome) or worded(own[outcome], texts.called)
    for name, value in _values(case).items():
        decision = decision.replace(f"{{{name}}}", value)
    return Wording(outcome, decision, "", texts.remedy if outcome is not Outcome.WITHDRAWN else "")


def service_texts(case: Case) -> ServiceTexts:
    """What the service said in the version the application was filled in on."""
    return ServiceTexts.from_json(case.application.version.texts)


def letter(case: Case, wording: Wording, *, clerk: Account, at: datetime) -> bytes:
    """The letter as PDF. German, whatever the clerk's screen speaks: it is the official language (§ 23 VwVfG)."""
    who = person(case.application)
    parts = [pdf.LetterPart("Entscheidung", wording.decision)]
    if wording.reason:
        parts.append(pdf.LetterPart("Begründung", wording.reason))
    facts = [pdf.Fact("Auskunft erteilt", str(clerk))]
    if case.department.email:
        facts.append(pdf.Fact("E-Mail", case.department.email))
    return pdf.letter(
        pdf.Letter(
            town=scope.current().name,
            department=case.department.name,
            sender=tuple(details().address.splitlines()),
            number=case.application.number,
            at=at,
            recipient=recipient(who),
            facts=facts,
            subject=_subject(case, wording.outcome),
            salutation=salutation(who),
            paragraphs=(),
            parts=parts,
            signatory=str(clerk),
            remedy=wording.remedy,
            english=_english(case, wording) if case.application.language == "en" else "",
            note="Dieses Schreiben wurde elektronisch erstellt und trägt deshalb keine Unterschrift.",
        )
    )


def outcome_told(outcome: Outcome, word: Word) -> str:
    """The outcome in one sentence, in the language that is active."""
    return worded(str((_TOLD if word is Word.APPLICATION else _TOLD | _TOLD_CONFIRMING)[outcome]), word)


def _english(case: Case, wording: Wording) -> str:
    """The letter in short for somebody who applied in English."""
    texts = service_texts(case)
    name = say(spoken(texts, "name"), "en")
    with translation.override("en"):
        parts = [f"{name}, {pdf.day(case.opened_at, 'en')}: {outcome_told(wording.outcome, texts.called)}"]
        parts.append(_("Verbindlich ist der deutsche Text dieses Schreibens."))
        if wording.remedy:
            parts.append(_("Was Sie dagegen tun können und bis wann, steht unter „Rechtsbehelfsbelehrung“."))
        return " ".join(parts)


def _subject(case: Case, outcome: Outcome) -> str:
    word = service_texts(case).called
    subjects = _SUBJECTS if word is Word.APPLICATION else _SUBJECTS | _CONFIRMING
    return worded(subjects[outcome], word).format(**_values(case))


def addressee(case: Case) -> tuple[str, ...]:
    """Name and address as the envelope will show them, for the last look before sending."""
    return tuple(line for line in recipient(person(case.application)) if line)


def recipient(who: Identity) -> tuple[str, ...]:
    """The lines of the envelope."""
    natural = f"{who.given} {who.family}".strip()
    return (who.firm, natural, *who.address_lines) if who.firm else (natural, *who.address_lines)


def salutation(who: Identity) -> str:
    """How the letter begins. The definition's forms of address vary, so it names the person and guesses nothing."""
    natural = f"{who.given} {who.family}".strip()
    return f"Guten Tag {natural}," if natural else "Guten Tag,"


def _values(case: Case) -> dict[str, str]:
    return {"service": service_texts(case).name, "day": pdf.day(case.opened_at)}
