"""The time of an action is the real one, unless the demo plays a past; then the audit log says both."""

import datetime as dt
import json
import re
from datetime import UTC
from pathlib import Path

import pytest
from django.utils import timezone

import rathaus
from rathaus.protection import audit
from rathaus.towns import clock, scope
from rathaus.towns.transactions import atomic_write
from tests.people.making import OPERATOR

LAST_YEAR = dt.datetime(2025, 1, 1, 0, 30, tzinfo=UTC)


def test_time_is_the_real_one():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()
    assert not clock.is_played()


def test_played_time_ends_with_its_block():
    with clock.played_at(LAST_YEAR):
        assert (clock.now(), clock.today(), clock.is_played()) == (LAST_YEAR, dt.date(2025, 1, 1), True)
    assert clock.now().year > 2025


@pytest.mark.parametrize("moment", [dt.datetime(2025, 1, 1), dt.datetime(2999, 1, 1, tzinfo=UTC)])  # noqa: DTZ001
def test_only_the_past_can_be_played(moment):
    with pytest.raises(ValueError, match="no moment of the past"), clock.played_at(moment):
        pass


@pytest.mark.usefixtures("scoped")
def test_entry_of_a_played_past_says_when_it_was_written():
    with atomic_write(), clock.played_at(LAST_YEAR):
        entry = audit.record("test.done", scope.current_id(), by=OPERATOR, details={"a": 1})
    details = json.loads(entry.details)
    assert (entry.at[:10], details["a"]) == ("2025-01-01", 1)
    assert details["played"][:10] == timezone.now().astimezone(UTC).date().isoformat()
    assert audit.verify(scope.current()).problems == []


def test_nobody_but_the_demo_plays():
    root = Path(rathaus.__file__).parent
    playing = {path.relative_to(root) for path in root.rglob("*.py") if re.search(r"played_at\(", path.read_text())}
    demo = Path("project/demo")
    assert [path for path in playing if demo not in path.parents] == [Path("towns/clock.py")]
    assert demo / "timeline.py" in playing
