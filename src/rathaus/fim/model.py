"""The one model of a service definition, whichever dialect it was written in (XDatenfelder 2.0 or 3.0.0).

Everything here is an immutable value. Building blocks (`Field`, `Group`) know nothing of where they are used; a
`Position` is one use of a building block in the tree, with the cardinality and the legal basis of that use. The same
building block often stands at several positions of one schema.

Paths: the ids from the top joined by dots, without the schema's own id: ``G00000002191.G60000000086.F60000000243``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from rathaus.fim.severity import FOR_EDITORS, SEVERITIES, Severity


class Dialect(enum.Enum):
    """The version of the XDatenfelder standard that a file is written in."""

    XDF2 = "2.0"
    XDF3 = "3.0.0"


class FieldKind(enum.Enum):
    """``feldart``: how a field takes part in the form."""

    INPUT = "input"
    SELECT = "select"
    LABEL = "label"
    HIDDEN = "hidden"
    LOCKED = "locked"


class DataType(enum.Enum):
    """``datentyp``: what kind of value a field holds."""

    TEXT = "text"
    TEXT_LATIN = "text_latin"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOL = "bool"
    NUM = "num"
    NUM_INT = "num_int"
    NUM_CURRENCY = "num_currency"
    FILE = "file"
    OBJ = "obj"


class Prefill(enum.Enum):
    """``vorbefuellung`` (3.0.0): whether a value may, or must, come from a register or an account."""

    NONE = "keine"
    OPTIONAL = "optional"
    MANDATORY = "verpflichtend"


@dataclass(frozen=True, slots=True)
class Cardinality:
    """``anzahl``: how often an element may stand at its position; ``maximum`` None means without limit (``*``)."""

    minimum: int
    maximum: int | None

    @property
    def repeatable(self) -> bool:
        """True where more than one entry is allowed."""
        return self.maximum is None or self.maximum > 1

    @property
    def optional(self) -> bool:
        """True where nothing needs to be given."""
        return self.minimum == 0

    def __str__(self) -> str:
        return f"{self.minimum}:{'*' if self.maximum is None else self.maximum}"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """``bezug``: a norm in the words of the definition, with a link where one is given."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Keyword:
    """``stichwort`` (3.0.0) with its category (``uri``)."""

    text: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """``praezisierung``: bounds of a value. Numbers as Decimal; dates and times as written (ISO 8601)."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: Decimal | str | None = None
    max_value: Decimal | str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list. The code is a string as written: leading zeros matter."""

    code: str
    name: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class CodeListRef:
    """``codelisteReferenz``: which list a field takes its codes from.

    `version` None means "always the newest". `fim_id` is the ``C…`` id of 2.0. The keys name genericode columns.
    """

    canonical_uri: str
    version: str | None
    canonical_version_uri: str
    fim_id: str | None = None
    code_key: str | None = None
    name_key: str | None = None
    help_key: str | None = None

    @property
    def key(self) -> str:
        """What tells the list that this reference means from all others: version URI, and the columns if it names some.

        Mappings from references to lists (`rathaus.fim.lists.resolve`) use it.
        """
        columns = (self.code_key, self.name_key, self.help_key)
        if columns == (None, None, None):
            return self.canonical_version_uri
        return "#".join([self.canonical_version_uri, *(column or "" for column in columns)])


@dataclass(frozen=True, slots=True)
class CodeList:
    """A genericode list, reduced to code, name and help in the order of the file."""

    canonical_uri: str
    version: str | None
    canonical_version_uri: str
    short_name: str
    long_name: str | None
    codes: tuple[Code, ...]
    code_column: str
    name_column: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a definition that somebody should know, said in one German sentence.

    `code` is the number of the official quality message (FIM, list XDFM) where there is one, else a word of our own.
    `path` is the position it is about, `line` the line in the file (0 where unknown), `rule` the id of the rule.
    """

    code: str
    sentence: str
    path: str | None = None
    line: int = 0
    rule: str | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is: official codes have their official class."""
        return SEVERITIES[self.code]

    @property
    def for_editors(self) -> bool:
        """Whether it is about the document alone: a service runs the same without it."""
        return self.code in FOR_EDITORS


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the file has it, before anyone reads its sentence.

    `text` is the German sentence (``freitextRegel`` in 3.0.0, ``definition`` in 2.0).
    """

    id: str
    version: str | None
    name: str
    text: str
    description: str | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    creator: str | None = None
    kind: str | None = None
    script: str | None = None
    changed_at: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Head:
    """What every element carries (FIM-FORMATS sections 2 and 3, shared head). Empty elements count as absent."""

    id: str
    version: str | None
    name: str
    description: str | None = None
    definition: str | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    status: str | None = None
    status_set_on: str | None = None
    status_set_by: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    version_note: str | None = None
    published_on: str | None = None
    changed_at: str | None = None
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """``datenfeld``: a building block that holds one value (or one list of values, by its positions' cardinality)."""

    head: Head
    label_input: str
    label_output: str
    kind: FieldKind
    data_type: DataType
    element_type: str | None = None
    help_input: str | None = None
    help_output: str | None = None
    limits: Limits = Limits()
    content: str | None = None
    prefill: Prefill = Prefill.NONE
    code_list: CodeListRef | None = None
    values: tuple[Code, ...] = ()
    max_size: int | None = None
    media_types: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """``datenfeldgruppe``. `choice` is true for an Auswahlgruppe (art X): exactly one child may be filled."""

    head: Head
    label_input: str
    label_output: str
    element_type: str | None = None
    help_input: str | None = None
    help_output: str | None = None
    choice: bool = False
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Position:
    """One use of a building block. Identity is the path; siblings never share an id.

    `legal_bases` are those of the use itself (``struktur/bezug``); `effective_legal_bases` are what to show: those of
    the use, else of the element, else of the nearest ancestor that has some.
    """

    path: str
    element: Field | Group
    cardinality: Cardinality
    legal_bases: tuple[LegalBasis, ...] = ()
    effective_legal_bases: tuple[LegalBasis, ...] = ()
    children: tuple[Position, ...] = ()
    line: int = 0

    @property
    def id(self) -> str:
        """The bare id of the element, the last part of the path."""
        return self.element.head.id

    @property
    def parent_path(self) -> str:
        """The path of the enclosing group; empty at the top."""
        return self.path.rpartition(".")[0]

    def walk(self) -> Iterator[Position]:
        """This position and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with the position of its bearer; `bearer` is None where the schema itself bears it."""

    rule: Rule
    bearer: Position | None


@dataclass(frozen=True, eq=False)
class Schema:
    """``stammdatenschema``: one service's data, whole.

    `code_lists` holds the lists that were handed in with the file, by canonical version URI.
    `content_hash` is the SHA-256 of the payload without the message header (the portal changes the header on every
    download) and without relations.
    `label_output` is only in 2.0; `document_profile` (id of the Dokumentsteckbrief) only in 3.0.0.
    `structure_changes` and `representation_changes` say how far a derived schema may differ
    (``ableitungsmodifikationen…``).
    `findings` are what the reader noticed and went on after: unknown elements, limits that are no numbers.
    """

    dialect: Dialect
    head: Head
    label: str
    help: str | None
    document_profile: str | None
    rules: tuple[Rule, ...]
    children: tuple[Position, ...]
    content_hash: str
    code_lists: Mapping[str, CodeList] = field(default_factory=dict)
    label_output: str | None = None
    structure_changes: str | None = None
    representation_changes: str | None = None
    document_profile_version: str | None = None
    message_id: str | None = None
    message_created_at: str | None = None
    findings: tuple[Finding, ...] = ()
    line: int = 0

    @cached_property
    def positions(self) -> dict[str, Position]:
        """All positions by path, in document order."""
        return {p.path: p for child in self.children for p in child.walk()}

    @cached_property
    def bound_rules(self) -> tuple[BoundRule, ...]:
        """Every rule occurrence: the schema's own, then those of each position in document order."""
        own = [BoundRule(rule, None) for rule in self.rules]
        return tuple(own + [BoundRule(rule, p) for p in self.positions.values() for rule in p.element.rules])


class FimError(ValueError):
    """Unusable input, said in one sentence with file, line and element where they are known.

    The sentence is one printable line, whatever stands in the file or in its name.
    """

    def __init__(
        self, message: str, *, file: str | None = None, line: int | None = None, element: str | None = None
    ) -> None:
        self.message, self.file, self.line, self.element = message, file, line, element
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"Zeile {self.line}" if self.line else None,
                f"Element {self.element}" if self.element else None,
            )
            if part
        )
        said = f"{where}: {self.message}" if where else self.message
        return " ".join("".join(char if char.isprintable() else " " for char in said).split())
