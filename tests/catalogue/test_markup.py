"""Service texts become safe HTML, and HTML fragments become texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from rathaus.catalogue import markup


def test_paragraphs_lists_and_links_are_rendered():
    assert markup.render("Eins\nzwei\n\nDavor:\n- a\n- [b](https://example.org/?x=1&y=2)") == (
        '<p>Eins<br>zwei</p><p>Davor:</p><ul><li>a</li><li><a href="https://example.org/?x=1&amp;y=2">b</a></li></ul>'
    )


def test_lists_are_numbered_and_lie_within_each_other():
    assert markup.render("Ablauf:\n1. a\n  - b\n  - c\n2. d\n- e\n    - f") == (
        "<p>Ablauf:</p><ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol><ul><li>e<ul><li>f</li></ul></li></ul>"
    )


def test_day_at_the_beginning_of_a_line_is_no_entry():
    assert markup.render("15. März und\n3. April") == "<p>15. März und<br>3. April</p>"


def test_lists_of_html_keep_their_numbers_and_depth():
    fragment = "<p>So:</p><ol><li><p>eins</p><ul><li>a</li></ul></li><li>zwei</li></ol><p>Ende</p>"
    assert markup.plain(fragment) == "So:\n\n1. eins\n  - a\n2. zwei\n\nEnde"


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>a<img src=x onerror=alert(1)>b</p>", "ab"),
        ("<p>a<svg><script>alert(1)</script></svg>b</p>", "ab"),
        ("<p>a<style>p{}</style></p><iframe src='https://x.example'>x</iframe>", "a"),
        ("<p>a <a href='http://unsafe.example' onclick='x()'>b</a>", "a b"),
        ("<p>&lt;script&gt;</p>", "<script>"),
        ("<ul><li></li><li>a</li></ul>", "- a"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
    ],
)
def test_html_of_others_loses_everything_but_text_and_order(fragment, text):
    assert markup.plain(fragment) == text


def test_nothing_renders_as_nothing():
    assert markup.render("  \n ") == ""


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](http://unsafe.example)",
        '[x](https://a.example/"onclick=1)',
        "[x](data:text/html,1)",
    ],
)
def test_unsafe_links_stay_text(text):
    assert "<a" not in markup.render(text)


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()- \n/abhttps:script=onload12."), max_size=200))
def test_no_text_ever_brings_tags_or_attributes_of_its_own(text):
    for element in html.fragment_fromstring(markup.render(text), create_parent="div").iter():
        assert element.tag in {"div", "p", "ul", "ol", "li", "br", "a"}
        assert set(element.attrib) <= {"href"}
        assert element.get("href", "https://").startswith(("https://", "mailto:", "tel:"))


def test_html_fragment_becomes_plain_text():
    fragment = (
        "<p>Sie brauchen:</p><ul><li>einen <b>Ausweis</b></li><li><a href='https://example.org'>dies</a></li></ul>"
        "<script>alert(1)</script><p>Bis&nbsp;bald &amp; danke<br>Ihr Amt</p>"
    )
    assert markup.plain(fragment) == (
        "Sie brauchen:\n\n- einen Ausweis\n- [dies](https://example.org)\n\nBis bald & danke\nIhr Amt"
    )


def test_html_link_that_is_not_safe_keeps_its_words():
    assert markup.plain("<p><a href='javascript:x'>Wort</a></p>") == "Wort"


def test_plain_text_with_less_than_sign_is_left_alone():
    assert markup.plain("a < b und c > d\r\n\r\n\r\n\r\nneu") == "a < b und c > d\n\nneu"


def test_words_leave_the_signs_out():
    assert markup.words("Siehe [Satzung](https://example.org)\n- eins") == "Siehe Satzung\neins"
