"""Where an answer stands and how it is called, put plainly in the whole text.

Looked at behind `bracketed` and `telegraph`: ids have their names in quotation marks by then.
"""

from __future__ import annotations

from collections.abc import Callable

from rathaus.fim.rules.reading.rewriting.asserting import (
    asserted,
    fixed,
    from_among,
    no_showing,
    offered,
    within_effect,
)
from rathaus.fim.rules.reading.rewriting.choosing import at_answer, chosen, measured, when_colon
from rathaus.fim.rules.reading.rewriting.contents import (
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

Turn = Callable[[Tokens, int], Tokens | None]
_TURNS: tuple[Turn, ...] = (
    content,
    same_content,
    no_longer,
    content_of,
    is_equal,
    code_first,
    told,
    offered,
    bare_none,
    one_of,
    today,
    under,
    measured,
    chosen,
    within_effect,
    fixed,
    from_among,
    at_answer,
    when_colon,
    asserted,
    no_showing,
    dated,
    offered_by_arrow,
    preset_by_arrow,
    must_stand,
    wrong_if,
    allowed_in,
    as_often,
    asked_first,
)


def with_answers(tokens: Tokens) -> Tokens:
    """`tokens`, with what is answered, and where, in the words of rules."""
    for turn in _TURNS:
        at = 0
        while at < len(tokens):
            found = turn(tokens, at)
            tokens = tokens if found is None else found
            at += 1
    return tokens
