"""Any text of an applicant can be printed."""

import random
from datetime import UTC, datetime

import pytest

from rathaus.documents import characters, pdf
from rathaus.documents.characters import displayable
from rathaus.questionnaire import RecordRow, RecordSection


def printed(text: str) -> bytes:
    sections = (RecordSection(text[:80], (RecordRow(text[:80], text),)),)
    return pdf.receipt(pdf.Receipt("Stadt", text[:80], "1", datetime(2026, 1, 1, tzinfo=UTC), sections))


def listed() -> list[str]:
    pairs = [part.split("-") for part in characters.TABLE.read_text(encoding="ascii").split()]
    return [chr(code) for pair in pairs for code in range(int(pair[0], 16), int(pair[-1], 16) + 1)]


@pytest.fixture(params=["house", "bundled"])
def fonts(request, monkeypatch):
    """With Fira Sans, and as on a machine where the asset build has not run."""
    if request.param == "bundled":
        monkeypatch.setattr(pdf, "FONTS", pdf.FONTS / "absent")
    pdf._fonts.cache_clear()
    yield
    pdf._fonts.cache_clear()


def test_every_listed_sign_is_printed(fonts):
    assert printed(" ".join(listed())).startswith(b"%PDF")


def test_every_mark_on_a_latin_letter_is_printed(fonts):
    marks = [chr(code) for code in range(0x300, 0x370)]
    assert printed(" ".join(letter + mark for letter in "AazÄßŁṠ" for mark in marks)).startswith(b"%PDF")


def test_random_text_is_printed(fonts):
    rng = random.Random(20261122)
    signs = listed()
    strange = " \n\r\t\x00\x1b\ue000\ufeff\u200d\u202e\u0301\u0308\u20d0\ud800אب中नि😀\U000e0001"
    for _ in range(40):
        text = "".join(rng.choice(signs) if rng.random() < 0.7 else rng.choice(strange) for _ in range(300))
        assert printed(text).startswith(b"%PDF")


def test_letters_of_the_administration_stay():
    text = "Ĝúłþér Çelik Ağaoğlu Đặng Ñoño Þór C̆ M̂ L̥̄ ẞß „–“ € § Ελλάς Кирилица"
    assert displayable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("a\x00b\ue000", "a�b�"),
        ("e\u0301", "é"),
        (" \u0301", " �"),
        ("مرحبا", "�����"),
    ],
    ids=["line ends", "invisible", "control", "composed", "mark alone", "right to left"],
)
def test_signs_without_a_shape_are_replaced(text, shown):
    assert displayable(text) == shown
