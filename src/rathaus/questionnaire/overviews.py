"""The pages that list the entries of a repeatable group, and how its entries lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from rathaus.questionnaire.draft import MAX_ENTRIES
from rathaus.questionnaire.keys import frames_of
from rathaus.questionnaire.model import Outcome, Step
from rathaus.questionnaire.tree import Tree


class Overviews:
    """The overviews of one plan."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def key(self, overview: Step) -> str:
        """The repeated element that an overview lists, by instance key."""
        return self._tree.node(overview.page.items[0].path).key(frames_of(overview.at))

    def entries(self, overview: Step, outcome: Outcome) -> tuple[str, ...]:
        """The ids of the entries that an overview lists, in their order."""
        return outcome.entries.get(self.key(overview), ())

    def behind(self, step: Step, steps: Sequence[Step], outcome: Outcome) -> Step | None:
        """The overview right behind `step`, if that is the last page of the last of its entries."""
        number = next((number for number, other in enumerate(steps) if other.slug == step.slug), len(steps))
        following = steps[number + 1] if number + 1 < len(steps) else None
        if following is None or not following.page.is_overview or step.page.is_overview:
            return None
        ids = self.entries(following, outcome)
        return following if ids and step.at == f"{self.key(following)}[{ids[-1]}]" else None

    def another(self, step: Step, steps: Sequence[Step], outcome: Outcome) -> str | None:
        """The key of the list to which one more entry may be added behind `step`; None where there is none."""
        overview = self.behind(step, steps, outcome)
        if overview is None:
            return None
        key = self.key(overview)
        maximum = self._tree.entries(overview.page.items[0].path).cardinality.maximum
        most = outcome.most.get(key, maximum or MAX_ENTRIES)
        return key if len(self.entries(overview, outcome)) < most else None
