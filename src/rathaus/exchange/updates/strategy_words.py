"""How a page calls what is compared in a strategy part, and how it shows its values: German that knows its English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rathaus.exchange.package.language import sentence as _
from rathaus.exchange.updates.model import Part
from rathaus.questionnaire.language import Sentence, say

KINDS = {Part.GOALS: _("Ziel"), Part.MEASURES: _("Maßnahme"), Part.INDICATORS: _("Kennzahl")}
"""What an element is."""
_TITLES = {
    "field": _("Handlungsfeld"),
    "title": _("Titel"),
    "meaning": _("Bedeutung"),
    "indicator": _("Kennzahl dazu"),
    "goal": _("Ziel, zu dem sie gehört"),
    "description": _("Worum es geht"),
    "risks": _("Risiken"),
    "days": _("Dauer"),
    "service": _("Leistung, die daraus entstand"),
    "name": _("Name"),
    "unit": _("Einheit"),
    "decimals": _("Nachkommastellen"),
    "direction": _("Richtung"),
    "per_head": _("Anzahl, die sich durch die Einwohner teilen lässt"),
    "method": _("Berechnung"),
    "source": _("Quelle"),
    "licence": _("Lizenz"),
    "frequency": _("Wie oft"),
    "computed": _("Rechnet das Haus selbst aus"),
}
_WORDS = {
    "direction": {"higher": _("mehr ist besser"), "lower": _("weniger ist besser")},
    "per_head": {"True": _("ja"), "False": _("nein")},
    "frequency": {
        "monthly": _("monatlich"),
        "quarterly": _("vierteljährlich"),
        "half_yearly": _("halbjährlich"),
        "yearly": _("jährlich"),
        "irregular": _("unregelmäßig"),
    },
}
_BUILT_ON = {
    "unit": _("Zu dieser Kennzahl gibt es bei Ihnen schon Werte oder Ziele. Sie werden nicht umgerechnet."),
    "milestone": _("Sie haben ihn schon erreicht; er bleibt."),
    "money": _("Davon ist bei Ihnen schon etwas ausgegeben; es bleibt."),
}
_OUTLINED = ("meaning", "description", "risks", "milestone", "money", "unit", "direction", "method", "source")


def title(name: str) -> str:
    """What a fact is about; which one, where there may be several."""
    match name.partition("/")[::2]:
        case "milestone", what:
            return _("Meilenstein „{what}“", what=_unnumbered(what))
        case "day", what:
            return _("Meilenstein „{what}“: wann", what=_unnumbered(what))
        case "money", what:
            year, _slash, source = what.partition("/")
            return _("Geplantes Geld: {source}, {year}. Jahr", source=source, year=int(year) + 1)
        case sort, _what:
            return _TITLES[sort]


def built_on(name: str) -> str:
    """What is said where the town has built on a fact already."""
    return _BUILT_ON[_sort(name)]


def value(name: str, said: Any, titles: Mapping[str, str]) -> str | None:
    """A fact as people read it; None where it is not there. `titles`: of goals and indicators by id."""
    if said is None:
        return None
    match _sort(name):
        case "goal" | "indicator":
            return titles.get(str(said), str(said))
        case "days":
            return _("{days} Tage", days=said)
        case "day":
            return _("nach {days} Tagen", days=said)
        case "money":
            return _("{euros} Euro", euros=_grouped(said))
        case "direction" | "per_head" | "frequency" as sort:
            return _WORDS[sort].get(said, str(said))
    return str(said)


def outline(said: Mapping[str, Any]) -> list[str]:
    """What is most worth knowing of something new, line by line."""
    found: list[str] = []
    for name, one in said.items():
        if one and _sort(name) in _OUTLINED and (shown := value(name, one, {})):
            match _sort(name):
                case "milestone":
                    found.append(_("Meilenstein: {title}", title=shown))
                case "meaning" | "description":
                    found.append(shown)
                case _:
                    found.append(_("{what}: {value}", what=title(name), value=shown))
    return found


def lines(*texts: str) -> str:
    """Texts one below the other, each in the visitor's language where it is the house's."""
    return Sentence.by(lambda language: "\n".join(say(text, language) for text in texts))


def _unnumbered(title: str) -> str:
    """A milestone's title without the number that tells several of one title apart (`updates.strategy`)."""
    words, _mark, number = title.rpartition("#")
    return words if words and number.isdecimal() else title


def _sort(name: str) -> str:
    return name.partition("/")[0]


def _grouped(euros: str) -> str:
    """An amount as each language writes it; cents where there are some."""
    english = f"{int(euros[:-3]):,}{'' if euros.endswith('.00') else euros[-3:]}"
    german = english.translate(str.maketrans(",.", ".,"))
    return Sentence.by(lambda language: english if language == "en" else german)
