"""Papers of the town as PDF: headings, text, lists, tables and charts in the order they were given.

Made like receipts and letters (`rathaus.documents.pdf`): tagged, for keeping, and the same values give the same bytes.
What was made is kept for a while, because everybody may ask for a paper.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.documents.pdf import compiled


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs: a blank line parts them."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; the columns from `numbers` on stand to the right."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int = 99


@dataclasses.dataclass(frozen=True, slots=True)
class Chart:
    """A drawing as SVG, with what it shows in words. Its figures must stand in the paper too."""

    svg: str
    alternative: str


Block = Heading | Prose | Items | Table | Chart


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A document of the town. `number`: what it is called in the footer; `subtitle` stands below the title.

    `language`: that of its words as a whole, as BCP 47 has it.
    """

    town: str
    title: str
    subtitle: str
    number: str
    at: datetime
    blocks: tuple[Block, ...]
    language: str = "de"


@lru_cache(maxsize=64)
def paper(value: Paper) -> bytes:
    """The paper as PDF."""
    with translation.override(value.language):
        pages = _("Seite %(page)s von %(pages)s")
    return compiled(
        "paper.typ",
        value.at,
        {
            "title": value.title,
            "subtitle": value.subtitle,
            "description": f"{value.title}, {value.subtitle}",
            "town": value.town,
            "number": value.number,
            "language": value.language,
            "pages": pages,
            "blocks": [_block(block) for block in value.blocks],
        },
    )


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    # A number of columns and the level of a heading travel as text: every value of a document's data is text.
    return {"kind": kind, **{name: _text(part) for name, part in dataclasses.asdict(block).items()}}


def _text(part: Any) -> Any:
    return str(part) if isinstance(part, int) else part
