"""The outer form: a ZIP of which there is exactly one for given entries.

Entries lie one behind the other without compression, so that their bytes depend on no library and nothing in them can
grow while it is read. `unpack` names what is wrong with an archive made elsewhere; whatever it does not name is still
refused, since only the bytes that `pack` makes are a package. Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12
and 4.3.16.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rathaus.exchange.package.errors import PackageError
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.limits import LIMITS, Limits

MANIFEST, SIGNATURE = "manifest.json", "signature.json"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_LONGEST_NAME = 200
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
_STORED = 0
_ENCRYPTED = 0x1
_MIDNIGHT, _FIRST_DAY = 0, (1 << 5) | 1  # 1 January 1980: the earliest that the format knows
_KIND, _LINK, _FOLDER, _FILE = 0xF000, 0xA000, 0x4000, 0x8000


def pack(entries: Mapping[str, bytes]) -> bytes:
    """The archive: the manifest first, the signature last, between them the others by name."""
    parts, central, offset = [], [], 0
    for name in sorted(entries, key=_order):
        data, raw = entries[name], name.encode("ascii")
        crc = zlib.crc32(data)
        sizes = (_MIDNIGHT, _FIRST_DAY, crc, len(data), len(data), len(raw), 0)
        parts += [_LOCAL.pack(_LOCAL_MARK, _VERSION, 0, _STORED, *sizes), raw, data]
        central += [_CENTRAL.pack(_CENTRAL_MARK, _VERSION, _VERSION, 0, _STORED, *sizes, 0, 0, 0, 0, offset), raw]
        offset += _LOCAL.size + len(raw) + len(data)
    directory = b"".join(central)
    end = _END.pack(_END_MARK, 0, 0, len(entries), len(entries), len(directory), offset, 0)
    return b"".join([*parts, directory, end])


def _order(name: str) -> tuple[int, str]:
    return {MANIFEST: 0, SIGNATURE: 2}.get(name, 1), name


def unpack(data: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    """The entries of an archive as `pack` makes it; :class:`PackageError` with one sentence for anything else."""
    if len(data) > limits.whole:
        raise PackageError(
            sentence("Die Datei ist größer als {most} MB; so groß darf ein Paket nicht sein.", most=_mega(limits.whole))
        )
    found: dict[str, bytes] = {}
    total = 0
    for entry in _directory(data, limits):
        _check_name(entry.name, found)
        _check_entry(entry, limits)
        total += entry.size
        if total > limits.whole:
            raise _too_much(limits.whole)
        found[entry.name] = _content(data, entry)
    if pack(found) != data:
        raise PackageError(sentence("Das Paket wurde nach dem Packen verändert oder anders gepackt als vorgesehen."))
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the central directory."""

    name: str
    flags: int
    method: int
    packed: int
    size: int
    attributes: int
    offset: int

    @property
    def kind(self) -> int:
        """What sort of thing it is to Unix."""
        return (self.attributes >> 16) & _KIND


def _mega(size: int) -> int:
    return size // 1_000_000


def _broken() -> PackageError:
    return PackageError(sentence("Die Datei ist kein vollständiges Paket: Sie ist abgeschnitten oder beschädigt."))


def _too_much(most: int) -> PackageError:
    return PackageError(sentence("Das Paket würde ausgepackt größer als {most} MB.", most=_mega(most)))


def _directory(data: bytes, limits: Limits) -> Iterator[_Entry]:
    start = len(data) - _END.size
    if start < 0 or not data.startswith((_LOCAL_MARK, _END_MARK)) or data[start : start + 4] != _END_MARK:
        raise _broken()
    _mark, _disk, _first, here, count, length, offset, _comment = _END.unpack_from(data, start)
    if count > limits.entries or length // _CENTRAL.size > limits.entries:
        raise PackageError(sentence("Das Paket hat mehr als {most} Einträge.", most=limits.entries))
    if offset + length != start or here != count:
        raise _broken()
    for _number in range(count):
        if offset + _CENTRAL.size > start or data[offset : offset + 4] != _CENTRAL_MARK:
            raise _broken()
        entry, offset = _entry_at(data, offset)
        yield entry


def _entry_at(data: bytes, at: int) -> tuple[_Entry, int]:
    (_mark, _made, _needed, flags, method, _time, _date, _crc, packed, size, name, extra, comment, _disk, _internal,
     attributes, offset) = _CENTRAL.unpack_from(data, at)  # fmt: skip
    begin = at + _CENTRAL.size
    text = data[begin : begin + name].decode("utf-8", "replace")
    return _Entry(text, flags, method, packed, size, attributes, offset), begin + name + extra + comment


def _check_name(name: str, known: Mapping[str, bytes]) -> None:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in name[:80])
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise PackageError(sentence("Der Eintrag „{name}“ führt aus dem Paket hinaus.", name=shown))
    if name in known:
        raise PackageError(sentence("Der Eintrag „{name}“ steht zweimal im Paket.", name=shown))
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise PackageError(sentence("Der Eintrag „{name}“ hat einen Namen, den Pakete nicht haben.", name=shown))


def _check_entry(entry: _Entry, limits: Limits) -> None:
    if entry.kind == _LINK:
        raise PackageError(sentence("Der Eintrag „{name}“ ist ein Verweis auf eine andere Datei.", name=entry.name))
    if entry.kind not in (0, _FILE):
        raise PackageError(sentence("Der Eintrag „{name}“ ist keine gewöhnliche Datei.", name=entry.name))
    if entry.size > limits.entry or entry.packed > limits.entry:
        raise PackageError(
            sentence(
                "Der Eintrag „{name}“ würde ausgepackt größer als {most} MB.",
                name=entry.name,
                most=_mega(limits.entry),
            )
        )
    if entry.flags & _ENCRYPTED:
        raise PackageError(sentence("Der Eintrag „{name}“ ist verschlüsselt.", name=entry.name))
    if entry.method != _STORED or entry.packed != entry.size:
        raise PackageError(
            sentence("Der Eintrag „{name}“ ist komprimiert; in Paketen liegt alles unkomprimiert.", name=entry.name)
        )


def _content(data: bytes, entry: _Entry) -> bytes:
    begin = entry.offset + _LOCAL.size + len(entry.name)
    content = data[begin : begin + entry.size]
    if len(content) != entry.size:
        raise _broken()
    return content
