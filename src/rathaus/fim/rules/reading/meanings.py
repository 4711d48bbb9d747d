"""What is said of a target: the words for it, and what they mean after which verb.

What has no meaning here ("darf ausgeblendet sein", "muss nicht angezeigt werden") has no certain one and is not read.
"""

from __future__ import annotations

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Act, Action

FINITE = (
    words.STAND | words.BE | words.BECOME | words.MUST | words.SHALL | words.MAY | words.CAN | words.NEED | words.STAY
)  # fmt: skip
_VERBS = {
    **dict.fromkeys(words.MUST, "must"),
    **dict.fromkeys(words.SHALL, "shall"),
    **dict.fromkeys(words.MAY, "may"),
    **dict.fromkeys(words.CAN, "can"),
    **dict.fromkeys(words.NEED, "need"),
    **dict.fromkeys(words.BE, "be"),
    **dict.fromkeys(words.STAY, "stay"),
    **dict.fromkeys(words.STAND, "stand"),
}
_OBLIGING = frozenset({"must", "shall", "be", "become", "stay"})
_PLACES = (
    ("in", "der", "antragsstrecke"),
    ("in", "der", "antragstrecke"),
    ("im", "antrag"),
    ("im", "formular"),
    ("im", "online-antrag"),
    ("im", "antragsformular"),
    ("in", "dem", "formular"),
    ("dem", "antragsteller"),
    ("der", "antragstellenden", "person"),
    ("zur", "bearbeitung"),
    ("im", "anschluss"),
    ("im", "weiteren", "verlauf"),
    ("auf", "der", "nächsten", "seite"),
    ("an", "dieser", "stelle"),
    ("vom", "antragsteller"),
    ("von", "der", "antragstellenden", "person"),
)
ADVERBS = frozenset(
    {
        *("dann", "nur", "zwingend", "auch", "ebenfalls", "zusätzlich", "stets", "immer", "vollständig", "jeweils"),
        *(
            "entsprechend",
            "automatisch",
            "verbindlich",
            "ausschließlich",
            "weiterhin",
            "alle",
            "beide",
            "grundsätzlich",
            "erst",
            "stattdessen",
            "dafür",
            "hierfür",
            "danach",
            "anschließend",
        ),
    }
)
_MATTERING = frozenset({"nur", "ausschließlich", "erst", "alle", "beide"})

Said = frozenset[str]


def verb_class(finite: str) -> str:
    """Which kind of verb `finite` is: ``must``, ``may``, ``be``, ``become`` …"""
    return _VERBS.get(finite, "become")


def meaning(verb: str, negated: bool, said: Said) -> EffectKind | None:
    """What it means that targets must, may or are (not) `said`; None where that is not certain."""
    obliged = _obliged(verb, said)
    if obliged is None:
        return None
    return _denied(verb, obliged) if negated else _affirmed(verb, obliged)


def _obliged(verb: str, said: Said) -> Said | None:
    """`said` without "zu": "ist zu befüllen" is an obligation as "muss befüllt werden" is; "ist befüllt" is a state."""
    if said == {"not mandatory"}:
        return said if verb == "be" else None
    plain = frozenset(word.removeprefix("to ") for word in said)
    directive = any(word.startswith("to ") for word in said)
    if verb == "be":
        return None if "fill" in said or ("empty" in plain and not directive) else plain
    if verb == "become" and "fill" in plain and "mandatory" not in plain:
        return None
    return None if directive and verb != "stay" else plain


def _affirmed(verb: str, said: Said) -> EffectKind | None:
    if said == {"not mandatory"}:
        return EffectKind.OPTIONAL
    demanded = bool(said & {"fill", "mandatory"})
    if said <= {"fill", "mandatory", "show"} and verb in _OBLIGING:
        return EffectKind.REQUIRED if demanded else EffectKind.SHOWN
    if said <= {"hide", "empty"} and verb in _OBLIGING:
        return EffectKind.FORBIDDEN
    if said in ({"optional"}, {"optional", "show"}) and verb in _OBLIGING:
        return EffectKind.OPTIONAL
    if verb in {"may", "can"} and said in ({"fill"}, {"empty"}, {"show", "fill"}, {"drop"}):
        return EffectKind.OPTIONAL
    return None


def _denied(verb: str, said: Said) -> EffectKind | None:
    filled = said in ({"fill"}, {"fill", "mandatory"}, {"mandatory"})
    if verb in {"must", "need"}:
        return EffectKind.OPTIONAL if filled else None
    if said == {"mandatory"} and verb in {"be", "shall"}:
        return EffectKind.OPTIONAL
    if said == {"optional"} and verb == "be":
        return EffectKind.REQUIRED
    if said == {"hide"} and verb in {"may", "be"}:
        return EffectKind.SHOWN
    if said <= {"fill", "show"} and verb in {"may", "can", "shall", "be"}:
        return EffectKind.FORBIDDEN
    if said == {"show"} and verb == "become":
        return EffectKind.FORBIDDEN
    if said == {"empty"} and verb == "may":
        return EffectKind.REQUIRED
    return None


def alike(verb: str, before: Action, act: Action) -> bool:
    """True where two clauses may share one verb: "muss F1 befüllt, F2 nicht befüllt werden" says no certain thing of
    F2 (it may stay empty, or must), nor does "darf F1 nicht befüllt, F2 befüllt werden"."""
    if not isinstance(before, Act) or not isinstance(act, Act):
        return True
    if verb in {"may", "can"}:
        return before.kind is act.kind
    return verb not in {"must", "shall"} or act.kind is not EffectKind.OPTIONAL or before.kind is act.kind


_ELSEWHERE = ("auf der nächsten seite", "an dieser stelle", "zur bearbeitung")


def here_alone(tokens: tuple[Token, ...]) -> bool:
    """True for "an dieser Stelle": what is hidden there may well be shown elsewhere."""
    said = " ".join(token.norm for token in tokens)
    return any(place in said for place in _ELSEWHERE)


def adverbs(c: Cursor) -> frozenset[str]:
    """Moves past words that change nothing about what is said; "nur" and "dann" matter to the caller."""
    found: set[str] = set()
    while True:
        adverb = c.accept(ADVERBS)
        if adverb:
            found.add(adverb)
        elif not any(c.accept_all(*place) for place in _PLACES) and not c.accept_all("aus", "dem", "formular"):
            return frozenset(found)


def passing(c: Cursor) -> None:
    """Moves past words that change nothing, up to one that matters to the caller."""
    while c.accept(ADVERBS - _MATTERING) or any(c.accept_all(*place) for place in _PLACES):
        pass


def phrase(c: Cursor) -> str:
    """One word for what is said: a participle, a "zu"-form, an adjective, or a noun of duty. Fails elsewhere."""
    if c.accept_all("als", words.MANDATORY_NOUNS, "zu", "behandeln"):
        return "mandatory"
    for choice, found in (
        (words.FILLED | words.PICKED | words.HANDED_IN, "fill"),
        (words.VISIBLE, "show"),
        (words.HIDDEN, "hide"),
        (words.TO_FILL, "to fill"),
        (words.TO_SHOW, "to show"),
        (words.TO_HIDE, "to hide"),
        (words.MANDATORY_NOUNS | words.MANDATORY, "mandatory"),
        (words.FREE, "optional"),
    ):
        if c.accept(choice):
            return found
    for wording, found in _WORDINGS:
        if c.accept_all(*wording):
            return found
    if as_mandatory(c):  # "als Pflichtfeld (angezeigt)", "als Pflichtfeldgruppe (anzuzeigen)"
        c.accept(words.VISIBLE | words.TO_SHOW)
        return "mandatory"
    return "fill" if _acting(c) else c.fail()


_A = frozenset({"ein", "eine", "einen", "einem", "einer"})
_WORDINGS: tuple[tuple[tuple[frozenset[str] | str, ...], str], ...] = (
    (("leer", "zu", "lassen"), "to empty"),
    (("leer", "gelassen"), "empty"),
    (("leer",), "empty"),
    (("zu", frozenset({"befüllen", "beantworten", "erfassen", "hinterlegen", "belegen", "machen"})), "to fill"),
    (("zu", frozenset({"aktivieren"})), "to show"),
    (("zu", frozenset({"deaktivieren", "verbergen", "verstecken"})), "to hide"),
    (("zur", "auswahl", "anzuzeigen"), "to show"),
    ((_A, frozenset({"optionales", "freiwilliges"}), words.FIELD_NOUNS), "optional"),
    ((frozenset({"optionale", "freiwillige"}), words.NOUNS), "optional"),
    ((_A, frozenset({"optionale", "freiwillige"}), frozenset({"angabe", *words.GROUP_NOUNS})), "optional"),
    ((_A, words.MANDATORY_NOUNS), "mandatory"),
    (("kein", words.MANDATORY_NOUNS), "not mandatory"),
    (("keine", words.MANDATORY_NOUNS), "not mandatory"),
    (("fehlen",), "empty"),
    (("entbehrlich",), "optional"),
    (("gemacht",), "fill"),
    (("vorliegen",), "fill"),
    (("entfallen",), "drop"),
    (("unterbleiben",), "drop"),
    ((frozenset({"zum", "zur", "zu"}), words.MANDATORY_NOUNS), "mandatory"),
    (("zu", _A, words.MANDATORY_NOUNS), "mandatory"),
    ((_A, frozenset({"angabe", "eintrag", "wert", "auswahl"}), frozenset({"zu", "vorzunehmen"}), "machen"), "to fill"),
    ((_A, frozenset({"angabe", "eintrag", "wert", "auswahl"}), frozenset({"gemacht", "vorgenommen"})), "fill"),
    ((_A, frozenset({"angabe", "eintrag", "wert", "auswahl"}), "vorzunehmen"), "to fill"),
    ((_A, frozenset({"angabe", "eintrag", "wert", "auswahl"}), words.FILLED | words.PICKED), "fill"),
    ((_A, frozenset({"angabe", "eintrag", "wert", "auswahl"}), words.MANDATORY), "mandatory"),
    (
        (
            _A,
            words.of("text freitext erläuterung begründung beschreibung"),
            words.of("einzugeben einzutragen anzugeben"),
        ),
        "to fill",
    ),
    ((frozenset({"angaben", "werte", "einträge"}), "zu", "machen"), "to fill"),
    ((frozenset({"angaben", "werte", "einträge"}), frozenset({"gemacht", "vorgenommen"})), "fill"),
)


def _acting(c: Cursor) -> bool:
    """ "(müssen Sie das Feld) ausfüllen": what people do, where a passive would say what is done."""
    return bool(c.accept(words.DOING))


def as_mandatory(c: Cursor) -> bool:
    """ "als Pflichtfeld", "als eine Pflichtfeldgruppe"."""
    return c.accept_all("als", words.MANDATORY_NOUNS) or c.accept_all("als", _A, words.MANDATORY_NOUNS)


def phrases(c: Cursor, verb: str) -> Said:
    """Everything that is said with one verb: "angezeigt und befüllt", "verpflichtend anzugeben"."""
    said = {phrase(c)}
    joints = words.AND | (words.OR if verb in {"may", "can"} else frozenset())
    while True:
        start = c.at
        if not (c.accept(joints) or c.accept_kind(Kind.COMMA) or "mandatory" in said):
            break
        adverbs(c)
        c.accept("nicht") if verb == "may" else None  # "darf nicht angezeigt und nicht befüllt werden"
        more = c.attempt(phrase)
        if more is None:
            c.at = start
            break
        said.add(more)
    return frozenset(said)
