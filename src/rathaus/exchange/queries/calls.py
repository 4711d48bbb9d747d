"""Reads of calls: what each juror gave, and what comes of it once all are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from rathaus.exchange.models import Call, Criterion, Entry, Juror, Score


def calls(*, public: bool) -> QuerySet[Call]:
    """All calls, those that end last first; those that everybody may see, if asked so."""
    return Call.objects.filter(published_at__isnull=False) if public else Call.objects.all()


def juror(call: Call, account_id: UUID | str) -> Juror | None:
    """Who an account is in the jury of a call."""
    return Juror.objects.filter(call=call, account_id=account_id).first()


def open_for(account_id: UUID | str) -> QuerySet[Call]:
    """The calls in which an account still judges."""
    return Call.objects.filter(jurors__account_id=account_id, closed_at=None).distinct()


def given(by: Juror) -> dict[tuple[UUID, UUID], int]:
    """The points that one juror gave, by entry and criterion. The only way to them before the jury is closed."""
    rows = Score.objects.filter(juror=by).values_list("entry_id", "criterion_id", "points")
    return {(entry, criterion): points for entry, criterion, points in rows}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a juror is: counts, never points."""

    juror: Juror
    scored: int
    wanted: int

    @property
    def done(self) -> bool:
        """Whether every entry is judged by every criterion."""
        return self.scored >= self.wanted


def progress(call: Call) -> list[Progress]:
    """Every juror with how much is judged."""
    wanted = call.criteria.count() * call.entries.count()
    jurors = Juror.objects.filter(call=call).select_related("account").prefetch_related("scores")
    return [Progress(one, len(one.scores.all()), wanted) for one in jurors.order_by("account__name")]


@dataclass(frozen=True, slots=True)
class Result:
    """An entry with its points: the mean of the jurors by criterion, and over all by weight (0 to 10)."""

    place: int
    entry: Entry
    by_criterion: tuple[tuple[str, float], ...]
    points: float


def results(call: Call) -> list[Result]:
    """The ranking of a closed call, equal points sharing the better place; nothing while the jury is open."""
    if call.closed_at is None:
        return []
    criteria, entries = list(call.criteria.all()), list(call.entries.all())
    means = _means(call)
    found = []
    for entry in entries:
        parts = [means.get((entry.pk, one.pk), 0.0) for one in criteria]
        named = tuple(zip((one.title for one in criteria), parts, strict=True))
        found.append((entry, named, _weighted(parts, criteria)))
    return [
        Result(sum(other > points for _entry, _named, other in found) + 1, entry, named, points)
        for entry, named, points in sorted(found, key=lambda one: (-one[2], one[0].title))
    ]


def _means(call: Call) -> Mapping[tuple[UUID, UUID], float]:
    sums: dict[tuple[UUID, UUID], list[int]] = {}
    for entry, criterion, points in Score.objects.filter(juror__call=call).values_list(
        "entry_id", "criterion_id", "points"
    ):
        sums.setdefault((entry, criterion), []).append(points)
    return {key: sum(values) / len(values) for key, values in sums.items()}


def _weighted(parts: Sequence[float], criteria: list[Criterion]) -> float:
    """The mean by weight, rounded to a hundredth so that what looks equal is equal."""
    total = sum(one.weight for one in criteria)
    weighted = sum(part * one.weight for part, one in zip(parts, criteria, strict=True))
    return round(weighted / total, 2) if total else 0.0
