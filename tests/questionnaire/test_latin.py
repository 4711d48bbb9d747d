"""The signs of DIN 91379, data type C: what fits, what does not, and what is put right without asking."""

import pytest

from rathaus.questionnaire.latin import kind, strange

NAMES = ["Müller-Lüdenscheidt", "Łukasz Özdemir", "Nguyễn Văn Ánh", "Şükrü Ğ", "D’Artagnan", "Ägidius Straẞe"]
MARKED = ["K\u035fh", "Ḳ\u0304", "C\u0328\u0306", "ȩ"]
STRANGE = {
    "Иван": "И",
    "Νίκος": "Ν",
    "a🚀b": "🚀",
    "100 ‰": "‰",
    "x\u0302y": "x\u0302",
    "Be\u0300\u0301B\u0302": "e\u0300\u0301",
    "soft\u00adhyphen": "\u00ad",
}


@pytest.mark.parametrize("text", [*NAMES, *MARKED, "§ 5 €\nA\tB", ""])
def test_letters_of_european_names_fit(text: str) -> None:
    assert strange(text) == ""


@pytest.mark.parametrize(("text", "sign"), STRANGE.items())
def test_first_sign_that_does_not_fit_is_named_with_its_marks(text: str, sign: str) -> None:
    assert strange(text) == sign


def test_what_programs_write_by_themselves_is_put_right() -> None:
    assert kind("„Haus“ – ‚a‘ … co\u00adop") == "\"Haus\" - 'a' ... coop"
    assert kind("A\u0308") == "Ä"
    assert strange(kind("„Haus“ – ‘a’ …")) == ""
