"""Patterns as XML Schema writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim import patterns
from rathaus.fim.model import Field
from rathaus.fim.patterns import PatternError
from tests import reals

MATCHES = [  # pattern, what matches, what does not
    ("", [""], ["a"]),
    ("abc", ["abc"], ["ab", "abcd", "xabc"]),
    ("([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", ["01234", "44137"], ["00123", "4413", "441370"]),
    ("[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}$", ["a_b+c@x-y.de"], ["a@b", "a@b.de\n", "a b@c.de"]),
    ("^a$|^b$", ["a", "b"], ["ab", ""]),
    ("\\p{L}+", ["Öß", "ł"], ["a1", ""]),
    ("\\p{Lu}\\P{Lu}*", ["Öß1"], ["öß", "AB"]),
    ("[\\p{L}\\-\\s']+", ["Anna-Lena d'Arc"], ["Anna1"]),
    ("\\p{IsBasicLatin}+", ["abc"], ["ä"]),
    ("\\P{IsLatin-1Supplement}", ["a"], ["ä"]),
    ("[a-z-[aeiou]]+", ["bcd"], ["bad", "-", "["]),
    ("[^a-z-[A-Z]]", ["1"], ["a", "A"]),
    ("[a-z-[b-y-[m]]]", ["a", "m", "z"], ["b"]),
    (".", ["a", " "], ["\n", "\r", ""]),
    ("\\d+", ["12", "٣"], ["a"]),
    ("\\D\\S\\s\\W\\w", ["a! !1"], ["1! !1"]),
    ("\\w+", ["äß1€"], ["a_b", "a-b", "a b"]),
    ("\\i\\c*", ["_a-b.c:1", "ä"], ["1a", "a b"]),
    ("\\I\\C", ["1 "], ["a "]),
    ("[\\w-]+", ["a-b"], ["a b"]),
    ("[\\d.]+", ["1.2"], ["a"]),
    ("[+\\-.]", ["+", "-", "."], [","]),
    ("[+-]", ["+", "-"], [","]),
    ("[a^]", ["a", "^"], ["b"]),
    ("[&&a||~~]+", ["&|~a"], ["b"]),
    ("[\\[\\]]+", ["[]"], ["a"]),
    ("[!--]+", ["!-"], ["a"]),
    ("\\(\\)\\{\\}\\\\\\.\\?\\*\\+\\|\\^\\$\\/", ["(){}\\.?*+|^$/"], [""]),
    ("\\t\\n\\r", ["\t\n\r"], ["tnr"]),
    ("\\u00e4\\x41", ["äA"], ["a"]),
    ("[\\x41-C\\u00e4]+", ["ABCä"], ["D"]),
    ("(?:ab)*?c", ["c", "ababc"], ["ab"]),
    ("(?=.{3})[a-z]+(?!x)", ["abc"], ["ab"]),
    ("a??b+?", ["abb", "b"], ["a"]),
    ("a{2}b{1,}c{0,2}", ["aab", "aabbcc"], ["ab", "aabccc"]),
    ("()*", [""], ["a"]),
    ("a||b", ["a", "", "b"], ["ab"]),
    ("ſ|K", ["ſ"], ["s", "k"]),
    ("#[0-9A-F]{6} x", ["#00FFAA x"], ["#00FFAAx"]),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), MATCHES)
def test_pattern_matches(pattern: str, good: list[str], bad: list[str]) -> None:
    matcher = patterns.compile(pattern)

    assert {text: matcher.matches(text) for text in good + bad} == dict.fromkeys(good, True) | dict.fromkeys(bad, False)


UNUSABLE = {
    "(": "eine Klammer wird nicht geschlossen",
    "(a(b)": "eine Klammer wird nicht geschlossen",
    ")": "eine Klammer wird geschlossen, die nie geöffnet wurde",
    "*a": "„*“ steht ohne Zeichen davor",
    "a|+": "„+“ steht ohne Zeichen davor",
    "a**": "„*“ steht ohne Zeichen davor",
    "a++": "„+“ steht ohne Zeichen davor",
    "(?{2})": "„(?{“ gibt es in XML Schema nicht",
    "(?<=a)b": "„(?<“ gibt es in XML Schema nicht",
    "(?i)a": "„(?i“ gibt es in XML Schema nicht",
    "a{": "nach „{“ steht keine Anzahl",
    "a{2,1}": "die Anzahl {2,1} ist unmöglich",
    "a{9999999}": "nach „{“ steht keine Anzahl",
    "a]": "„]“ steht ohne Klammer davor",
    "a}": "„}“ steht ohne Klammer davor",
    "{2}": "„{“ steht ohne Zeichen davor",
    "[a": "es endet mitten im Ausdruck",
    "[": "es endet mitten im Ausdruck",
    "a\\": "es endet mitten im Ausdruck",
    "[a-z-[b]c]": "nach einer abgezogenen Zeichenklasse steht noch etwas",
    "[a[b]]": "„[“ steht in einer Zeichenklasse",
    "[z-a]": "ein Zeichenbereich ist unmöglich",
    "[a-\\d]": "ein Zeichenbereich ist unmöglich",
    "\\bwort\\b": "„\\b“ gibt es in XML Schema nicht",
    "(a)\\1": "„\\1“ gibt es in XML Schema nicht",
    "\\pL": "nach „\\p“ steht keine Zeichenklasse",
    "\\p{Greek}": "nach „\\p“ steht keine Zeichenklasse",
    "\\p{IsGibtEsNicht}": "es ist kein regulärer Ausdruck",
    "\\xZZ": "„\\x“ gibt es in XML Schema nicht",
    "(" * 60 + ")" * 60: "es ist zu tief geschachtelt",
    "[a-" * 60: "es ist zu tief geschachtelt",
    "a" * 4001: "es ist länger als 4000 Zeichen",
    "((((a{1000}){1000}){1000}){1000})": "es ist mit seinen Wiederholungen zu groß",
    "a{999999}": "es ist mit seinen Wiederholungen zu groß",
    "(a|aa)+b": "seine Prüfung dauert zu lange",
}


@pytest.mark.parametrize("pattern", UNUSABLE)
def test_pattern_that_cannot_be_used(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        patterns.compile(pattern)

    assert str(caught.value) == UNUSABLE[pattern]


def test_match_that_runs_away_is_stopped() -> None:
    matcher = patterns.compile("(c|cc)+d|c*")  # the second half matches, were the first ever done with a long text

    assert matcher.matches("c" * 10) is True
    assert matcher.matches("c" * 2000) is False


class Waiting:
    """A pattern whose match gets no processor, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def fullmatch(self, text: str, timeout: float) -> object:
        if self.times:
            self.times -= 1
            raise TimeoutError
        return text


@pytest.mark.parametrize(("times", "matches"), [(0, True), (4, True), (5, False)])
def test_match_that_only_waits_is_tried_again(times: int, matches: bool) -> None:
    assert patterns.Matcher("a", Waiting(times)).matches("a") is matches  # type: ignore[arg-type]


PATTERNS = st.text(alphabet="ab1-[](){}|*+?.\\^$pLdwicsu,:&~ä", max_size=30)


@given(PATTERNS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_pattern_is_usable_or_refused(pattern: str) -> None:
    use_or_refuse(pattern)


@pytest.mark.slow
@given(PATTERNS)
@settings(max_examples=20_000, deadline=None)
def test_pattern_is_usable_or_refused_for_long(pattern: str) -> None:
    use_or_refuse(pattern)


def use_or_refuse(pattern: str) -> None:
    try:
        matcher = patterns.compile(pattern)
    except PatternError:
        return
    assert matcher.matches("ab1-ä") in (True, False)


def test_every_real_pattern_is_usable(material: Path) -> None:
    found = set()
    for file in reals.files(material):
        for position in reals.schema(file).positions.values():
            if isinstance(position.element, Field) and position.element.limits.pattern:
                found.add(patterns.compile(position.element.limits.pattern).pattern)

    assert len(found) == 3
