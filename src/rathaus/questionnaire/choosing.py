"""How the house words its own questions: whether a group is to be filled in, and which of several.

A definition gives a name and no question. German needs the gender of its head word for an article; where the name does
not give it away, the name is quoted. English quotes the German name in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from rathaus.fim.rules.phrases import Language
from rathaus.questionnaire.language import Sentence, say
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.sentences import quote

_DIRECT_DEBIT = re.compile(r"(SEPA-?)?Lastschrift(mandat|verfahren|einzug)?|Abbuchung vom Konto", re.I)
_REACH = re.compile(r"(Erreichbarkeit|Kontakt(daten|angaben|möglichkeit(en)?)?|Kommunikation(sdaten)?)", re.I)
_POST_BOX = re.compile(r"Anschrift Postfach|Postfach(anschrift|adresse)?", re.I)
_GOES_ON = r"($|\s\(|\s(zu|zur|zum|über|der|des|für|nach|aus|bei|im|in|von|vom)\b)"
_PAPERS = re.compile(r"(\S+e )?\S*(unterlagen|nachweise|belege|bescheinigungen|dokumente|anlagen)" + _GOES_ON, re.I)
_NEEDED = re.compile(r"(erforderliche|benötigte|notwendige|nötige) ", re.I)
_STATEMENTS = re.compile(r"(\S+e )?\S*angaben" + _GOES_ON, re.I)
_DATA = re.compile(r"(\S+e )?\S*(daten|informationen)" + _GOES_ON, re.I)
_FEMININE = re.compile(r"\S*(anschrift|adresse|person|ung|heit|keit|schaft|tion|stelle|stätte|nummer|firma)", re.I)
_MASCULINE = re.compile(r"\S*(ort|sitz|betrieb|standort|zeitraum|vertrag|antrag|eintrag|grund|partner|vertreter)", re.I)
_NEUTER = re.compile(r"\S*(konto|unternehmen|gebäude|grundstück|fahrzeug|kind|gewerbe|verfahren|postfach|datum)", re.I)
_SOMEBODY = re.compile(
    r"\S*(person|vertretung|vertreter|partner|leitung|niederlassung|zweigstelle|betriebsstätte|betreuung"
    r"|bevollmächtigung|kind)",
    re.I,
)
_SEVERAL = re.compile(r"\S*(ungen|heiten|keiten|schaften|tionen|anschriften|adressen|nummern)", re.I)
_PEOPLE = re.compile(r"\S*(personen|kinder|eltern|geschwister|niederlassungen|zweigstellen|vertretungen)", re.I)
_ABOUT = re.compile(r"((\S+e )?\S*angaben) ([A-ZÄÖÜ].*)", re.I)
_OF_ONE = re.compile(r"(.*angaben) der ((?:\S+en )?(\S+).*)", re.I)
_PERSON = re.compile(r"(Person)( \(.+\))?")
_BELONGING = re.compile(r"(der|des|Ihrer|Ihres)\b")
_PREPOSITION = re.compile(r"(in|im|am|an|auf|bei|beim|für|mit|ohne|von|vom|zu|zum|zur|nach|aus|bzw\.|oder|und|/)\s|\(")
_ABROAD = re.compile(r"(Inland|Ausland)\b")
_ADDRESS = re.compile(r"anschrift|adresse|postfach", re.I)
_ACCUSATIVE = {"f": ("eine", "die"), "m": ("einen", "den"), "n": ("ein", "das")}
_ENDINGS = {"f": "e", "m": "er", "n": "es"}


def whether(name: str) -> Sentence | str:
    """The question whether the optional group of that name is to be filled in; its answers are yes and no."""
    name = name.strip()
    if name.endswith("?"):
        return name
    if _DIRECT_DEBIT.fullmatch(name):
        return _("Möchten Sie per Lastschrift zahlen?")
    if _REACH.fullmatch(name):
        return _("Möchten Sie Kontaktdaten angeben?")
    if _POST_BOX.fullmatch(name):
        return _("Möchten Sie ein Postfach angeben?")
    for pattern, question in (
        (_PAPERS, _("Möchten Sie {what} beifügen?")),
        (_STATEMENTS, _("Möchten Sie {what} machen?")),
        (_DATA, _("Möchten Sie {what} angeben?")),
    ):
        if pattern.match(name):
            return _ask(question, name, _toward(_lowered(_NEEDED.sub("", name, count=1))))
    if about := _ABOUT.fullmatch(name):
        what = f"{_lowered(about[1])} zu {say(quote(about[3]), 'de')}"
        return _ask(_("Möchten Sie {what} machen?"), name, what)
    if _PERSON.fullmatch(name):
        return _ask(_("Möchten Sie {what} machen?"), name, f"Angaben zur {name}")
    return _about_several(name) or _about_one(name)


def _toward(what: str) -> str:
    """Whom statements are about rather than whose they are: "Angaben zur Person"."""
    found = _OF_ONE.fullmatch(what)
    return f"{found[1]} zur {found[2]}" if found and _FEMININE.fullmatch(found[3]) else what


def _about_several(name: str) -> Sentence | None:
    """The question after something in the plural, which needs no article; None where the name is none."""
    adjective, head, rest = _parts(name)
    if adjective and not adjective.endswith("e"):
        return None
    what = _joined(adjective, head, rest)
    if rest and not (_BELONGING.match(rest) or _PREPOSITION.match(rest)):
        return None
    if _PEOPLE.fullmatch(head):
        return _ask(_("Gibt es {what}?"), name, what)
    # "Weitere Verfahren": one of them would be "weiteres Verfahren".
    inflected = adjective and any(pattern.fullmatch(head) for pattern in (_MASCULINE, _NEUTER))
    if _SEVERAL.fullmatch(head) or inflected:
        return _ask(_("Möchten Sie {what} angeben?"), name, what)
    return None


def _about_one(name: str) -> Sentence:
    """The question after something that there is once, with its article."""
    adjective, head, rest = _parts(name)
    gender = _gender(head, adjective)
    if gender is None or rest.startswith("-"):
        return _("Möchten Sie zu {name} etwas angeben?", name=quote(name))
    any_, the = _ACCUSATIVE[gender]
    said = f"{adjective[:-1]}n" if gender == "m" and adjective else adjective
    if rest and _BELONGING.match(rest):
        said = adjective[:-1] if gender == "n" else said
        return _ask(_("Möchten Sie {what} angeben?"), name, _joined(the, said, head, rest))
    if _ABROAD.fullmatch(rest):
        rest = f"im {rest}"
    elif rest and not _PREPOSITION.match(rest):
        return _ask(_("Möchten Sie {what} angeben?"), name, _joined(the, head, f"„{rest}“"))
    question = _("Gibt es {what}?") if _SOMEBODY.fullmatch(head) else _("Möchten Sie {what} angeben?")
    return _ask(question, name, _joined(any_, said, head, rest))


def which(name: str, options: Iterable[str]) -> Sentence | str:
    """The question which of the parts of a group is to be filled in."""
    if name.strip().endswith("?"):
        return name.strip()
    if all(map(_ADDRESS.search, options)):
        return _("Welche Anschrift möchten Sie angeben?")
    return _("{name}: Was trifft zu?", name=name.rstrip("?:. "))


def either(options: Iterable[str]) -> Sentence:
    """The question which of several neighbours is to be filled in; the heading above says what of."""
    if all(map(_ADDRESS.search, options)):
        return _("Welche Anschrift möchten Sie angeben?")
    return _("Was möchten Sie angeben?")


def _parts(name: str) -> tuple[str, str, str]:
    """An adjective (lower case), the head word and the rest of a name."""
    first, _blank, rest = name.partition(" ")
    if re.fullmatch(r"[A-ZÄÖÜ]?[a-zäöüß-]+(e|er|es)", first) and rest[:1].isupper() and not _gender(first, ""):
        head, _blank, rest = rest.partition(" ")
        return first.lower(), head, rest
    return "", first, rest


def _gender(head: str, adjective: str) -> str | None:
    for gender, pattern in (("f", _FEMININE), ("m", _MASCULINE), ("n", _NEUTER)):
        if pattern.fullmatch(head) and (not adjective or adjective.endswith(_ENDINGS[gender])):
            return gender
    return None


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _lowered(name: str) -> str:
    """A plural with its adjective inside a sentence: ``erforderliche Unterlagen``."""
    first, blank, rest = name.partition(" ")
    plain = re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß-]+e", first) and rest[:1].isupper()
    return f"{first[0].lower()}{first[1:]}{blank}{rest}" if plain else name


def _ask(question: Sentence, name: str, german: str) -> Sentence:
    """A question that names something: in German within the sentence, in English as a quotation."""
    return Sentence.by(partial(_asked, question, name, german))


def _asked(question: Sentence, name: str, german: str, language: Language) -> str:
    what = german if language == "de" else say(quote(name), language)
    return say(question, language).format(what=what)
