"""Contact details in texts that would travel: a package names nobody, not even an office.

Texts are public before they are packed, but what they say of one town and its people is wrong in the next. Names cannot
be told from other words; e-mail addresses, telephone numbers and accounts can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban

from rathaus.exchange.contents.reading import texts_in
from rathaus.exchange.contents.service import RULES, TRIALS
from rathaus.exchange.package.manifest import load

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ACCOUNT = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b")
_KEY = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""A UUID (RFC 9562, section 4): one in seven hundred has a valid telephone number among its digits."""
_CODE = re.compile(r"\A[0-9]+\Z|(?<=[\"„“'])[0-9]+(?=[\"“”'])")
"""A code in a rule: many municipality keys are valid telephone numbers."""
_AROUND = 30


def first(files: Mapping[str, bytes], *more: str) -> str:
    """What is said of the first contact detail in the entries of a package or in `more` texts; empty: there is none."""
    for text in (*more, *_said(files)):
        for what, start, end in _found(_KEY.sub(_blank, text)):
            shown = text[max(0, start - _AROUND) : end + _AROUND].strip()
            return _("%(what)s steht in „%(text)s“. Ein Paket nennt niemanden; nehmen Sie das vorher heraus.") % {
                "what": what,
                "text": shown,
            }
    return ""


def _said(files: Mapping[str, bytes]) -> Iterator[str]:
    """Every text but the definition's, which is official, and the answers of trials, which are made up."""
    for name in sorted(files):
        if name == RULES:
            yield from (_CODE.sub(_blank, text) for text in texts_in(load(files[name])))
        elif name.endswith(".json") and name != TRIALS:
            yield from texts_in(load(files[name]))


def _blank(made: re.Match[str]) -> str:
    return " " * len(made.group())


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _MAIL.finditer(text):
        yield _("Eine E-Mail-Adresse"), match.start(), match.end()
    for match in _ACCOUNT.finditer(text):
        if iban.is_valid(match.group()):
            yield _("Eine Kontonummer"), match.start(), match.end()
    for number in PhoneNumberMatcher(text, "DE", leniency=Leniency.VALID):
        yield _("Eine Telefonnummer"), number.start, number.end
