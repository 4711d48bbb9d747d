"""From a definition and its read rules to a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rathaus.fim.model import CodeList, Position, Schema
from rathaus.fim.rules import RuleReport, settle
from rathaus.fim.rules.byhand import HandReading, override
from rathaus.fim.rules.wording import Wording
from rathaus.questionnaire import house
from rathaus.questionnaire.building import Builder
from rathaus.questionnaire.constraints import alternatives, compile_all
from rathaus.questionnaire.findings import Finding
from rathaus.questionnaire.naming import told_apart
from rathaus.questionnaire.paging import Pager
from rathaus.questionnaire.presets import answered_beforehand
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.roles import AUTOCOMPLETE, Roles, propose


def plan(
    schema: Schema,
    report: RuleReport,
    lists: Mapping[str, CodeList],
    *,
    roles: Roles | None = None,
    land: str | None = None,
    by_hand: Iterable[HandReading] = (),
    own_questions: bool = True,
    presets: Mapping[str, str] | None = None,
) -> Questionnaire:
    """Compile the questionnaire of `schema`.

    `lists` gives a code list for each canonical version URI that a field refers to; a list of another version there
    is one that the service owner has confirmed. `roles` None takes the proposal. `land` (two capitals) decides
    the rules that tell Länder apart; without one they are checks by hand. `by_hand` is what people wrote for some
    rules; it runs instead of what was read. Without `own_questions` the house asks for no way to reach the person, and
    a rule that wants exactly one of several is a demand like any other instead of a choice.
    `presets` are what the owner of the service answers beforehand (see `presets`).
    """
    schema = answered_beforehand(schema, presets or {})
    report = settle(override(report, by_hand), land)
    roles = propose(schema) if roles is None else roles
    own: tuple[Position, ...] = ()
    told: tuple[Finding, ...] = ()
    if own_questions:
        roles, own, told = house.complete(roles)
    autocomplete = {path: word for name, word in AUTOCOMPLETE.items() if (path := getattr(roles, name)) is not None}
    known = {**schema.code_lists, **lists}
    builder = Builder((*told_apart(schema.children), *own), report, known, autocomplete, choices=own_questions)
    tree = builder.build()
    tree.alternatives = alternatives(tree)
    tree.presets = dict(presets or {})
    checks = compile_all(tree, builder.sorter, Wording(schema, known))
    pager = Pager(tree)
    sections = pager.sections()
    return Questionnaire(
        schema,
        report,
        roles=roles,
        land=land,
        tree=tree,
        sections=sections,
        checks=checks,
        findings=(*tree.findings, *pager.findings, *told),
    )
