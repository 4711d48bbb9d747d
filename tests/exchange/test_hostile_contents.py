"""A signed package may still hold nonsense: whatever its entries say, it is refused in a sentence or does no harm."""

import datetime as dt
import json
import random
from dataclasses import replace

import pytest

from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.package import PackageError
from rathaus.exchange.package.manifest import canonical
from rathaus.exchange.updates.services import Update
from rathaus.exchange.updates.strategy import PartUpdate
from tests.exchange.test_strategy_updates import FIRST
from tests.exchange.test_updates import by_hand, contents
from tests.exchange.test_updating import RULES

pytestmark = pytest.mark.slow
JUNK = [None, 1, 1.5, "x", "", [], {}, [1], {"a": 1}, [[{}]], True, "2026-01-01", -1, 10**30, "\0", "x" * 30_000]


def spoiled(value, chance, share):
    if chance.random() < share:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {
            name if chance.random() > share / 2 else "zz": spoiled(one, chance, share) for name, one in value.items()
        }
    return [spoiled(one, chance, share) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_spoiled_entries_are_refused_or_do_no_harm(seed):
    whole = replace(
        contents(rules=RULES), rules=(by_hand(),), letters={"granted": "Ja."}, presets={"F99000000003": "1"}
    )
    asked = whole.reading(land="NW").questionnaire
    whole = replace(whole, trials=trials.make(asked, dt.date(2026, 11, 27)), positions={"family": "F99000000001"})
    files, chance = whole.to_files(), random.Random(seed)
    names = sorted(name for name in files if name.endswith(".json"))
    refused = taken = 0
    for _number in range(200):
        name = chance.choice(names)
        entry = spoiled(json.loads(files[name]), chance, chance.choice([0.05, 0.15, 0.4]))
        try:
            found = ServiceContents.from_files({**files, name: canonical(entry)})
            reading = found.reading(land="NW")
        except PackageError:
            refused += 1
            continue
        update = Update.of(whole, whole, found)
        update.taken({one.key for one in update.differences})
        list(trials.run(found.trials, reading.questionnaire))
        taken += 1
    assert min(refused, taken) > 20


@pytest.mark.parametrize("seed", range(5))
def test_spoiled_strategy_parts_are_refused_or_do_no_harm(seed):
    files, chance = FIRST.to_files(), random.Random(seed)
    refused = taken = 0
    for _number in range(1000):
        name = chance.choice(sorted(files))
        entry = spoiled(json.loads(files[name]), chance, chance.choice([0.01, 0.03, 0.2]))
        try:
            found = StrategyContents.from_files({**files, name: canonical(entry)})
        except PackageError:
            refused += 1
            continue
        for one in PartUpdate.of(FIRST, found).differences:
            assert len(one.mark) == 32
        taken += 1
    assert min(refused, taken) > 50
