"""What holds until something else is said: "Standardmäßig ist F2 ausgeblendet. Wenn F1 = wahr, ist es sichtbar"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.exceptions import held_to
from rathaus.fim.rules.reading.tokens import Token
from rathaus.fim.rules.reading.tree import Act, Branch, Otherwise, Sentence, Whenever

_AT_FIRST = words.of("standardmäßig initial")
_UNTIL_WHEN = "Wann etwas anderes gilt als der Standard, sagt der Text nicht."


def without_default(tokens: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """The sentence without its "standardmäßig"; None for one that tells no default."""
    at = next((at for at, token in enumerate(tokens) if token.norm in _AT_FIRST), None)
    if at is None or any(token.norm in words.IF | words.ELSE | {"bei"} for token in tokens):
        return None
    return (*tokens[:at], *tokens[at + 1 :])


def until_said(found: list[Sentence], place: int) -> list[Sentence]:
    """`found`, with the default at `place` held to where none of the later sentences opens its target."""
    targets = _hidden_by(found[place])
    opening = [
        one
        for sentence in found[place + 1 :]
        for one in sentence.statements
        if isinstance(one, Branch)
        and any(isinstance(done, Act) and {ref.parts for ref in done.targets} == targets for done in one.acts)
    ]
    unread = any(sentence.reason for sentence in found[place:])
    if not targets or not opening or unread or any(isinstance(one.condition, Whenever) for one in opening):
        return [*found[:place], replace(found[place], statements=(), reason=_UNTIL_WHEN), *found[place + 1 :]]
    limit = Otherwise(tuple(dict.fromkeys(one.condition for one in opening)))
    (default,) = found[place].statements
    return [*found[:place], replace(found[place], statements=(held_to(default, limit),)), *found[place + 1 :]]


def _hidden_by(sentence: Sentence) -> set[tuple[str, ...]]:
    """What `sentence` hides without a condition; nothing where it says more, or something else."""
    if len(sentence.statements) != 1:
        return set()
    (only,) = sentence.statements
    if not isinstance(only, Branch) or not isinstance(only.condition, Whenever) or len(only.acts) != 1:
        return set()
    (act,) = only.acts
    hides = isinstance(act, Act) and act.kind is EffectKind.FORBIDDEN
    return {ref.parts for ref in act.targets} if hides else set()
