"""Whether a rule that somebody wrote belongs to a definition: to its text, its questions and the codes of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rathaus.fim.model import CodeList, Field, Schema
from rathaus.fim.rules.byhand import HandReading, key_of, rule_of
from rathaus.fim.rules.logic import Equals, Preset, Selectable, Statement, condition_of, leaves
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.statements import places
from rathaus.fim.rules.trying import bare, tried


def fitting(
    schema: Schema, lists: Mapping[str, CodeList], readings: Iterable[HandReading]
) -> tuple[tuple[HandReading, ...], tuple[str, ...]]:
    """The readings that belong to `schema`, and a German sentence on each of the others."""
    fit, sentences = [], []
    for reading in readings:
        if sentence := misfit(schema, lists, reading):
            sentences.append(f"Regel {reading.rule}, von Hand geschrieben, gilt hier nicht: {sentence}")
        else:
            fit.append(reading)
    return tuple(fit), tuple(sentences)


def misfit(schema: Schema, lists: Mapping[str, CodeList], reading: HandReading) -> str:
    """Why `reading` cannot run in `schema`, as a German sentence; empty where nothing speaks against it.

    The last thing to be asked is whether the answers that were tried still come to what stands beside them.
    """
    bound = next((one for one in schema.bound_rules if key_of(one)[:2] == reading.key[:2]), None)
    if bound is None:
        return "Diese Regel gibt es in der Definition nicht."
    if key_of(bound) != reading.key:
        return "Ihr Text in der Definition ist ein anderer als der, für den sie geschrieben wurde."
    for path in (
        *(p for one in reading.says for p in places(one)),
        *(bare(p) for t in reading.trials for p in t.answers),
    ):
        if path not in schema.positions:
            return f"Sie nennt {path}; das gibt es in der Definition nicht."
    if unknown := _unknown_code(schema, lists, reading):
        return unknown
    rule = rule_of(bound, reading.says)
    for number, trial in enumerate(reading.trials, start=1):
        if tried(rule, trial, schema, lists) != trial:
            return f"Versuch {number} ergibt nicht, was dabei steht."
    return ""


def _unknown_code(schema: Schema, lists: Mapping[str, CodeList], reading: HandReading) -> str:
    known = Places(schema, lists)
    for path, value in (pair for one in reading.says for pair in _values(one)):
        element = schema.positions[path].element
        codes = known.codes(element) if isinstance(element, Field) else None
        if codes is not None and not any(code.code == value for code in codes):
            return f"„{element.label_input}“ hat den Wert {value} nicht."
    return ""


def _values(statement: Statement) -> Iterator[tuple[str, str]]:
    """Every code that a statement names, with its position."""
    for leaf in leaves(condition_of(statement)):
        if isinstance(leaf, Equals) and isinstance(leaf.value, str):
            yield leaf.path, leaf.value
    match statement:
        case Selectable(target, _, codes):
            yield from ((target, code) for code in codes)
        case Preset(target, str() as value):
            yield target, value
