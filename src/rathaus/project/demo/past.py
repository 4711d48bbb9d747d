"""The year before: simple cases, evenly over its days, so that there are figures to show. They get better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rathaus.project.demo.stories import Story

FILE = Path(__file__).parent / "past.json"
DAYS = 460
"""Five quarters: the four that have ended, and the one that has not."""
EVERY = 13
"""Days between two of these cases: at least five are decided in every quarter."""
NEWEST = 14
"""All of them are decided: the last one came in before that many days."""


def stories() -> Iterator[Story]:
    """The cases, the oldest first."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    for number, sent in enumerate(range(DAYS, NEWEST, -EVERY)):
        case = told["cases"][number % len(told["cases"])]
        family, given = told["people"][number % len(told["people"])]
        street = told["streets"][number % len(told["streets"])]
        filled = {"Familienname": family, "Vornamen": given, "Straße": street, "Hausnummer": str(number % 40 + 1)}
        answers = _filled(case["answers"], filled)
        yield Story({"service": case["service"], "sent": sent, "answers": answers, "story": _steps(case, number, sent)})


def _filled(answers: Any, values: dict[str, str]) -> Any:
    """The same answers with what is left empty filled in."""
    if isinstance(answers, dict):
        return {key: values[key] if value == "" else _filled(value, values) for key, value in answers.items()}
    return answers


def _steps(case: dict[str, str], number: int, sent: int) -> list[dict[str, object]]:
    """Decided within two weeks at first and within days at last; asked back ever more seldom."""
    early = sent / DAYS
    ask = number % (2 + round((1 - early) * 5)) == 0
    asked = [
        {"do": "ask_back", "days": 1, "text": case["question"]},
        {"do": "reply", "days": 2, "text": case["reply"]},
    ]
    return [
        {"do": "take_over", "days": 1 + number % 2},
        *(asked if ask else []),
        {
            "do": "decide",
            "days": round(1 + early * 8 + number % 3),
            "outcome": "granted",
            "text": case["text"],
            "reason": case["reason"],
        },
    ]
