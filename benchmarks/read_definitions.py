"""How long it takes to read the real XDatenfelder 3 definitions into `Schema`, beside bare lxml parsing of the same.

Run: ``uv run python benchmarks/read_definitions.py`` (needs the real definitions: RATHAUS_MATERIAL). Rounds of both are
interleaved, so that a busy machine slows both; printed are medians of CPU seconds for all files. "Parse and walk" is
what any reader does at least that looks at every element once. Each round of reading begins as a fresh process would
and shares the building blocks that the files have in common; "each alone" shares nothing between files. Exit code 1
when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from rathaus import fim
from rathaus.fim import reader

ROOT = Path(__file__).resolve().parent.parent
FIM = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data")) / "fim"
RATIO_LIMIT = 0.6
"""CPU of reading, as a part of the CPU of `lxml.etree.parse`."""
MEMORY_LIMIT = 150.0
"""Megabytes at the peak of a process that reads every file and keeps every schema."""


def parse(file: Path) -> None:
    """The reference: the tree of everything, and nothing made of it."""
    etree.parse(file)


def parse_and_walk(file: Path) -> None:
    """The reference, with one look at tag and text of each element."""
    for element in etree.parse(file).iter():
        _ = element.tag, element.text


def read(file: Path) -> None:
    """The file into its schema."""
    fim.read(file)


def read_alone(file: Path) -> None:
    """The file into its schema, as if it were the first one that the process reads."""
    reader.forget()
    fim.read(file)


def seconds(method: Callable[[Path], None], files: list[Path]) -> float:
    """CPU seconds for all files, beginning as a fresh process would: without fields known from earlier rounds."""
    reader.forget()
    start = time.process_time()
    for file in files:
        method(file)
    return time.process_time() - start


def peak_megabytes(files: list[Path]) -> float:
    """The peak of a fresh process that keeps the schemas of all files."""
    code = """
import sys
from pathlib import Path
from rathaus import fim
kept = [fim.read(Path(file)) for file in sys.argv[1:]]
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1000


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    arguments = parser.parse_args()
    files = sorted((FIM / "xdf3").glob("*.xml"))
    if not files:
        sys.stderr.write(f"no real definitions at {FIM}\n")
        return 2
    methods = {"lxml.etree.parse": parse, "parse and walk": parse_and_walk, "fim.read": read, "each alone": read_alone}
    taken: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(arguments.rounds):
        for name, method in methods.items():
            taken[name].append(seconds(method, files))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    ratio = medians["fim.read"] / medians["lxml.etree.parse"]
    memory = peak_megabytes(files)
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    if arguments.json:
        print(json.dumps({"seconds": medians, "ratio": ratio, "peak_megabytes": memory, "files": len(files)}))
    else:
        print(f"{len(files)} files, {megabytes:.1f} MB, median of {arguments.rounds} interleaved rounds")
        print(f"{'method':<20}{'CPU s':>8}{'to parse':>10}{'MB/s':>8}")
        for name, median in medians.items():
            print(f"{name:<20}{median:>8.3f}{median / medians['lxml.etree.parse']:>10.2f}{megabytes / median:>8.0f}")
        print(f"limit {RATIO_LIMIT} of parse: {'held' if ratio < RATIO_LIMIT else 'MISSED'}")
        print(f"peak memory, all schemas kept: {memory:.0f} MB, limit {MEMORY_LIMIT:.0f}")
    return 0 if ratio < RATIO_LIMIT and memory < MEMORY_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
