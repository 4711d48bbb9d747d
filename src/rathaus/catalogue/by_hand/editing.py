"""What the page for writing a rule shows: what the text means, the questions it names, and the answers tried."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rathaus.catalogue.queries import Material
from rathaus.fim.model import BoundRule, DataType, Field, Position
from rathaus.fim.rules.analysis import contradiction
from rathaus.fim.rules.byhand import HandReading, rule_of
from rathaus.fim.rules.explain import explain_statement
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import Equals, InLand, Statement, condition_of, leaves, seen
from rathaus.fim.rules.notation import Names, NotationError, read, write
from rathaus.fim.rules.notation.terms import Sort, sort_of
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.reckoning import Value, plain
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.statements import places
from rathaus.fim.rules.trying import MOST_ENTRIES, Trial, entry_of, key_of_entry, tried
from rathaus.fim.rules.wording import Wording
from rathaus.questionnaire.language import explained, say
from rathaus.questionnaire.values import read_date, read_number

LAND = "Land"
MOST_COLUMNS, MOST_ROWS, MOST_CODES = 12, 40, 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of a trial: an input, or a choice of `options` (value, text). `entry`: which of several it is of."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    entry: int = 0

    @property
    def id(self) -> str:
        """The HTML id of the control."""
        return re.sub(r"[^A-Za-z0-9]", "-", self.name)


@dataclass(frozen=True, slots=True)
class Row:
    """One trial: what was answered and what came of it, or what is wrong with an answer.

    For each column it has one cell, or one for each entry of something repeated.
    """

    number: int
    cells: tuple[tuple[Cell, ...], ...]
    results: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A question that the text names, with the values that it can take."""

    reference: str
    values: tuple[str, ...]
    more: int = 0


class Attempt:
    """A text with everything that the page says of it. Nothing of it is stored."""

    def __init__(self, made: Material, bound: BoundRule, *, land: str, language: Language) -> None:
        self.names = Names(made.schema, made.lists)
        self._made, self._bound, self._land, self._language = made, bound, land, language
        self._wording = Wording(made.schema, made.lists)
        self.text, self.says, self.problem = "", tuple[Statement, ...](), ""
        self._bearer = bound.bearer.path if bound.bearer else ""
        self._posted: Mapping[str, str] = {}
        self._rows = self._entries = 1

    # --- where it comes from

    def post(self, values: Mapping[str, str]) -> None:
        """What somebody sent."""
        self._rows = _count(values.get("zeilen", ""), MOST_ROWS)
        self._entries = _count(values.get("eintraege", ""), MOST_ENTRIES)
        self._posted = {name: value.strip() for name, value in values.items() if name.startswith("a") and ":" in name}
        self._take(values.get("regel", "").replace("\r\n", "\n"))

    def start(self, reading: HandReading | None, says: Sequence[Statement]) -> None:
        """What was written before, or else what the house reads."""
        trials = reading.trials if reading else ()
        posted = {}
        for number, trial in enumerate(trials[1:], start=1):
            given = {**trial.answers, **({LAND: trial.land} if trial.land else {})}
            posted.update({f"a{number}:{path}": self._written(path, value) for path, value in given.items()})
        self._posted, self._rows = posted, max(len(trials) - 1, 2)
        self._entries = max((entry_of(key) for trial in trials for key in trial.answers), default=1)
        statements = reading.says if reading else says
        self._take(write(statements, self.names) if statements else "")

    def insert(self, reference: str) -> None:
        """Put a question behind the text."""
        self._take(f"{self.text.rstrip()} {reference}".strip())

    def add_row(self) -> None:
        """One more trial."""
        self._rows = min(self._rows + 1, MOST_ROWS)

    def add_entry(self) -> None:
        """One more entry of what is repeated, in every trial."""
        self._entries = min(self._entries + 1, MOST_ENTRIES)

    def _take(self, text: str) -> None:
        self.text, self.says, self.problem = text, (), ""
        if not text.strip():
            return
        try:
            self.says = read(text, self.names)
        except NotationError as error:
            self.problem = error.said(self._language)
            return
        conditions = tuple(condition_of(one) for one in self.says)
        bearer, repeats = self._bound.bearer, Places(self._made.schema, self._made.lists).repeats
        problem = contradiction(self.says, conditions, lambda path: repeats(path, bearer))
        self.problem = say(explained(problem), self._language) if problem else ""

    # --- what it says

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the rule does, in words."""
        return tuple(explain_statement(one, self._wording, self._language) for one in self.says)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The questions that the rule names, with their values."""
        named = dict.fromkeys(path for one in self.says for path in places(one))
        return tuple(self._mention(path) for path in named)

    def _mention(self, path: str) -> Mention:
        position = self._made.schema.positions[path]
        if _is(position, DataType.BOOL):
            return Mention(self.names.written(path), ("ja", "nein"))
        codes = self.names.codes(path) or ()
        values = tuple(self.names.written_value(path, code.code) for code in codes[:12])
        return Mention(self.names.written(path), values, max(len(codes) - 12, 0))

    @property
    def questions(self) -> list[str]:
        """Every question of the definition, as it is written in a rule."""
        return [self.names.written(path) for path in self._made.schema.positions]

    def find(self, text: str) -> list[str]:
        """The questions that somebody may mean by a part of a name or id."""
        wanted = " ".join(text.split()).casefold()
        return [one for one in self.questions if wanted and wanted in one.casefold()]

    # --- trying

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The positions whose answers decide, and the Land where it does."""
        named = tuple(dict.fromkeys(path for one in self.says for path in seen(one)))[:MOST_COLUMNS]
        by_land = any(isinstance(leaf, InLand) for one in self.says for leaf in leaves(condition_of(one)))
        return (*named, LAND) if by_land else named

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return tuple(_("Land") if path == LAND else self._wording.name(path) for path in self.columns)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All trials, the first with nothing answered."""
        return tuple(self._row(number) for number in range(self._rows + 1)) if self.says else ()

    @property
    def row_count(self) -> int:
        """How many trials can be filled in."""
        return self._rows

    @property
    def entry_count(self) -> int:
        """How many entries of what is repeated can be filled in."""
        return self._entries

    @property
    def can_add_entry(self) -> bool:
        """Whether the rule looks at something repeated, of which one more can be tried."""
        return self._entries < MOST_ENTRIES and any(self._is_repeated(path) for path in self.columns)

    def _is_repeated(self, path: str) -> bool:
        return path != LAND and key_of_entry(self._made.schema, path, 1, self._bearer) is not None

    def _keys(self, path: str) -> tuple[str, ...]:
        """What the answers below a column are called: one, or one for each entry."""
        if not self._is_repeated(path):
            return (path,)
        keys = (key_of_entry(self._made.schema, path, number, self._bearer) for number in range(1, self._entries + 1))
        return tuple(filter(None, keys))

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """Answers that no column shows at the moment; they come back with the next request."""
        shown = {cell.name for row in self.rows for cells in row.cells for cell in cells}
        return tuple((name, value) for name, value in self._posted.items() if name not in shown)

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What is kept with the rule: nothing answered, and every row with an answer that can be read."""
        found = [self._trial(0), *(self._trial(number) for number in range(1, self._rows + 1))]
        return tuple(trial for number, trial in enumerate(found) if trial and (number == 0 or trial.answers))

    @property
    def bad_row(self) -> Row | None:
        """The first trial with an answer that cannot be read."""
        return next((row for row in self.rows if row.problem), None)

    def _row(self, number: int) -> Row:
        cells = tuple(self._cells(number, path) for path in self.columns) if number else ()
        trial = self._trial(number)
        if trial is None:
            return Row(number, cells, problem=self._bad_answer(number))
        return Row(number, cells, results(trial, self._wording))

    def _cells(self, number: int, path: str) -> tuple[Cell, ...]:
        keys, label, options = self._keys(path), self._label(path), self._options(path)
        named = [(f"a{number}:{key}", entry if len(keys) > 1 else 0) for entry, key in enumerate(keys, start=1)]
        return tuple(Cell(name, label, self._posted.get(name, ""), options, entry) for name, entry in named)

    def _label(self, path: str) -> str:
        return _("Land") if path == LAND else self._wording.name(path)

    def _options(self, path: str) -> tuple[tuple[str, str], ...]:
        if path == LAND:
            return tuple((code, name) for code, name in NAMES.items())
        position = self._made.schema.positions[path]
        if _is(position, DataType.BOOL):
            return (("ja", _("Ja")), ("nein", _("Nein")))
        codes = self.names.codes(path)
        if codes and len(codes) <= MOST_CODES:
            return tuple((code.code, f"{code.code} {code.name}") for code in codes)
        if codes is None and not self._is_compared(path):
            return (("ja", _("etwas angegeben")),)
        return ()

    def _is_compared(self, path: str) -> bool:
        """Whether the value matters, not only that there is one."""
        if not isinstance(self._made.schema.positions[path].element, Field):
            return False
        if sort_of(self._made.schema.positions[path]) is not Sort.OTHER:
            return True
        found = (leaf for one in self.says for leaf in leaves(condition_of(one)))
        return any(isinstance(leaf, Equals) and leaf.path == path for leaf in found)

    def _trial(self, number: int) -> Trial | None:
        """The trial in a row with what comes of it; None where an answer cannot be read."""
        answers: dict[str, Value] = {}
        land = self._land
        for path, key, text in self._typed(number):
            if path == LAND:
                land = text if text in NAMES else land
            else:
                value = self._value(path, text)
                if value is None:
                    return None
                answers[key] = value
        today = timezone.localdate().isoformat()
        rule = rule_of(self._bound, self.says)
        return tried(rule, Trial(answers, land, today), self._made.schema, self._made.lists)

    def _typed(self, number: int) -> Iterator[tuple[str, str, str]]:
        """Column, key and text of everything that was answered in a row."""
        for path in self.columns if number else ():
            for key in self._keys(path):
                if text := self._posted.get(f"a{number}:{key}", ""):
                    yield path, key, text

    def _value(self, path: str, text: str) -> Value | None:
        """What was answered; None where it cannot be meant."""
        position = self._made.schema.positions[path]
        if not isinstance(position.element, Field) or (self.names.codes(path) is None and not self._is_compared(path)):
            return True
        if _is(position, DataType.BOOL):
            return {"ja": True, "nein": False}.get(text)
        match sort_of(position):
            case Sort.NUMBER:
                return _number(text)
            case Sort.DATE:
                day = read_date(text)
                return day.isoformat() if isinstance(day, dt.date) else None
            case _:
                return text

    def _written(self, path: str, value: Value) -> str:
        """An answer as its control shows it."""
        if isinstance(value, bool):
            return "ja" if value else "nein"
        return str(value).replace(".", ",") if isinstance(value, int | float) else str(value)

    def _bad_answer(self, number: int) -> str:
        for path, _key, text in self._typed(number):
            if path != LAND and self._value(path, text) is None:
                return _("„%(text)s“ passt nicht zu „%(name)s“.") % {"text": text, "name": self._wording.name(path)}
        return ""


def results(trial: Trial, wording: Wording) -> tuple[str, ...]:
    """What came of a trial, in words."""
    found = [f"„{wording.name(path)}“: {_effect_words(effect)}" for path, effect in trial.effects.items()]
    if trial.valid is not None:
        found.append(_("gültig") if trial.valid else _("nicht gültig"))
    return tuple(found) or (_("nichts"),)


def _effect_words(effect: object) -> str:
    if not isinstance(effect, dict):
        return _words().get(str(effect), str(effect))
    said = [_words().get(str(effect["effect"]), "")] if effect.get("effect") else []
    if "value" in effect:
        said.append(_("wird nicht gefragt") if effect.get("hidden") else _("vorbelegt"))
    if "only" in effect:
        said.append(_("nur %s") % ", ".join(map(str, effect["only"])))
    if "not" in effect:
        said.append(_("nicht %s") % ", ".join(map(str, effect["not"])))
    return ", ".join(said)


def _words() -> dict[str, str]:
    return {
        "required": _("Pflicht"),
        "shown": _("wird gezeigt"),
        "forbidden": pgettext("question", "entfällt"),
        "optional": _("freiwillig"),
        "repeat": _("noch ein Eintrag"),
        "no_repeat": _("kein weiterer Eintrag"),
    }


def _is(position: Position, data_type: DataType) -> bool:
    return isinstance(position.element, Field) and position.element.data_type is data_type


def _number(text: str) -> int | float | None:
    value = read_number(text)
    return None if value is None or abs(value) >= 10**15 else plain(value)


def _count(text: str, most: int) -> int:
    return min(max(int(text), 1), most) if re.fullmatch("[0-9]{1,9}", text) else 1
