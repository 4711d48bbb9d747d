"""The instruments themselves: axe finds what is wrong with a page that is wrong on purpose."""

import pytest

from tests.browser import helpers

BAD = """<!doctype html><html><head><title></title></head><body>
<img src="data:,"><input type="text"><h4>Zu tief</h4><p style="color:#ccc;background:#fff">Zu blass</p>
<a href="#"></a></body></html>"""


def test_axe_finds_what_is_wrong(chromium):
    page = chromium.new_page()
    page.set_content(BAD)
    found = {line.partition(":")[0] for line in helpers.violations(page)}
    page.close()
    assert found >= {"html-has-lang", "document-title", "image-alt", "label", "link-name", "color-contrast"}


def test_a_page_that_is_too_wide_is_not_sound(chromium):
    page = chromium.new_page()
    page.set_content(
        "<!doctype html><html lang=de><head><title>Breit</title></head><body><a href='#inhalt'>Zum Inhalt</a>"
        "<main id=inhalt><h1>Breit</h1><div style='width:9000px'>x</div></main></body></html>"
    )
    with pytest.raises(AssertionError, match="pixels too wide"):
        helpers.sound(page)
    page.close()


UPSIDE_DOWN = """<main style="display: flex; flex-direction: column-reverse">
<a href="#a">Eins</a><a href="#b">Zwei</a></main>"""
TRAP = """<main><a href="#a" id="a">Eins</a><a href="#b" id="b">Zwei</a></main>"""
BARE = """<main><input type="checkbox" style="appearance: none; border: 0; background: red"></main>"""


def test_order_trap_and_bare_control_are_found(visit):
    page = visit()
    page.set_content(UPSIDE_DOWN)
    with pytest.raises(AssertionError, match="goes back up"):
        helpers.in_order(page)
    page.set_content(TRAP)
    page.evaluate("() => { let n = 0; onkeydown = (e) => { e.preventDefault(); b.title = n++; b.focus(); }; }")
    with pytest.raises(AssertionError, match="trapped"):
        helpers.in_order(page)
    page.set_content(BARE)
    with pytest.raises(AssertionError, match="forced colours"):
        helpers.visible_in_forced_colours(page)
