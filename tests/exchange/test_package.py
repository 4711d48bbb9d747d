"""The package: one form only, and anything else refused with a sentence."""

import base64
import datetime as dt
import io
import json
import stat
import struct
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.exchange.package import Ancestor, Cover, Kind, Limits, PackageError, build, fingerprint, read, signing
from rathaus.exchange.package.archive import MANIFEST, SIGNATURE, pack, unpack
from rathaus.exchange.package.manifest import canonical
from rathaus.questionnaire.language import say

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
FILES = {"service.json": b'{"a":1}', "lists/aa.xml": b"<liste/>", "texts.json": '{"name":"Wärme"}'.encode()}
COVER = Cover(
    kind=Kind.SERVICE,
    package="5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b",
    name="Hundesteuer anmelden",
    version=3,
    town="Musterstadt",
    ars="099990000001",
    address="https://musterstadt.example",
    licence="CC0-1.0",
    made_at=dt.date(2026, 11, 27),
    lineage=(Ancestor("0b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b", 1, "a" * 64, "b" * 64),),
)
WHOLE = build(FILES, COVER, KEY)


def entries():
    return unpack(WHOLE)


def resigned(change, files=FILES, key=KEY):
    """A package whose manifest says something else, signed again."""
    manifest = json.loads(entries()[MANIFEST])
    change(manifest)
    raw = canonical(manifest)
    return pack({**files, MANIFEST: raw, SIGNATURE: signing.sign(raw, key)})


def refusal(data, limits=None):
    with pytest.raises(PackageError) as caught:
        read(data, limits or Limits())
    return str(caught.value)


def zipped(names, *, method=zipfile.ZIP_STORED, content=b"x", attributes=0):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = method, attributes
            archive.writestr(info, content)
    return made.getvalue()


def test_the_same_input_gives_the_same_bytes_in_whatever_order():
    assert build(dict(reversed(FILES.items())), COVER, KEY) == WHOLE


def test_a_package_reads_back_what_was_put_in():
    package = read(WHOLE)
    assert dict(package.files) == FILES
    assert package.key == signing.public_of(KEY)
    assert package.hash == signing.digest(entries()[MANIFEST])
    manifest = package.manifest
    assert (manifest.name, manifest.version, manifest.licence) == ("Hundesteuer anmelden", 3, "CC0-1.0")
    assert manifest.origin.key == fingerprint(signing.public_of(KEY))
    assert manifest.lineage == COVER.lineage
    assert package.file_name == "hundesteuer-anmelden-3.rathaus"


def test_any_zip_program_opens_it_with_the_manifest_first_and_the_signature_last():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, "lists/aa.xml", "service.json", "texts.json", SIGNATURE]


def test_the_manifest_is_canonical_json_of_format_1():
    raw = entries()[MANIFEST]
    assert raw == canonical(json.loads(raw))
    assert json.loads(raw)["format"] == 1


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(place, change):
    data = bytearray(WHOLE)
    data[place] ^= change
    assert refusal(bytes(data)).endswith(".")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 1))
def test_a_truncated_file_is_refused(length):
    assert refusal(WHOLE[:length]).endswith(".")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=50))
def test_noise_and_what_is_put_around_a_package_are_refused(noise, around):
    assert refusal(noise).endswith(".")
    if around:
        assert refusal(WHOLE + around).endswith(".")
        assert refusal(around + WHOLE).endswith(".")


@pytest.mark.parametrize(
    "name", ["../amt.json", "/etc/amt.json", "a/../../amt.json", "..\\amt.json", "C:/amt.json", "\\\\haus\\amt.json"]
)
def test_a_path_out_of_the_archive_is_refused(name):
    assert refusal(zipped([name])) == f"Der Eintrag „{name}“ führt aus dem Paket hinaus."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused():
    assert refusal(zipped(["a.json", "a.json"])) == "Der Eintrag „a.json“ steht zweimal im Paket."


@pytest.mark.parametrize("name", ["A.json", "ä.json", "a b.json", "a//b.json", "a/", ".a", "a" * 201, "a\n", "\x1b[2J"])
def test_a_name_that_packages_do_not_have_is_refused(name):
    shown = name[:80].replace("\n", "\ufffd").replace("\x1b", "\ufffd")  # no page and no terminal obeys it
    assert refusal(zipped([name])).startswith(f"Der Eintrag „{shown}“ ")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (stat.S_IFLNK, "Der Eintrag „a.json“ ist ein Verweis auf eine andere Datei."),
        (stat.S_IFDIR, "Der Eintrag „a.json“ ist keine gewöhnliche Datei."),
        (stat.S_IFIFO, "Der Eintrag „a.json“ ist keine gewöhnliche Datei."),
    ],
)
def test_a_link_and_what_is_no_file_are_refused(kind, sentence):
    assert refusal(zipped(["a.json"], attributes=(kind | 0o777) << 16)) == sentence


def test_a_bomb_is_refused_by_what_it_declares():
    bomb = zipped(["a.json"], method=zipfile.ZIP_DEFLATED, content=bytes(33_000_000))
    assert len(bomb) < 100_000
    assert refusal(bomb) == "Der Eintrag „a.json“ würde ausgepackt größer als 32 MB."


def test_a_small_bomb_is_refused_as_anything_compressed_is():
    bomb = zipped(["a.json"], method=zipfile.ZIP_DEFLATED, content=bytes(1_000_000))
    assert refusal(bomb) == "Der Eintrag „a.json“ ist komprimiert; in Paketen liegt alles unkomprimiert."


def test_a_bomb_that_lies_about_its_size_is_refused():
    bomb = bytearray(zipped(["a.json"], method=zipfile.ZIP_DEFLATED, content=bytes(1_000_000)))
    at = bomb.rindex(b"PK\x01\x02")
    packed = struct.unpack_from("<I", bomb, at + 20)[0]
    struct.pack_into("<H", bomb, at + 10, 0)
    struct.pack_into("<I", bomb, at + 24, packed)
    assert refusal(bytes(bomb)) == "Das Paket wurde nach dem Packen verändert oder anders gepackt als vorgesehen."


def test_entries_that_share_their_bytes_are_counted_each():
    made = bytearray(pack({"a.json": bytes(700_000), "b.json": b""}))
    first = made.index(b"PK\x01\x02")
    second = made.rindex(b"PK\x01\x02")
    made[second + 16 : second + 28] = made[first + 16 : first + 28]
    struct.pack_into("<I", made, second + 42, 0)
    limits = Limits(whole=1_000_000)
    assert refusal(bytes(made), limits) == "Das Paket würde ausgepackt größer als 1 MB."


def test_too_many_entries_are_refused():
    many = pack({f"{number}.json": b"" for number in range(2001)})
    assert refusal(many) == "Das Paket hat mehr als 2000 Einträge."


def test_too_large_a_file_is_refused():
    assert refusal(bytes(2_000_001), Limits(whole=2_000_000)) == (
        "Die Datei ist größer als 2 MB; so groß darf ein Paket nicht sein."
    )


def test_a_newer_format_is_refused_with_what_to_do():
    newer = resigned(lambda manifest: manifest.update(format=2, more="…"))
    assert refusal(newer) == (
        "Das Paket hat das Format 2; dieses Haus kennt nur Format 1. Bringen Sie es auf den neuen Stand."
    )


@pytest.mark.parametrize("missing", [MANIFEST, SIGNATURE])
def test_without_manifest_or_signature_it_is_no_package(missing):
    assert refusal(pack({name: data for name, data in entries().items() if name != missing})) == (
        f"Dem Paket fehlt {missing}."
    )


def test_a_missing_entry_is_refused():
    assert refusal(pack({name: data for name, data in entries().items() if name != "texts.json"})) == (
        "Im Paket fehlt der Eintrag „texts.json“."
    )


def test_an_entry_that_the_manifest_does_not_name_is_refused():
    assert refusal(pack({**entries(), "more.json": b"{}"})) == (
        "Im Paket liegt „more.json“, das nicht in seinem Verzeichnis steht."
    )


def test_a_changed_entry_is_refused():
    assert refusal(pack({**entries(), "texts.json": b'{"name":"anders"}'})) == (
        "Der Eintrag „texts.json“ wurde verändert."
    )


def test_a_changed_manifest_is_refused():
    manifest = json.loads(entries()[MANIFEST]) | {"name": "Anderes"}
    assert refusal(pack({**entries(), MANIFEST: canonical(manifest)})) == (
        "Die Unterschrift des Pakets passt nicht zu seinem Inhalt: Es wurde verändert."
    )


def test_a_swapped_key_is_refused():
    assert refusal(resigned(lambda _manifest: None, key=OTHER)) == (
        "Das Paket ist mit einem anderen Schlüssel unterschrieben, als es selbst nennt."
    )


@pytest.mark.parametrize(
    "signature",
    [b"", b"[]", b"{}", b'{"key":1,"signature":2}', canonical({"key": "AA", "signature": "AA"}), b"[" * 20_000],
)
def test_a_signature_that_is_none_is_refused(signature):
    assert refusal(pack({**entries(), SIGNATURE: signature})) == (
        "Die Unterschrift des Pakets (signature.json) ist nicht lesbar."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"format": 0},
        {"format": True},
        {"format": "1"},
        {"kind": "tax"},
        {"package": "x"},
        {"package": COVER.package.upper()},
        {"version": 0},
        {"version": 1.0},
        {"version": True},
        {"version": 10**10},
        {"name": 7},
        {"name": "a\nb"},
        {"name": "a" * 1001},
        {"origin": None},
        {"origin": {"name": "x"}},
        {"lineage": {}},
        {"lineage": [{"package": "x"}]},
        {"lineage": "ab"},
        {"made_at": "gestern"},
        {"contents": []},
        {"contents": {"a": 1}},
        {"contents": {"a.json": {"sha256": "x", "size": 1}}},
        {"contents": {"a.json": {"sha256": "a" * 64, "size": -1}}},
        {"more": 1},
        {"licence": None},
    ],
    ids=str,
)
def test_a_manifest_that_is_none_is_refused(change):
    assert refusal(resigned(lambda manifest: manifest.update(change))) == (
        "Das Verzeichnis des Pakets (manifest.json) ist beschädigt oder unvollständig."
    )


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"nein", b"\xff", b"[" * 30_000, b'{"format":' + b"9" * 5000 + b"}", b'{"format": 1}']
)
def test_a_manifest_that_is_no_canonical_json_is_refused(raw):
    assert refusal(pack({**FILES, MANIFEST: raw, SIGNATURE: signing.sign(raw, KEY)})) == (
        "Das Verzeichnis des Pakets (manifest.json) ist beschädigt oder unvollständig."
    )


def test_what_could_not_be_read_back_is_not_built():
    with pytest.raises(PackageError, match="hat einen Namen"):
        build({"A.json": b""}, COVER, KEY)


def test_refusals_know_their_english():
    with pytest.raises(PackageError) as caught:
        read(pack({**entries(), "more.json": b"{}"}))
    assert say(caught.value.sentence, "en") == "The package holds “more.json”, which its manifest does not list."


def test_keys_are_written_as_base64url():
    values = json.loads(entries()[SIGNATURE])
    assert base64.urlsafe_b64decode(values["key"] + "=") == signing.public_of(KEY)
