"""Where an answer stands and how it is called, put plainly in the whole text.

Looked at behind `bracketed` and `telegraph`: ids have their names in quotation marks by then.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.asserting import (
    AMOUNTS,
    CHECKS,
    PRESETS,
    asserted,
    fixed,
    from_among,
    no_showing,
    offered,
    within_effect,
)
from rathaus.fim.rules.reading.rewriting.choosing import at_answer, chosen, measured, when_colon
from rathaus.fim.rules.reading.rewriting.contents import (
    CONTENT,
    bare_none,
    code_first,
    content,
    content_of,
    is_equal,
    no_longer,
    one_of,
    same_content,
    today,
    told,
    under,
)
from rathaus.fim.rules.reading.rewriting.joining import asked_again, gapped, joined
from rathaus.fim.rules.reading.rewriting.noting import (
    allowed_in,
    as_often,
    asked_first,
    dated,
    must_stand,
    offered_by_arrow,
    preset_by_arrow,
    wrong_if,
)
from rathaus.fim.rules.reading.rewriting.places import Tokens
from rathaus.fim.rules.reading.rewriting.stating import admits, of_size, once_more, unless_then
from rathaus.fim.rules.reading.rewriting.validity import in_office, office_is_in
from rathaus.fim.rules.reading.tokens import Kind

Turn = Callable[[Tokens, int], Tokens | None]
_TURNS: tuple[tuple[Turn, Set[str]], ...] = (
    (content, CONTENT.keys()),
    (same_content, words.of("gleichen selben identischen denselben")),
    (no_longer, words.of("änderung änderbar überschreibbar geändert")),
    (content_of, words.of("inhalt feldinhalt wert")),
    (is_equal, words.of("lautet ist")),
    (code_first, words.of("nr. nr nummer ziffer code-nr. code-nr - – — [ (")),
    (told, words.of(":")),
    (offered, words.of("entfällt entfallen wählbar auswählbar zulässig erlaubt")),
    (bare_none, words.of("kein keine keiner keines keins nichts")),
    (one_of, words.of("{ [")),
    (today, words.of("alter lebensalter")),
    (under, words.of("unter laut gemäß")),
    (measured, words.of("bei")),
    (chosen, words.of("bei")),
    (within_effect, words.of("wählbar auswählbar zulässig erlaubt zulassen")),
    (fixed, PRESETS | words.of("erhält bekommt fest festen immer")),
    (from_among, AMOUNTS),
    (at_answer, words.of("bei")),
    (when_colon, words.of(":")),
    (asserted, CHECKS),
    (no_showing, words.of("anzeige einblendung")),
    (dated, words.of("zukunft vergangenheit")),
    (offered_by_arrow, words.of("-> --> → ⇒")),
    (preset_by_arrow, words.of("vorbelegen vorbelegt")),
    (must_stand, words.of("muss")),
    (wrong_if, words.of("fehler fehlermeldung unzulässig ungültig")),
    (allowed_in, words.of("zulässig zulässige erlaubt wertebereich")),
    (as_often, words.of("oft anzahl")),
    (asked_first, words.of(":")),
)
"""Each turn, with words and signs of which one must be there."""
_FIRST: tuple[tuple[Turn, Set[str]], ...] = (
    (joined, words.of(": - – —")),
    (gapped, words.of("mit auf")),
    (asked_again, words.of("wert zahl anzahl betrag eintrag auswahl antwort datum angabe")),
    (of_size, words.of("einen eine")),
    (admits, words.of("lässt läßt erlaubt gestattet bietet")),
    (unless_then, words.of("denn")),
    (once_more, words.of("zusätzliches neuerliches wiederholtes")),
    (in_office, words.of("bei für in im")),
    (office_is_in, words.of("zuständig")),
)


def with_slots(tokens: Tokens) -> Tokens:
    """`tokens`, with names joined to their codes and what else is said of values and Länder, before labels are read."""
    return _everywhere(tokens, _FIRST)


def with_answers(tokens: Tokens) -> Tokens:
    """`tokens`, with what is answered, and where, in the words of rules."""
    return _everywhere(tokens, _TURNS)


def _everywhere(tokens: Tokens, turns: tuple[tuple[Turn, Set[str]], ...]) -> Tokens:
    there = _marks(tokens)
    for turn, needed in turns:
        if there.isdisjoint(needed):
            continue
        at = 0
        while at < len(tokens):
            found = turn(tokens, at)
            if found is not None:
                tokens, there = found, _marks(found)
            at += 1
    return tokens


def _marks(tokens: Tokens) -> frozenset[str]:
    return frozenset(token.norm or token.text for token in tokens) | {
        token.text for token in tokens if token.kind is Kind.WORD
    }
