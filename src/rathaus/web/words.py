"""What somebody sends: an application, a notification, a report … Each service has its word; sentences bend to it.

Sentences are written and translated with the word "Antrag" ("application") between ``‹ ›``, together with everything
around it that depends on its gender: ``‹Ihr Antrag› ist eingegangen``, ``‹Your application› has arrived``. `worded`
puts the word of a service there. The other German words are feminine, so a handful of endings change.
"""

from __future__ import annotations

import enum
import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Word(enum.Enum):
    """The words, as texts files name them."""

    APPLICATION = "application"
    NOTICE = "notice"
    REPORT = "report"
    REGISTRATION = "registration"
    DEREGISTRATION = "deregistration"
    CHANGE = "change"
    ORDER = "order"
    BOOKING = "booking"
    ENQUIRY = "enquiry"

    @property
    def label(self) -> Promise:
        """The word by itself."""
        return _LABELS[self]


_LABELS = {
    Word.APPLICATION: _("Antrag"),
    Word.NOTICE: _("Anzeige"),
    Word.REPORT: _("Meldung"),
    Word.REGISTRATION: _("Anmeldung"),
    Word.DEREGISTRATION: _("Abmeldung"),
    Word.CHANGE: _("Ummeldung"),
    Word.ORDER: _("Bestellung"),
    Word.BOOKING: _("Buchung"),
    Word.ENQUIRY: _("Anfrage"),
}
_GERMAN = {
    Word.NOTICE: "Anzeige",
    Word.REPORT: "Meldung",
    Word.REGISTRATION: "Anmeldung",
    Word.DEREGISTRATION: "Abmeldung",
    Word.CHANGE: "Ummeldung",
    Word.ORDER: "Bestellung",
    Word.BOOKING: "Buchung",
    Word.ENQUIRY: "Anfrage",
}
_ENGLISH = {
    Word.NOTICE: "notification",
    Word.REPORT: "report",
    Word.REGISTRATION: "registration",
    Word.DEREGISTRATION: "deregistration",
    Word.CHANGE: "change of registration",
    Word.ORDER: "order",
    Word.BOOKING: "booking",
    Word.ENQUIRY: "enquiry",
}
_FEMININE = {
    "ihr": "ihre", "ihren": "ihre", "ihrem": "ihrer", "ihres": "ihrer",
    "meinen": "meine", "meines": "meiner",
    "der": "die", "den": "die", "dem": "der", "des": "der",
    "ein": "eine", "einen": "eine", "einem": "einer",
    "kein": "keine", "keinen": "keine",
    "dieser": "diese", "diesem": "dieser", "dieses": "dieser",
    "neuer": "neue", "neuen": "neue", "begonnener": "begonnene", "begonnenen": "begonnene",
    "zum": "zur", "ihn": "sie",
}  # fmt: skip
"""Of the words around a masculine noun, those around a feminine one; nothing here has two answers."""
_NAMES: tuple[tuple[re.Pattern[str], Word], ...] = tuple(
    (re.compile(pattern, re.I), word)
    for pattern, word in (
        (r"antrag|beantrag|genehmig|erlaubnis|zuschuss|befreiung|ausweis\b", Word.APPLICATION),
        (r"\babmeld|abmeldung", Word.DEREGISTRATION),
        (r"\bummeld|ummeldung", Word.CHANGE),
        (r"\banmeld|anmeldung|registrier", Word.REGISTRATION),
        (r"\banzeigen?\b|anzeige\b", Word.NOTICE),
        (r"\bmelden\b|meldung\b", Word.REPORT),
        (r"\bbestell|bestellung", Word.ORDER),
        (r"\bbuchen\b|buchung\b", Word.BOOKING),
        (r"\banfrag|\bauskunft\b", Word.ENQUIRY),
    )
)
_MARKED = re.compile(r"‹([^‹›]*)›")


def word_for(name: str) -> Word:
    """The word that the name of a service suggests; an application where it suggests none."""
    return next((word for pattern, word in _NAMES if pattern.search(name)), Word.APPLICATION)


def worded(text: str, word: Word | None) -> str:
    """A sentence with the word of a service in the marked places."""
    return _MARKED.sub(lambda found: _bent(found[1], word or Word.APPLICATION), text)


def _bent(phrase: str, word: Word) -> str:
    if word is Word.APPLICATION:
        return phrase
    if "pplication" in phrase:
        noun = _ENGLISH[word]
        article = "an" if noun[0] in "aeiou" else "a"
        phrase = re.sub(r"\b([Aa])n (?=application)", lambda found: f"{found[1]}{article[1:]} ", phrase)
        return re.sub(r"\b([Aa])pplication", lambda found: noun.capitalize() if found[1] == "A" else noun, phrase)
    return " ".join(_german(part, word) for part in phrase.split(" "))


def _german(part: str, word: Word) -> str:
    if part in ("Antrag", "Antrags"):
        return _GERMAN[word]
    bent = _FEMININE[part.lower()]
    return bent.capitalize() if part[0].isupper() else bent
