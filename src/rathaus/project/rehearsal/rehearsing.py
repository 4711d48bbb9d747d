"""One definition, rehearsed: published, and applied for with every deciding answer in both states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import jsonschema_rs

from rathaus.applications import queries
from rathaus.applications.models import Application
from rathaus.catalogue import actions
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import questionnaire
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.json_schema import json_schema
from rathaus.people.models import Department
from rathaus.project.rehearsal.walking import Walk, WalkError
from rathaus.questionnaire import Draft, FindingKind, Questionnaire, to_submission
from rathaus.questionnaire.deciding import Driven, deciding, drive
from rathaus.questionnaire.generator import GeneratorError, fill
from rathaus.towns.actors import Actor

HOST = "localhost"
SEED = 2026
"""The same choices in every run, so that a finding can be looked at again."""
MORE = 40
"""So many more drafts are tried for pages that no deciding answer happened to need."""

Walked = Callable[[str], None]


@dataclass
class Rehearsal:
    """What came of one definition. `problems` are findings; `notes` what the service owner may want to know."""

    label: str
    pages: int
    seen: set[str] = field(default_factory=set)
    sent: int = 0
    states: int = 0
    out_of_reach: list[str] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "label": self.label,
            "pages": self.pages,
            "pages_seen": len(self.seen),
            "applications": self.sent,
            "deciding_states": self.states,
            "out_of_reach": self.out_of_reach,
            "problems": list(self.problems),
            "notes": self.notes,
        }


def publish(reading: Reading, slug: str) -> ServiceVersion:
    """The definition as a service of the town in scope; code lists are taken as they are."""
    department, _ = Department.objects.get_or_create(name="Probe", email="probe@example.org")
    return actions.publish(
        reading,
        texts=ServiceTexts(name=reading.schema.label),
        department=department,
        slug=slug,
        confirmed_lists=frozenset(match.key for match in reading.to_confirm),
        by=Actor.operator("rathaus rehearse"),
    )


def states_of(asked: Questionnaire) -> int:
    """How many states of deciding answers there are to bring about."""
    return sum(1 if one.path.startswith("?") else 2 for one in deciding(asked))


def rehearse(
    version: ServiceVersion, reading: Reading, *, quick: bool = False, walked: Walked = lambda _what: None
) -> Rehearsal:
    """Apply for the service in every way that its answers decide about, each time to the receipt.

    `reading` is what it was published from. `quick`: once only. `walked` hears of every state that was tried.
    """
    asked = questionnaire(version.pk)
    found = Rehearsal(version.service.name, len(asked.pages))
    validator = jsonschema_rs.validator_for(
        json_schema(reading.schema, reading.code_lists, report=asked.report), validate_formats=True
    )
    for draft in drafts(asked, found, quick=quick, walked=walked):
        _apply(version, asked, draft, validator, found)
    never = [finding.sentence for finding in asked.findings if finding.kind is FindingKind.NEVER_SHOWN]
    found.notes += never
    if not quick and len(asked.pages) - len(found.seen) > len(never):
        unseen = [page.title for page in asked.pages if page.key not in found.seen]
        found.problems[f"Diese Seiten kamen bei keiner Antwort: {', '.join(unseen)}."] = None
    return found


def drafts(
    asked: Questionnaire, found: Rehearsal, *, quick: bool = False, walked: Walked = lambda _what: None
) -> Iterator[Draft]:
    """Complete drafts: both states of every deciding answer, then such that need pages that `found` has not seen."""
    random = Random(SEED)  # noqa: S311 (made-up answers, nothing secret)
    try:
        if quick:
            yield fill(asked, random)
            return
        for driven in drive(asked, random):
            walked(_state(driven))
            if driven.draft is None:
                found.out_of_reach.append(_state(driven))
                continue
            found.states += 1
            yield driven.draft
        yield from _more(asked, found, random)
    except GeneratorError as error:
        found.problems[str(error)] = None


def _more(asked: Questionnaire, found: Rehearsal, random: Random) -> Iterator[Draft]:
    """Some more by chance, of which one fails now and then; GeneratorError where none at all could be made."""
    for number in range(MORE):
        try:
            draft = fill(asked, random)
        except GeneratorError:
            if number == MORE - 1 and not found.sent:
                raise
            continue
        if not found.sent or {step.page.key for step in asked.steps(draft)} - found.seen:
            yield draft


def _state(driven: Driven) -> str:
    one = driven.deciding
    value = "beantwortet" if one.value is None else str(one.value)
    return f"{one.path} {'=' if driven.holds else '≠'} {value}"


def _apply(
    version: ServiceVersion, asked: Questionnaire, draft: Draft, validator: Any, found: Rehearsal
) -> None:  # fmt: skip
    walk = None
    try:
        walk = Walk(version.service.slug, asked, draft, host=HOST)
        application_id = walk.to_receipt()
    except WalkError as error:
        found.problems[str(error)] = None
    else:
        found.sent += 1
        found.problems |= dict.fromkeys(_misfits(asked, application_id, validator))
    if walk is not None:
        found.seen |= walk.seen
        found.problems |= dict.fromkeys(sorted(walk.flaws))


def _misfits(asked: Questionnaire, application_id: UUID, validator: Any) -> Iterator[str]:
    """What of a sent application would not be accepted where it is delivered."""
    application = Application.objects.select_related("data_key").get(pk=application_id)
    submission = to_submission(asked.schema, queries.answers(application))
    for misfit in validator.iter_errors(submission):
        where = "/".join(map(str, misfit.instance_path)) or "der Wurzel"
        yield f"Was übergeben würde, passt bei {where} nicht zum Schema: {misfit.message}"
