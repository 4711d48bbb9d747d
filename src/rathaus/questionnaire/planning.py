"""From a definition and its read rules to a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping

from rathaus.fim.model import CodeList, Schema
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.roles import Roles


def plan(
    schema: Schema,
    report: RuleReport,
    lists: Mapping[str, CodeList],
    *,
    roles: Roles | None = None,
    land: str | None = None,
) -> Questionnaire:
    """Compile the questionnaire of `schema`.

    `lists` gives a code list for each canonical version URI that a field refers to; a list of another version there
    is one that the service owner has confirmed. `roles` None takes the proposal.
    """
    raise NotImplementedError
