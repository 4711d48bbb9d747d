"""Reads of experience reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from rathaus.exchange.models import Experience, Figure, Question, Received, Release
from rathaus.protection.sealing import unseal
from rathaus.strategy import plan as plans
from rathaus.strategy import planning
from rathaus.strategy.models import Indicator, ReleasedValue
from rathaus.strategy.periods import Period
from rathaus.towns import scope


def reports(*, public: bool) -> QuerySet[Experience]:
    """All reports by title; those that everybody may see, if asked so."""
    found = Experience.objects.select_related("measure")
    return found.filter(published_at__isnull=False) if public else found


def about(words: str) -> QuerySet[Experience]:
    """The public reports that hold every word, in title or text."""
    found = reports(public=True)
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(situation__icontains=word)
            | Q(done__icontains=word)
            | Q(result__icontains=word)
            | Q(again__icontains=word)
            | Q(package_name__icontains=word)
        )
    return found


def of_package(package: UUID) -> QuerySet[Experience]:
    """The public reports about a package, whichever version, those about the newest first."""
    return reports(public=True).filter(package=package).order_by("-package_version", "title")


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A figure before and after with all that is needed to check it: period, source, licence, release."""

    figure: Figure
    indicator: Indicator
    before: ReleasedValue
    after: ReleasedValue

    @property
    def before_period(self) -> Period:
        """What the first figure is about."""
        return Period(self.before.end, self.before.start)

    @property
    def after_period(self) -> Period:
        """What the second figure is about."""
        return Period(self.after.end, self.after.start)

    @property
    def change(self) -> float:
        """How much it moved."""
        return self.after.value - self.before.value

    @property
    def better(self) -> bool | None:
        """Whether it moved in the right direction; None where it did not move, or neither is right."""
        if not self.change or not self.after.direction:
            return None
        return (self.change > 0) is (self.after.direction == "higher")


def figures(experience: Experience) -> list[BeforeAfter]:
    """The figures of a report whose values are still released. Three queries."""
    wanted = list(experience.figures.order_by("indicator_key"))
    ids = {one for figure in wanted for one in (figure.before, figure.after)}
    rows = ReleasedValue.objects.filter(municipality_id=scope.current_id(), observation__in=ids)
    values = {row.observation: row for row in rows}
    keys = [one.indicator_key for one in wanted]
    indicators = {one.key: one for one in Indicator.objects.filter(key__in=keys)}
    return [
        BeforeAfter(one, indicators[one.indicator_key], values[one.before], values[one.after])
        for one in wanted
        if one.before in values and one.after in values and one.indicator_key in indicators
    ]


def measure_is_public(experience: Experience) -> bool:
    """Whether the measure that a report is about stands in the published strategy."""
    if experience.measure_id is None or (published := planning.newest()) is None:
        return False
    return plans.from_json(published.content).find(str(experience.measure_id)) is not None


def package_is_offered(experience: Experience) -> bool:
    """Whether the town itself offers the package that a report is about, in that version."""
    if experience.package is None or experience.package_version is None:
        return False
    rows = Release.objects.filter(package=experience.package, version=experience.package_version)
    return rows.filter(package__offered=True).exists()


NAME_LIMIT = 200


class PackageVersion(NamedTuple):
    """A version of a package that a report can be about."""

    package: UUID
    version: int
    name: str


def package_versions(experience: Experience) -> list[PackageVersion]:
    """What the town has of its own and of others, by name, the newest version first; and what the report is about."""
    own = Release.objects.values_list("package", "version", "package__name")
    foreign = Received.objects.values_list("package__package", "version", "package__name")
    found = {PackageVersion(package, version, name[:NAME_LIMIT]) for package, version, name in (*own, *foreign)}
    if experience.package is not None and experience.package_version is not None:
        known = {(one.package, one.version) for one in found}
        if (experience.package, experience.package_version) not in known:
            found.add(PackageVersion(experience.package, experience.package_version, experience.package_name))
    return sorted(found, key=lambda one: (one.name.casefold(), -one.version))


def answered(experience: Experience) -> QuerySet[Question]:
    """The questions that everybody reads, in their order."""
    return experience.questions.filter(answered_at__isnull=False)


def question_context(question: Question) -> str:
    """The place that the seal of a question is bound to."""
    return f"question:{question.pk}"


def asked(question: Question) -> str:
    """A question as it was asked, or as it was answered."""
    if question.sealed is None:
        return question.text
    return unseal(question.data_key, bytes(question.sealed), context=question_context(question)).decode()
