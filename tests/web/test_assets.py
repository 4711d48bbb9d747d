"""The front-end assets: built from the packages, with their licences, and light."""

import brotli
import pytest
from django.test import Client
from fontTools.ttLib import TTFont

from rathaus.web import assets

ROOT = assets.WEB.parent.parent.parent
PACKAGES = ROOT / "node_modules"
needs_packages = pytest.mark.skipif(not PACKAGES.is_dir(), reason="npm ci has not run: ./dev setup")


@needs_packages
def test_building_gives_styles_fonts_and_their_licences(tmp_path):
    vendor, fonts = tmp_path / "vendor", tmp_path / "fonts"
    assets.build(PACKAGES, vendor=vendor, fonts=fonts)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    cuts = ("Regular", "Medium", "SemiBold")
    assert names == {
        "vendor/kern/kern.min.css", "vendor/kern/LICENSE.md", "vendor/fira-sans/fira-sans.css",
        "vendor/fira-sans/OFL.txt", "fonts/OFL.txt",
        *(f"vendor/fira-sans/FiraSans-{cut}.woff2" for cut in cuts), *(f"fonts/FiraSans-{cut}.ttf" for cut in cuts),
    }  # fmt: skip
    with TTFont(fonts / "FiraSans-Regular.ttf") as font:
        assert font["name"].getDebugName(1) == "Fira Sans"
        assert {ord(sign) for sign in "äöüßẞŁőșğ„“–€"} <= set(font.getBestCmap())


def test_without_the_packages_one_sentence_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert assets.main() == 2
    assert "zuerst »npm ci« ausführen" in capsys.readouterr().err


@needs_packages
def test_a_page_weighs_less_than_100_kilobytes_without_fonts(scoped, tmp_path):
    assets.build(PACKAGES, vendor=tmp_path / "vendor", fonts=tmp_path / "fonts")
    static = assets.WEB / "static" / "web"
    parts = {
        "page": Client().get("/datenschutz/").content,
        "kern": (tmp_path / "vendor/kern/kern.min.css").read_bytes(),
        "fonts.css": (tmp_path / "vendor/fira-sans/fira-sans.css").read_bytes(),
        "rathaus.css": (static / "rathaus.css").read_bytes(),
        "rathaus.js": (static / "rathaus.js").read_bytes(),
        "icon": (static / "icon.svg").read_bytes(),
    }
    weight = {name: len(brotli.compress(content, quality=5)) for name, content in parts.items()}
    assert sum(weight.values()) < 60_000, weight
