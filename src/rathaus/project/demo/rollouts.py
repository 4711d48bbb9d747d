"""The demo town's rollouts, made up: schools from a table, street sections from GeoJSON, as a town takes them in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rathaus.people.models import Department
from rathaus.project.demo.days import Days
from rathaus.strategy import jobs
from rathaus.strategy.actions import computing, releasing, rollouts
from rathaus.strategy.models import Measure, Rollout
from rathaus.towns.actors import Actor

FOLDER = Path(__file__).parent / "rollouts"


@dataclass(frozen=True, slots=True)
class _Described:
    slug: str
    name: str
    meaning: str
    measure: str
    file: str


_ROLLOUTS = (
    _Described(
        "schulen",
        "Glasfaser für acht Schulen",
        "Die Faser liegt im Haus, und das Netz ist abgenommen.",
        "Glasfaser für acht Schulen",
        "schulen.csv",
    ),
    _Described(
        "strassen",
        "Glasfaser in Hohenlinden und Bachdorf",
        "Jedes Haus an der Straße kann einen Anschluss bekommen.",
        "Ausbau der weißen und grauen Flecken",
        "strassen.geojson",
    ),
)


def furnish(department: Department, days: Days, *, by: Actor) -> None:
    """Both rollouts, public; the share of schools that are done as an indicator of the last two years."""
    for one in _ROLLOUTS:
        measure = Measure.objects.get(title=one.measure)
        rollout = Rollout(slug=one.slug, name=one.name, meaning=one.meaning, measure=measure, public=True)
        rollouts.save_rollout(rollout, by=by)
        proposal, reading = rollouts.propose(rollout, days.text(FOLDER / one.file).encode(), file_name=one.file, by=by)
        if proposal is None:
            raise ValueError(reading.problems)
        rollouts.take_in(proposal, by=by)
    indicator = computing.feed(Rollout.objects.get(slug="schulen"), department, by=by)
    computing.compute(indicator, jobs.ended(indicator, 11), by=by)
    releasing.release(indicator, by=by)
