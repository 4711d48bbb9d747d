"""What the interface answers with."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, Literal, TypeVar

from ninja import Schema

Item = TypeVar("Item")


class Problem(Schema):
    """Why there is no answer, in one sentence."""

    problem: str


class Page(Schema, Generic[Item]):
    """A part of a list. `next` is the address of the following part; null at the end."""

    items: list[Item]
    total: int
    next: str | None


class Indicator(Schema):
    """A published indicator: what is measured and how, and the addresses of its values.

    `per_head`: a count that may be divided by the inhabitants.
    """

    key: str
    name: str
    meaning: str
    unit: str
    decimals: int
    better: Literal["higher", "lower"] | None
    per_head: bool
    method: str
    source: str
    licence: str
    frequency: str
    changed_at: dt.datetime
    page: str
    values: str
    csv: str
    xlsx: str


class Value(Schema):
    """A released figure of a place: from `start` to `end`, both included. `invented`: made up for a demo."""

    unit: str
    name: str
    period: str
    start: dt.date
    end: dt.date
    breakdown: str
    value: float
    quality: str
    source: str
    licence: str
    invented: bool


class Strategy(Schema):
    """The strategy as it was published last, with its fields of action, goals and measures."""

    number: int
    published_at: dt.datetime
    page: str
    content: dict[str, Any]


class Service(Schema):
    """A service that can be applied for online; `leika` is its key in the catalogue of administrative services."""

    slug: str
    name: str
    leika: str
    teaser: str
    department: str
    published_at: dt.datetime
    page: str
