"""Fixtures for all tests: the real material, and a banner that counts what did not run for want of it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MATERIAL = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data"))
_missing: set[str] = set()


@pytest.fixture(scope="session")
def material() -> Path:
    """The folder with the real definitions; tests that need it are counted where it is absent."""
    return MATERIAL


def pytest_runtest_setup(item: pytest.Item) -> None:
    needs_material = "material" in getattr(item, "fixturenames", ()) or item.get_closest_marker("material")
    if needs_material and not MATERIAL.is_dir():
        _missing.add(item.nodeid)
        pytest.skip(f"real material not found at {MATERIAL}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _missing:
        terminalreporter.write_sep("!", f"{len(_missing)} tests did NOT run: no real material at {MATERIAL}", red=True)
        terminalreporter.write_line("Set RATHAUS_MATERIAL to the folder that holds fim/ to run them.")
