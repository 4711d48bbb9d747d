"""Which position of the new definition is which of the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rathaus.fim.model import Position
from rathaus.fim.upgrade import DEFAULT_FIELD


@dataclass(frozen=True, slots=True)
class Pair:
    """The same use in both definitions; `moved` where it (or a group around it) stands at another path."""

    old: Position
    new: Position
    moved: bool = False


@dataclass(slots=True)
class Matched:
    """What became of every position.

    `removed` and `added` hold the uppermost positions of what is gone and what is new; `moves` the uppermost of what
    stands in another group; `shifted` positions that stand elsewhere among the same siblings, with the one before them.
    """

    pairs: list[Pair] = field(default_factory=list)
    removed: list[Position] = field(default_factory=list)
    added: list[Position] = field(default_factory=list)
    moves: list[Pair] = field(default_factory=list)
    shifted: list[tuple[Position, Position | None]] = field(default_factory=list)


def match(old: Iterable[Position], new: Iterable[Position]) -> Matched:
    """Match two trees: by path first, then what has the same id among the rest and is the only one of it."""
    found = Matched()
    _siblings(found, tuple(old), tuple(new), moved=False)
    for was, now in _moves(found.removed, found.added):
        pair = Pair(was, now, moved=True)
        found.moves.append(pair)
        found.pairs.append(pair)
        _siblings(found, was.children, now.children, moved=True)
    moved_from = {pair.old.path for pair in found.moves}
    moved_to = {pair.new.path for pair in found.moves}
    found.removed = [position for position in found.removed if position.path not in moved_from]
    found.added = [position for position in found.added if position.path not in moved_to]
    return found


def _siblings(found: Matched, old: tuple[Position, ...], new: tuple[Position, ...], *, moved: bool) -> None:
    before = {position.id: position for position in old if position.id != DEFAULT_FIELD}
    after = {position.id: position for position in new if position.id != DEFAULT_FIELD}
    found.removed += [position for id_, position in before.items() if id_ not in after]
    found.added += [position for id_, position in after.items() if id_ not in before]
    found.shifted += _shifted([id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before], after)
    for id_, now in after.items():
        if was := before.get(id_):
            found.pairs.append(Pair(was, now, moved))
            _siblings(found, was.children, now.children, moved=moved)


def _shifted(
    before: list[str], after: list[str], positions: dict[str, Position]
) -> Iterator[tuple[Position, Position | None]]:
    """The fewest positions that explain another order, each with the one that it stands behind now."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {after[place] for block in blocks for place in range(block.b, block.b + block.size)}
    for place, id_ in enumerate(after):
        if id_ not in stayed:
            yield positions[id_], positions[after[place - 1]] if place else None


def _moves(removed: list[Position], added: list[Position]) -> Iterator[tuple[Position, Position]]:
    """Pairs of the same id, where it is gone exactly once and new exactly once; parts of a pair go with it."""
    gone, new = _by_id(removed), _by_id(added)
    done: list[str] = []
    for id_, olds in gone.items():
        news = new.get(id_, [])
        if len(olds) != 1 or len(news) != 1 or type(olds[0].element) is not type(news[0].element):
            continue
        if not any(path.startswith(f"{above}.") for path in (olds[0].path, news[0].path) for above in done):
            done += [olds[0].path, news[0].path]
            yield olds[0], news[0]


def _by_id(tops: list[Position]) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = {}
    for top in tops:
        for position in top.walk():
            found.setdefault(position.id, []).append(position)
    return found
