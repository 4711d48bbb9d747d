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
