"""What an effect acts on: references, or a word that stands for those named before."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import BEARER, Act, Ref

INCLUDING = frozenset({"einschließlich", "inklusive", "samt", "mitsamt"})
"""What is shown or hidden with its group is so anyway."""
_SINGULAR = frozenset({"ist", "wird", "muss", "darf", "kann", "soll", "bleibt"})
WHICH_OF_THEM = "Welches der zuvor genannten Elemente gemeint ist, sagt der Text nicht."
EACH_FIELD = "Ob die Gruppe gemeint ist oder jedes Feld in ihr, auch ein freiwilliges, sagt der Text nicht."
WHO_FILLS = "Ob das Element so heißt oder ob gesagt ist, wer es ausfüllt, sagt der Text nicht."
_ONE_OF_THEM = "„A oder B“ lässt offen, welches der Elemente gemeint ist."


def of_each(act: Act, adverbs: frozenset[str]) -> bool:
    """True for "alle Felder in G", "G vollständig": said of each field, and not of the group."""
    whole = "vollständig" in adverbs
    return any(ref.fields or (whole and ref.parts[-1].startswith("G")) for ref in act.targets)


def acted_by(led: tuple[Token, ...]) -> bool:
    """True for "(muss) die Gemeinde F2 (ausfüllen)": who does it, or the name of F2."""
    if len(led) < 3 or led[0].norm not in words.ARTICLES or led[2].kind is not Kind.REF:
        return False
    return led[1].kind is Kind.WORD and led[1].norm not in words.LEADING | words.KINDS


def all_of(c: Cursor) -> tuple[Ref, ...]:
    """References that are all meant: "A oder B muss befüllt werden" leaves the choice, and is no effect on both."""
    found, joint = references(c)
    if joint == "oder":
        c.fail(_ONE_OF_THEM)
    if found[-1].parts[-1].startswith("G") and c.norm() in INCLUDING:
        c.take()
        c.expect(frozenset({"aller", "allen", "der", "den", "seiner", "ihrer"}))
        c.accept("darin")
        c.accept("enthaltenen")
        c.expect(frozenset({"felder", "feldern", "unterfelder", "unterfeldern", "datenfelder", "datenfeldern"}))
    return found


def known_targets(c: Cursor, known: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """References, or a word that stands for those of the clause before ("die Felder", "es")."""
    if starts_reference(c):
        return all_of(c)
    if c.accept_all("alle", frozenset({"felder", "angaben", "datenfelder"}), frozenset({"der", "in"})):
        group = replace(reference(c), fields=True)
        return (group,) if group.parts[-1].startswith("G") else c.fail()
    if not known:
        return _bearer(c)
    return _spoken_of(c, known)


def _spoken_of(c: Cursor, known: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """A word that stands for the targets of the clause before."""
    several = len(known) > 1
    if c.accept_all("beide", words.NOUNS | frozenset({"angaben"})):
        return known if len(known) == 2 else c.fail()
    if c.accept_all(
        frozenset({"diese", "die"}), "beiden", frozenset({"felder", "gruppen", "datenfelder", "feldgruppen"})
    ):
        return known if len(known) == 2 else c.fail()
    if c.accept_all(frozenset({"die", "diese"}), frozenset({"felder", "datenfelder", "angaben", "elemente"})):
        return known if several else c.fail()
    if c.accept_all(frozenset({"das", "dieses"}), words.FIELD_NOUNS):
        return c.fail() if several else known
    if c.accept_all(frozenset({"die", "diese"}), words.GROUP_NOUNS):
        plural = c.tokens[c.at - 1].norm.endswith("n")
        return known if several is plural else c.fail()
    if c.accept(frozenset({"es", "dieses"})):
        return c.fail() if several else known
    c.accept(frozenset({"sie", "diese"}))
    alone = (c.tokens[c.at - 2].norm if c.at > 1 else "", c.norm())
    return c.fail() if several and any(verb in _SINGULAR for verb in alone) else known


def _bearer(c: Cursor) -> tuple[Ref, ...]:
    """ "dieses Feld", "die Gruppe": the element that bears the rule."""
    if c.at == 0 and c.accept(frozenset({"feld", "gruppe", "datenfeld", "feldgruppe", "datenfeldgruppe"})):
        return (BEARER,)  # "Feld wird nicht angezeigt"
    field = c.accept_all(frozenset({"dieses", "das"}), words.FIELD_NOUNS)
    if not field and not c.accept_all(frozenset({"diese", "die"}), words.GROUP_NOUNS):
        c.fail()
    return (BEARER,)


def inner_fields(c: Cursor, *, moving: bool) -> bool:
    """ "die (darin) enthaltenen Felder", "die Felder der Gruppe": the fields of the group that was just named."""
    start = c.at
    c.accept(frozenset({"die", "alle"}))
    c.accept("darin")
    found = c.accept_all("enthaltenen", "felder") or c.accept_all("felder", "der", "gruppe")
    if not (found and moving) or starts_reference(c):
        c.at = start
        return found and not starts_reference(c)
    return True
