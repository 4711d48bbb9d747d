"""Collect what is to be translated, room by room: ``python scripts/messages.py``.

Sentences are German in the source; each room keeps their English in ``locale/en/LC_MESSAGES/django.po``. This adds new
sentences to the catalogues, drops those that are gone, compiles, and names what has no English yet (exit code 1).
Pure Python: no gettext tools needed.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "rathaus"
#: Functions that translate and the arguments they take: context, singular, plural.
SHAPES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
    "sentence": (None, 0, None),
}
#: Where they come from: Django, and the house's own for rooms without Django.
MODULES = frozenset(
    {
        "django.utils.translation",
        "rathaus.documents.language",
        "rathaus.exchange.package.language",
        "rathaus.questionnaire.language",
    }
)
CALL = re.compile(r"\b(_|n?p?gettext)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}")


@dataclass(frozen=True, order=True)
class Message:
    """One sentence to translate."""

    text: str
    plural: str = ""
    context: str = ""


def rooms() -> list[Path]:
    """The folders that may hold sentences."""
    return sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").is_file())


def catalogue_of(room: Path) -> Path:
    """Where a room keeps its English."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def messages_of(room: Path) -> dict[Message, set[str]]:
    """Every sentence of a room, with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = in_python(path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            messages = in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for message in messages:
            found.setdefault(message, set()).add(path.relative_to(SOURCE).as_posix())
    return found


def in_python(source: str) -> Iterator[Message]:
    """The sentences of a Python module, through whatever name it imports the functions by."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and names.get(node.func.id) in SHAPES:
            texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield _message(names[node.func.id], texts)


def in_template(source: str) -> Iterator[Message]:
    """The sentences of a Django template."""
    code = templatize(source)
    for call in CALL.finditer(code):
        texts: list[object] = []
        for token in tokenize.generate_tokens(io.StringIO(code[call.end() :]).readline):
            if token.type == tokenize.STRING:
                texts.append(ast.literal_eval(token.string))
            elif token.string != ",":
                break
        yield _message("gettext" if call[1] == "_" else call[1], texts)


def _message(function: str, texts: list[object]) -> Message:
    parts = [texts[at] if at is not None and at < len(texts) else "" for at in SHAPES[function]]
    context, text, plural = (part if isinstance(part, str) else "" for part in parts)
    if not text:
        raise ValueError(f"{function}{tuple(texts)}: a sentence to translate must be written out, not computed.")
    return Message(text, plural, context)


def read(path: Path) -> dict[Message, polib.POEntry]:
    """The entries of a catalogue; none where there is no file yet."""
    if not path.is_file():
        return {}
    return {Message(e.msgid, e.msgid_plural or "", e.msgctxt or ""): e for e in polib.pofile(str(path))}


def is_translated(entry: polib.POEntry) -> bool:
    """Whether the English is there and keeps every placeholder of the German."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    complete = all(texts) and bool(texts) and "fuzzy" not in entry.flags
    return complete and set(PLACEHOLDER.findall(texts[-1])) == wanted


def update(room: Path) -> list[Message]:
    """Bring a room's catalogue up to date and compile it; return what has no English yet."""
    path, found = catalogue_of(room), messages_of(room)
    if not found:
        return []
    known = read(path)
    book = polib.POFile(wrapwidth=110)
    book.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in sorted(found):
        entry = known.get(message) or polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context or None,
            msgstr_plural={0: "", 1: ""} if message.plural else {},
        )
        entry.occurrences = [(name, "") for name in sorted(found[message])]
        book.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    compile_catalogue(path)
    return [message for message, entry in read(path).items() if not is_translated(entry)]


def compile_catalogue(path: Path) -> None:
    """Write the ``.mo`` that Django reads beside a ``.po``."""
    path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())


def main() -> int:
    """Update all rooms and name the sentences without English."""
    settings.configure()
    missing = 0
    for room in rooms():
        for message in update(room):
            missing += 1
            sys.stdout.write(f"{room.name}: {message.text!r}\n")
    for path in sorted(SOURCE.glob("*/locale/de/LC_MESSAGES/django.po")):
        compile_catalogue(path)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
