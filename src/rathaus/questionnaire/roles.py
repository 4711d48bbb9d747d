"""Who is it? Roles bound to positions, proposed from the ids of the central kit, confirmed by the service owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rathaus.fim.model import DataType, Field, FieldKind, Group, Position, Schema

_KIT = {
    "F60000227": "family",
    "F60000228": "given",
    "F60000319": "firm",
    "F60000242": "email",
    "F60000240": "phone",
    "F60000243": "street",
    "F60000244": "number",
    "F60000246": "postcode",
    "F60000247": "town",
}
"""Fields of the central kit, their numbers without the three zeros that version 3 puts in."""
_LABELS = {
    "family": re.compile(r"(familien|nach)name\b|name$", re.I),
    "given": re.compile(r"vornamen?\b", re.I),
    "firm": re.compile(r"(firma|firmenname|unternehmen|name (des|der) (unternehmens|firma|betriebs))\b", re.I),
    "email": re.compile(r"e-?mail", re.I),
    "phone": re.compile(r"(telefon|mobil|rufnummer)", re.I),
    "street": re.compile(r"stra(ß|ss)e\b", re.I),
    "number": re.compile(r"hausnummer\b", re.I),
    "postcode": re.compile(r"(postleitzahl|plz)\b", re.I),
    "town": re.compile(r"(wohn)?ort$|stadt$", re.I),
    "date_of_birth": re.compile(r"geburtsdatum|geburtstag", re.I),
}
_BIRTH = _LABELS["date_of_birth"]
_APPLICANT = re.compile(
    r"antragstell|anzeigende|meldende|zu Ihnen|Ihrer? Person|zur Person|persönlich|unternehmen|betrieb|arbeitgeber"
    r"|halter",
    re.I,
)
_OTHERS = re.compile(
    r"vertret|bevollm|kind(?!ertages)|\behe|partner|ansprech|angehörig|beauftragt|weiter|ander[es]|schwanger|leit(er|ung)"
    r"|vorstand|beschäftigt|vorsorge|prävention|verstorben|rechnung|konto|grundstück|ausland|früher|bisherig|neue",
    re.I,
)
_CONTACT = re.compile(r"ansprech(person|partner)|kontaktperson", re.I)
_REACH = re.compile(r"kontakt|erreichbar|kommunikation", re.I)
_SOMEBODY_ELSE = 1000

AUTOCOMPLETE = {
    "family": "family-name",
    "given": "given-name",
    "firm": "organization",
    "email": "email",
    "phone": "tel",
    "date_of_birth": "bday",
    "postcode": "postal-code",
    "town": "address-level2",
}
"""The `autocomplete` word of each role (WCAG 1.3.5); HTML has none for a street without its number."""


@dataclass(frozen=True, slots=True)
class Roles:
    """For each role the path of the field (of `date_of_birth` also of a group of day, month and year) that plays it.

    None: nobody plays it. `weak` names the roles that were proposed by the label of the field alone.
    """

    family: str | None = None
    given: str | None = None
    firm: str | None = None
    email: str | None = None
    phone: str | None = None
    date_of_birth: str | None = None
    street: str | None = None
    number: str | None = None
    postcode: str | None = None
    town: str | None = None
    weak: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """A JSON value; `from_json` gives an equal value."""
        return {name: getattr(self, name) for name in ROLE_NAMES} | {"weak": sorted(self.weak)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Roles:
        """The opposite of `to_json`; unknown names are ignored."""
        return cls(**{name: data.get(name) for name in ROLE_NAMES}, weak=frozenset(data.get("weak", ())))

    def without(self, name: str) -> Roles:
        """With nobody in the role `name`."""
        return replace(self, **{name: None}, weak=self.weak - {name})


ROLE_NAMES = tuple(f.name for f in fields(Roles) if f.name != "weak")


@dataclass(frozen=True, slots=True)
class Identity:
    """The applicant as far as the answers tell; empty strings where they do not.

    `date_of_birth` is ISO 8601 and may be shortened to the year or the year and month.
    """

    family: str = ""
    given: str = ""
    firm: str = ""
    email: str = ""
    phone: str = ""
    date_of_birth: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def name(self) -> str:
        """What to call the applicant: the firm, else given and family name."""
        return self.firm or f"{self.given} {self.family}".strip()

    @property
    def address_lines(self) -> tuple[str, ...]:
        """Street and place as two lines of an envelope, without empty ones."""
        lines = (f"{self.street} {self.number}".strip(), f"{self.postcode} {self.town}".strip())
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A position that could play a role; `distance` grows with everything that speaks against it."""

    role: str
    position: Position
    weak: bool
    around: tuple[Position, ...]
    distance: int

    @property
    def block(self) -> str:
        """The path of the top-level group it stands in; empty for a field at the top."""
        return self.around[0].path if self.around else ""


def propose(schema: Schema) -> Roles:
    """Roles by the ids of the central kit; by label, marked as weak, where the kit is not used.

    The applicant is looked for in one top-level group: the one that speaks of the applicant, else the first with a
    name; a single way to reach somebody may stand elsewhere. Entries of repeatable groups and groups about somebody
    else (representatives, children …) are left out.
    """
    candidates = [c for root in schema.children for c in _candidates(root, ())]
    names = [c for c in candidates if c.role in ("family", "firm")]
    block = min(names, key=lambda c: (c.weak, c.distance)).block if names else None
    chosen: dict[str, str] = {}
    weak: set[str] = set()
    for role in ROLE_NAMES:
        playing = [c for c in candidates if c.role == role]
        fitting = [c for c in playing if c.block == block or _is_contact(c)]
        alone = not fitting and role in ("email", "phone") and len(playing) == 1
        for best in sorted(playing if alone else fitting, key=lambda c: (c.block != block, c.weak, c.distance))[:1]:
            chosen[role] = best.position.path
            weak |= {role} if best.weak or alone else set()
    return Roles(**chosen, weak=frozenset(weak))


def contact_places(schema: Schema) -> Roles:
    """Where a definition asks for a contact beside the applicant: in the first group that says so, if one does."""
    around: tuple[Position, ...] = ()
    for position in schema.positions.values():
        if isinstance(position.element, Group) and _CONTACT.search(position.element.label_input):
            around = (position,)
            break
    found: dict[str, str] = {}
    for position in (inner for group in around for inner in group.walk()):
        role, _weak = role_of(position) if isinstance(position.element, Field) else (None, False)
        if role in ("family", "given", "email", "phone"):
            found.setdefault(role, position.path)
    return Roles(**found, weak=frozenset())


def _candidates(position: Position, around: tuple[Position, ...]) -> Iterator[_Candidate]:
    if position.cardinality.repeatable and not isinstance(position.element, Field):
        return
    role, weak = role_of(position)
    if role is not None:
        distance = len(around) + sum(_judge(group.element.label_input) for group in around)
        if distance < _SOMEBODY_ELSE // 2:
            yield _Candidate(role, position, weak, around, distance)
    if role != "date_of_birth":
        for child in position.children:
            yield from _candidates(child, (*around, position))


def role_of(position: Position) -> tuple[str | None, bool]:
    """The role that a position could play, and whether only its label says so."""
    short = position.id[:3] + position.id[-6:]
    element = position.element
    if isinstance(element, Group):
        is_birth = short == "G60000083" or any(c.id[:3] + c.id[-6:] == "F60000233" for c in position.children)
        return ("date_of_birth", False) if is_birth else (None, False)
    if element.kind is not FieldKind.INPUT:
        return None, False
    if short in _KIT:
        return _KIT[short], False
    wanted = DataType.DATE if _BIRTH.match(element.label_input) else DataType.TEXT
    if element.data_type not in (wanted, DataType.TEXT_LATIN):
        return None, False
    found = next((role for role, pattern in _LABELS.items() if pattern.match(element.label_input)), None)
    return found, found is not None


def _judge(label: str) -> int:
    if _OTHERS.search(label):
        return _SOMEBODY_ELSE
    return -3 if _APPLICANT.search(label) else 0


def _is_contact(candidate: _Candidate) -> bool:
    """Whether a way to reach somebody stands in a top-level group of its own."""
    return candidate.role in ("email", "phone") and bool(
        candidate.around and _REACH.search(candidate.around[0].element.label_input)
    )


def identity(answers: Mapping[str, Any], roles: Roles) -> Identity:
    """Read the roles out of valid answers; of repeated elements the first entry counts."""
    found = {name: _text(_find(answers, getattr(roles, name))) for name in ROLE_NAMES}
    return Identity(**found)


def _find(answers: Any, path: str | None) -> Any:
    if path is None:
        return None
    for step in path.split("."):
        if isinstance(answers, list):
            answers = answers[0] if answers else None
        answers = answers.get(step) if isinstance(answers, dict) else None
    return answers[0] if isinstance(answers, list) and answers else answers


def _text(value: Any) -> str:
    if isinstance(value, dict):
        parts = {id_[:3] + id_[-6:]: number for id_, number in value.items() if isinstance(number, int)}
        year, month, day = (parts.get(f"F60000{number}") for number in ("233", "232", "231"))
        shown = [f"{year:04}"] if year else []
        if year and month:
            shown += [f"{month:02}"] + ([f"{day:02}"] if day else [])
        return "-".join(shown)
    return value if isinstance(value, str) else ""
