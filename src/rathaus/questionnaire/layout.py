"""Where positions stand, and in which entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rathaus.fim.model import DataType, Field, Position


class Layout:
    """Where positions stand: the repeated groups around each, and its key inside the innermost of them."""

    def __init__(self, positions: Mapping[str, Position]) -> None:
        self.positions = positions
        self.chain: dict[str, tuple[str, ...]] = {}
        self.suffix: dict[str, str] = {}
        for path, position in positions.items():
            parent = position.parent_path
            chain = self.chain.get(parent, ())
            if parent and not isinstance(positions[parent].element, Field) and positions[parent].cardinality.repeatable:
                chain = (*chain, parent)
            self.chain[path] = chain
            self.suffix[path] = path[len(chain[-1]) + 1 :] if chain else path

    def field(self, path: str) -> Field:
        """The field at `path`. Raises TypeError where a group stands there."""
        element = self.positions[path].element
        if not isinstance(element, Field):
            raise TypeError(f"{path} is a group")
        return element

    def is_list(self, path: str) -> bool:
        """True for a repeatable field, whose values are a list."""
        position = self.positions[path]
        return isinstance(position.element, Field) and position.cardinality.repeatable

    def is_truth(self, path: str) -> bool:
        """True for a field whose answer is yes or no."""
        element = self.positions[path].element
        return isinstance(element, Field) and element.data_type is DataType.BOOL

    def fields(self, path: str) -> Iterator[str]:
        """The paths of all fields at or below `path`."""
        for position in self.positions[path].walk():
            if isinstance(position.element, Field):
                yield position.path

    def hops(self, path: str, place: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        """How deep `path` and a place inside the repeated groups `place` share entries, and what lies between.

        The second value holds the keys of the repeated groups still to be entered, each inside the one before.
        """
        chain = self.chain[path]
        shared = 0
        while shared < len(chain) and shared < len(place) and chain[shared] == place[shared]:
            shared += 1
        return shared, tuple(self.suffix[group] for group in chain[shared:])
