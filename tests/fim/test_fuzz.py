"""Whatever is in the file: a schema or one sentence, in bounded time and memory.

The short runs belong to every test run; the long ones (`slow`) are for ``./dev slow``.
"""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus import fim
from rathaus.fim import checking, lists
from rathaus.fim.model import FimError, Schema
from rathaus.fim.rules import read_rules
from tests.fim.samples import HEAD, field, field2, group, rule, schema, schema2, use
from tests.fim.test_genericode import genericode
from tests.fim.test_lean import mutations

SECONDS = 10.0
"""What one file may take: two seconds (reliability target R10), which a busy machine stretches."""

SMALL = [
    schema(use(group("G99000000001", use(field()), use(field("F99000000002", kind="select")))), more=rule()),
    schema2(use(field2(limits='{"minLength":"1","pattern":"[a-z]+"}'))),
    schema(use(field(data_type="num", more='<x:praezisierung minValue="1" pattern="a{2}"/><x:inhalt>5</x:inhalt>'))),
]


def read_and_check(data: bytes) -> Schema | None:
    """The schema in `data` after everything that is done with one, or None with one sentence."""
    started = time.process_time()
    try:
        found = fim.read(data, name="test.xml")
        shelf = lists.Shelf()
        checking.check(found, lists.match(found, shelf), read_rules(found))
    except FimError as error:
        found = None
        said = str(error)
    else:
        said = "test.xml"
    assert said.startswith("test.xml")
    assert "\n" not in said
    assert time.process_time() - started < SECONDS
    return found


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_read_any_bytes(data: bytes) -> None:
    assert read_and_check(data) is None


@given(st.data())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_read_mutated_definition(data: st.DataObject) -> None:
    read_and_check(data.draw(mutations(data.draw(st.sampled_from(SMALL)).decode())))


@given(st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_read_mutated_code_list(data: st.DataObject) -> None:
    read_code_list(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=5_000, deadline=None)
def test_read_mutated_code_list_for_long(data: st.DataObject) -> None:
    read_code_list(data)


def read_code_list(data: st.DataObject) -> None:
    mutated = data.draw(mutations(genericode().decode()))
    with contextlib.suppress(FimError):
        assert fim.read_code_list(mutated, name="liste.xml").code_column


WORDS = [
    b"<",
    b">",
    b"/",
    b"&",
    b'"',
    b"\x00",
    b"\xff",
    b"\n",
    b"<!--",
    b"-->",
    b"]]>",
    b"&#0;",
    b"&lt;",
    b"0:0",
    b"1:*",
]
WORDS += [b"X", b"label", b"select", b"num_int", b"hidden", b"9" * 400, b"F99000000001", b"G60000000083", b"xmlns:xdf3"]
WORDS += [b" ", b"\xe2\x80\xa8", b"minLength=", b"(((", b"{1,99999}", b"<code>", b"</code>", b"<xdf3:relation>"]


def changed(data: bytes, rng: random.Random) -> bytes:
    """`data` after one to five small changes."""
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(len(data))
        end = min(len(data), start + rng.choice([0, 1, 8, 60, 700]))
        kind = rng.randrange(5)
        if kind == 0:
            data = data[:start] + rng.choice(WORDS) + data[start:]
        elif kind == 1:
            data = data[:start] + data[end:]
        elif kind == 2:
            data = data[:end] + data[start:end] + data[end:]
        elif kind == 3:
            data = data[:start] + bytes([data[start] ^ (1 << rng.randrange(8))]) + data[start + 1 :]
        else:  # what stands between two tags
            start = data.find(b">", start) + 1
            data = data[:start] + rng.choice(WORDS) + data[data.find(b"<", start) :]
    return data


def real_files(material: Path) -> list[bytes]:
    files = [*(material / "fim/xdf3").glob("*.xml"), *(material / "fim/xdf2").glob("*/S*.xml")]
    return [file.read_bytes() for file in sorted(files, key=lambda file: file.stat().st_size)]


def fuzz(seeds: list[bytes], rounds: Iterator[int], rng: random.Random) -> dict[bool, int]:
    counts = {True: 0, False: 0}
    for _ in rounds:
        counts[read_and_check(changed(rng.choice(seeds), rng)) is not None] += 1
    return counts


def test_read_changed_real_file(material: Path) -> None:
    counts = fuzz(real_files(material)[:8], iter(range(120)), random.Random(1))

    assert sum(counts.values()) == 120
    assert min(counts.values()) > 10


@pytest.mark.slow
def test_read_changed_real_file_for_long(material: Path) -> None:
    until = time.monotonic() + 300

    counts = fuzz(real_files(material), iter(lambda: time.monotonic() < until, False), random.Random())  # type: ignore[arg-type]

    assert min(counts.values()) > 100


@pytest.mark.slow
@given(st.data())
@settings(max_examples=20_000, deadline=None)
def test_read_mutated_definition_for_long(data: st.DataObject) -> None:
    read_and_check(data.draw(mutations(data.draw(st.sampled_from(SMALL)).decode())))


# --- large and hostile -----------------------------------------------------------------------------------------------

MEGABYTE = 1_000_000


def wide() -> bytes:
    """Ten thousand fields beside each other."""
    return schema(*(use(field(f"F99{number:09}")) for number in range(10_000)))


def many_findings() -> bytes:
    """Fields with every kind of nonsense in them."""
    more = "".join(f"<x:neu{number}/>" for number in range(20)) + '<x:praezisierung minLength="a" pattern="((("/>'
    return schema(*(use(field(f"F99{number:09}", more=more)) for number in range(1_500)))


def many_relations() -> bytes:
    """Openings of relations that never are one."""
    return schema(use(field().replace(HEAD, HEAD + "<x:relation>" * 10)), more="<x:relation><x:praedikat>" * 100_000)


def long_text() -> bytes:
    return schema(use(field(more=f"<x:inhalt>{'a' * 9 * MEGABYTE}</x:inhalt>")))


def many_attributes() -> bytes:
    return schema().replace(b"<x:name>", b"<x:name " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b">")


def many_namespaces() -> bytes:
    return schema().replace(b"<x:name>", b"<x:name " + b" ".join(b'xmlns:a%d="b"' % n for n in range(20_000)) + b">")


def many_values() -> bytes:
    values = "".join(f"<x:wert><x:code>{n}</x:code><x:name>n</x:name></x:wert>" for n in range(20_000))
    return schema(use(field(kind="select", more=f"<x:werte>{values}</x:werte>")))


def many_rules() -> bytes:
    return schema(use(field()), more=rule(text="Wenn das Feld F99000000001 = 1, dann " * 20) * 1_000)


def same_ids_all_over() -> bytes:
    """Equal groups in equal groups: few building blocks, many positions."""
    block = field()
    for level in range(6):
        block = "".join(use(block.replace("G99", f"G9{level}")) for _ in range(1))
        block = group(f"G99{level:09}", block)
    return schema(*(use(block.replace("G990", f"G99{n:03}")[: len(block)]) for n in range(200)))


@pytest.mark.parametrize(
    "make",
    [wide, many_findings, many_relations, long_text, many_attributes, many_namespaces, many_values, many_rules,
     same_ids_all_over],
)  # fmt: skip
def test_read_large_file_in_bounded_time_and_memory(make: Callable[[], bytes], tmp_path: Path) -> None:
    file = tmp_path / "gross.xml"
    file.write_bytes(make())
    assert file.stat().st_size < 50 * MEGABYTE

    seconds, megabytes, said = run_check(file)

    assert said.returncode in (0, 1, 2)
    assert said.stderr.count(b"\n") <= 1
    assert b"Traceback" not in said.stderr
    assert seconds < 10
    assert megabytes < 500


def test_check_huge_file_in_bounded_time_and_memory(tmp_path: Path) -> None:
    file = tmp_path / "riesig.xml"
    with file.open("wb") as out:
        out.truncate(1000 * MEGABYTE)

    seconds, megabytes, said = run_check(file)

    assert said.returncode == 2
    assert said.stderr.decode() == f"{file}: Die Datei ist größer als 50 MB und wird nicht gelesen.\n"
    assert seconds < 5
    assert megabytes < 60


def run_check(file: Path) -> tuple[float, float, subprocess.CompletedProcess[bytes]]:
    """CPU seconds and peak megabytes of ``rathaus fim check``, with what it said."""
    code = """
import resource, sys
from pathlib import Path
from rathaus import cli
code = cli.main(["fim", "check", sys.argv[1], "--json"])
used = resource.getrusage(resource.RUSAGE_SELF)
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
Path(sys.argv[2]).write_text(f"{used.ru_utime + used.ru_stime} {int(peak) / 1000}")
sys.exit(code)
"""
    report = file.with_suffix(".used")
    said = subprocess.run([sys.executable, "-c", code, file, report], capture_output=True, check=False, timeout=120)
    seconds, megabytes = map(float, report.read_text().split())
    return seconds, megabytes, said
