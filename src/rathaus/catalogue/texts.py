"""The texts of a service: what the public page says beside the form.

A text is plain German with three signs of order: an empty line begins a paragraph, a line beginning with ``- `` is an
entry of a list, ``[words](https://…)`` is a link. Nothing in it is ever taken for HTML: `rathaus.catalogue.markup`
escapes everything and adds the tags itself. HTML fragments (as XZuFi carries them) are turned into that plain form on
the way in. The names of the fields follow the text modules of XZuFi (FIM-FORMATS section 8).

German is the language that every service has; `translations` holds what there is in others, field by field.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue.markup import plain
from rathaus.people.trust import TrustLevel
from rathaus.web.words import Word, word_for

TEXT_LIMIT = 20_000
LINE_LIMIT = 250
LIST_LIMIT = 60
LETTERS = ("granted", "partly", "refused", "withdrawn")
"""How a case may end, as `rathaus.cases` names it: for each, a service may word the letter of the decision."""


class TextsError(ValueError):
    """Unusable service texts: one German sentence, and the name of the field where it is about one."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        self.sentence, self.field = sentence, field
        super().__init__(f"Feld „{field}“: {sentence}" if field else sentence)


class Audience(enum.Enum):
    """``leistungsadressat``: for whom a service is."""

    CITIZEN = "citizen"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Document:
    """Something the applicant needs to have at hand (``dokumentEingehend``)."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A norm the service rests on, with a link where one is known."""

    name: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of a service in one language; an empty field is not translated."""

    name: str = ""
    teaser: str = ""
    description: str = ""
    preconditions: str = ""
    documents: tuple[Document, ...] = ()
    documents_note: str = ""
    cost: str = ""
    duration: str = ""
    deadline: str = ""
    legal_bases: tuple[LegalBasis, ...] = ()
    procedure: str = ""
    remedy: str = ""
    contact: str = ""
    hints: str = ""
    more: str = ""
    keywords: tuple[str, ...] = ()
    purpose: str = ""
    retention: str = ""
    recipients: str = ""


@dataclass(frozen=True, slots=True)
class ServiceTexts(Translation):
    """All texts of one service, in German. `name` is the citizen's name for it; everything else may be empty.

    `purpose`, `retention` and `recipients` go into the privacy notice. `easy_language` is the description in German
    easy language, `sign_video` the address of a video in sign language. `approval` says who approved the texts, when.
    `word`: what is sent; None goes by the name.
    `letters`: by outcome (`LETTERS`) how the letter of a decision begins; ``{service}`` and ``{day}`` are filled in.
    """

    audience: tuple[Audience, ...] = (Audience.CITIZEN,)
    life_situations: tuple[str, ...] = ()
    leika_key: str = ""
    trust_level: TrustLevel = TrustLevel.NORMAL
    written_form: bool = False
    word: Word | None = None
    easy_language: str = ""
    sign_video: str = ""
    approval: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The texts as JSON values; `ServiceTexts.from_json` reads them back equal."""
        values = dataclasses.asdict(self)
        values["audience"] = [one.value for one in self.audience]
        values["trust_level"] = self.trust_level.value
        values["word"] = self.word.value if self.word else ""
        return values

    @property
    def called(self) -> Word:
        """What it is that somebody sends."""
        return self.word or word_for(self.name)

    @classmethod
    def from_json(cls, values: object) -> ServiceTexts:
        """Check and clean `values`; raises `TextsError` with a sentence that names the field."""
        if not isinstance(values, Mapping):
            raise TextsError("Die Texte müssen ein JSON-Objekt sein: { … }.")
        unknown = sorted(str(key) for key in values if key not in _READERS)
        if unknown:
            raise TextsError(f"Das gibt es nicht. Bekannt sind: {', '.join(_READERS)}.", field=unknown[0])
        read: dict[str, Any] = {key: _READERS[key](key, value) for key, value in values.items()}
        if before := read.pop("life_situation", ""):
            read.setdefault("life_situations", (before,))
        if not read.get("name"):
            raise TextsError("Der Name der Leistung fehlt, wie Bürgerinnen und Bürger ihn kennen.", field="name")
        return cls(**read)


@dataclass(frozen=True, slots=True)
class TextsFile:
    """A file of service texts: the texts, and the roles that somebody confirmed beside them (path by role)."""

    texts: ServiceTexts
    roles: Mapping[str, str] = field(default_factory=dict)
    department: str = ""
    slug: str = ""


def read_texts_file(data: bytes) -> TextsFile:
    """Read a texts file (JSON, UTF-8); raises `TextsError`."""
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TextsError("Die Datei ist nicht in UTF-8 gespeichert.") from None
    except json.JSONDecodeError as error:
        raise TextsError(f"Zeile {error.lineno}: Das ist kein gültiges JSON ({error.msg}).") from None
    if not isinstance(values, dict):
        raise TextsError("Die Texte müssen ein JSON-Objekt sein: { … }.")
    roles = values.pop("roles", {})
    if not isinstance(roles, dict) or not all(isinstance(path, str) for path in roles.values()):
        raise TextsError("Hier muss jeder Rolle der Pfad eines Feldes zugeordnet sein.", field="roles")
    department, slug = (_line(key, values.pop(key, "")) for key in ("department", "slug"))
    return TextsFile(ServiceTexts.from_json(values), roles, department, slug)


def _string(key: str, value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise TextsError("Das muss ein Text sein.", field=key)
    if len(value) > limit:
        raise TextsError(f"Kürzen Sie den Text auf {limit} Zeichen; jetzt sind es {len(value)}.", field=key)
    return value


def _line(key: str, value: object) -> str:
    return " ".join(plain(_string(key, value, LINE_LIMIT)).split())


def _text(key: str, value: object) -> str:
    return plain(_string(key, value, TEXT_LIMIT))


def _entries(key: str, value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TextsError("Das muss eine Liste sein: [ … ].", field=key)
    if len(value) > LIST_LIMIT:
        raise TextsError(f"Erlaubt sind {LIST_LIMIT} Einträge; jetzt sind es {len(value)}.", field=key)
    return value


def _pair(key: str, value: object, second: str) -> tuple[str, str]:
    if isinstance(value, str):
        return _line(key, value), ""
    if not isinstance(value, Mapping) or set(value) - {"name", second} or "name" not in value:
        raise TextsError(f"Jeder Eintrag muss ein Text sein oder {{name, {second}}} haben.", field=key)
    return _line(key, value["name"]), _line(key, value.get(second, ""))


def _documents(key: str, value: object) -> tuple[Document, ...]:
    return tuple(Document(*_pair(key, entry, "note")) for entry in _entries(key, value))


def _legal_bases(key: str, value: object) -> tuple[LegalBasis, ...]:
    bases = tuple(LegalBasis(*_pair(key, entry, "link")) for entry in _entries(key, value))
    for basis in bases:
        if basis.link and not basis.link.startswith("https://"):
            raise TextsError(f"Der Link von „{basis.name}“ muss mit https:// beginnen.", field=key)
    return bases


def _keywords(key: str, value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for entry in _entries(key, value) if (word := _line(key, entry))))


def _audience(key: str, value: object) -> tuple[Audience, ...]:
    known = {one.value: one for one in Audience}
    try:
        return tuple(known[str(entry)] for entry in _entries(key, value)) or (Audience.CITIZEN,)
    except KeyError as error:
        raise TextsError(f"Möglich sind {' und '.join(known)}, nicht {error}.", field=key) from None


def _trust_level(key: str, value: object) -> TrustLevel:
    try:
        return TrustLevel(value)
    except ValueError:
        raise TextsError(f"Möglich sind {', '.join(one.value for one in TrustLevel)}.", field=key) from None


def _word(key: str, value: object) -> Word | None:
    if value in ("", None):
        return None
    try:
        return Word(value)
    except ValueError:
        raise TextsError(f"Möglich sind {', '.join(one.value for one in Word)}.", field=key) from None


def _yes_no(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise TextsError("Das muss true oder false sein.", field=key)
    return value


def _address(key: str, value: object) -> str:
    address = _line(key, value)
    if address and not address.startswith("https://"):
        raise TextsError("Die Adresse muss mit https:// beginnen.", field=key)
    return address


def _translations(key: str, value: object) -> dict[str, Translation]:
    if not isinstance(value, Mapping):
        raise TextsError("Das muss ein JSON-Objekt sein: { Sprache: { … } }.", field=key)
    return {_language(key, language): _translation(f"{key}.{language}", texts) for language, texts in value.items()}


def _letters(key: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) - set(LETTERS):
        raise TextsError(f"Das muss ein JSON-Objekt sein mit: {', '.join(LETTERS)}.", field=key)
    read = {outcome: _text(f"{key}.{outcome}", text) for outcome, text in value.items()}
    return {outcome: text for outcome, text in read.items() if text}


def _language(key: str, value: object) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value) or value == "de":
        raise TextsError(f"„{value}“ ist keine andere Sprache; möglich sind Kürzel wie en, tr oder uk.", field=key)
    return value


def _translation(key: str, values: object) -> Translation:
    if not isinstance(values, Mapping) or set(values) - _TRANSLATED:
        raise TextsError(f"Das muss ein JSON-Objekt sein mit: {', '.join(sorted(_TRANSLATED))}.", field=key)
    return Translation(**{name: _READERS[name](f"{key}.{name}", one) for name, one in values.items()})


_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_READERS: dict[str, Callable[[str, object], Any]] = {
    "name": _line,
    "teaser": _text,
    "description": _text,
    "preconditions": _text,
    "documents": _documents,
    "documents_note": _text,
    "cost": _text,
    "duration": _text,
    "deadline": _text,
    "legal_bases": _legal_bases,
    "procedure": _text,
    "remedy": _text,
    "contact": _text,
    "hints": _text,
    "more": _text,
    "keywords": _keywords,
    "audience": _audience,
    "life_situation": _line,  # versions that were published when there was one only
    "life_situations": _keywords,
    "leika_key": _line,
    "trust_level": _trust_level,
    "written_form": _yes_no,
    "word": _word,
    "purpose": _text,
    "retention": _text,
    "recipients": _text,
    "easy_language": _text,
    "sign_video": _address,
    "approval": _line,
    "letters": _letters,
    "translations": _translations,
}
_TRANSLATED = frozenset(one.name for one in dataclasses.fields(Translation))
