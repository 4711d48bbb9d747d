"""The labelled texts: what a reader of German says that each rule does, and how a machine's answer differs from it.

A line of `labelled.jsonl` is an input of ``rathaus fim rules FILE.jsonl --json`` with the expected answer in it.
Written down by reading the German, before any reader ran over it. Real texts stand there by their hash alone.

* ``status`` is what the text deserves: ``executable``, or ``partial`` / ``unclear`` with the reason in ``why``.
* ``effects`` of a case is the whole answer; where it is missing, several answers are right. A list stands for one of
  these, ``""`` in it for a target that is not touched.
* ``valid`` is the verdict; a restriction (``only``, ``not``) gives one over its answers as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELLED = Path(__file__).parent / "labelled.jsonl"

Line = dict[str, Any]
Case = dict[str, Any]


def every() -> list[Line]:
    """All lines, those of real texts without their text."""
    return [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def own() -> list[Line]:
    """The labelled texts that this project wrote itself."""
    return [line for line in every() if "text" in line]


def real_hashes() -> list[str]:
    """The hashes of the labelled real texts."""
    return [line["sha256"] for line in every() if "sha256" in line]


def real(texts_by_hash: dict[str, str]) -> list[Line]:
    """The labelled real texts, each with its text; one that the material has not is an error."""
    return [line | {"text": texts_by_hash[line["sha256"]]} for line in every() if "sha256" in line]


def by_hash(path: Path) -> dict[str, str]:
    """The texts of a file of real rules by their SHA-256."""
    texts = {json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()}
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}


def differences(line: Line, answer: Line) -> Iterator[str]:
    """What `answer` says differently from the labels of `line`, one sentence each; nothing for what it does not run."""
    if answer["status"] == "unclear":
        return
    if line["status"] != "executable" and answer["status"] == "executable":
        yield f"runs, but has no single reading: {line['why']}"
    if answer["status"] == "partial" and line["status"] == "executable":
        yield from _strays(line, answer)
        return
    for case, got in zip(line["cases"], answer["cases"], strict=True):
        yield from (f"{_asked(case)}: {said}" for said in _of_case(case, got))


def _of_case(case: Case, got: Case) -> Iterator[str]:
    if "effects" in case and not _agree(case["effects"], got["effects"]):
        yield f"expected {case['effects']}, came {got['effects']}"
    if "valid" in case and case["valid"] is not _verdict(case, got):
        yield f"expected valid {case['valid']}, came {got}"
    if "valid" not in case and "effects" in case and not got.get("valid", True) and not _limits(got):
        yield f"no constraint expected, came {got}"


def _strays(line: Line, answer: Line) -> Iterator[str]:
    """A partial reading may say less than the label, and nothing else."""
    for case, got in zip(line["cases"], answer["cases"], strict=True):
        wanted = case.get("effects", got["effects"])
        if not _agree({target: wanted.get(target, "") for target in got["effects"]}, got["effects"]):
            yield f"{_asked(case)}: partial, expected {wanted}, came {got['effects']}"


def _agree(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    return all(_fits(wanted.get(target, ""), got.get(target, "")) for target in wanted.keys() | got.keys())


def _fits(wanted: Any, got: Any) -> bool:
    """One effect against its label; the order of codes says nothing."""
    if isinstance(wanted, list):
        return any(_fits(one, got) for one in wanted)
    if isinstance(wanted, dict) and isinstance(got, dict):
        return {key: _set(value) for key, value in wanted.items()} == {key: _set(value) for key, value in got.items()}
    return bool(wanted == got)


def _set(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _verdict(case: Case, got: Case) -> bool | None:
    if "valid" in got:
        return bool(got["valid"])
    limits = _limits(got)
    return all(_allows(limit, case["answers"].get(target)) for target, limit in limits.items()) if limits else None


def _limits(got: Case) -> dict[str, dict[str, list[str]]]:
    return {t: e for t, e in got["effects"].items() if isinstance(e, dict) and {"only", "not"} & e.keys()}


def _allows(limit: dict[str, list[str]], answer: object) -> bool:
    values = answer if isinstance(answer, list) else [] if answer is None else [answer]
    allowed, excluded = limit.get("only", ["*"]), limit.get("not", [])
    return all(_among(str(value), allowed) and not _among(str(value), excluded) for value in values)


def _among(value: str, codes: list[str]) -> bool:
    """``5*`` stands for all codes that begin so."""
    return any(value.startswith(code[:-1]) if code.endswith("*") else value == code for code in codes)


def _asked(case: Case) -> str:
    beside = {key: case[key] for key in ("land", "today") if key in case}
    return f"{case['answers']}{beside or ''}"
