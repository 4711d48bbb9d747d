"""The front-end assets: built from the packages, with their licences, and light."""

import brotli
import pytest
from django.test import Client
from fontTools.ttLib import TTFont

from rathaus.questionnaire import latin
from rathaus.web import assets

ROOT = assets.WEB.parent.parent.parent
PACKAGES = ROOT / "node_modules"
needs_packages = pytest.mark.skipif(not PACKAGES.is_dir(), reason="npm ci has not run: ./dev setup")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the assets, built once."""
    folder = tmp_path_factory.mktemp("assets")
    assets.build(PACKAGES, vendor=folder / "vendor", fonts=folder / "fonts")
    return folder


@needs_packages
def test_building_gives_styles_fonts_and_their_licences(built):
    vendor, fonts = built / "vendor", built / "fonts"
    names = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    cuts = ("Regular", "Medium", "SemiBold")
    assert names == {
        "vendor/kern/kern.min.css", "vendor/kern/LICENSE.md", "vendor/fira-sans/fira-sans.css",
        "vendor/fira-sans/OFL.txt", "fonts/OFL.txt",
        *(f"vendor/fira-sans/FiraSans-{cut}{end}.woff2" for cut in cuts for end in assets.parts()),
        *(f"fonts/FiraSans-{cut}.ttf" for cut in cuts),
    }  # fmt: skip
    held: set[int] = set()
    for end, points in assets.parts().items():
        path = vendor / "fira-sans" / f"FiraSans-Regular{end}.woff2"
        assert path.stat().st_size < 25_000
        with TTFont(path) as part:
            held |= points & set(part.getBestCmap())
    with TTFont(fonts / "FiraSans-Regular.ttf") as font:
        whole = set(font.getBestCmap())
    assert (latin.code_points() | assets.TYPOGRAPHY) & whole == held - set(range(0x370, 0x530))
    with TTFont(fonts / "FiraSans-Regular.ttf") as font:
        assert font["name"].getDebugName(1) == "Fira Sans"
        assert {ord(sign) for sign in "äöüßẞŁőșğ„“–€"} <= set(font.getBestCmap())


def test_without_the_packages_one_sentence_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert assets.main() == 2
    assert "zuerst »npm ci« ausführen" in capsys.readouterr().err


@needs_packages
def test_a_page_weighs_less_than_100_kilobytes_without_fonts(scoped, built):
    static = assets.WEB / "static" / "web"
    parts = {
        "page": Client().get("/datenschutz/").content,
        "kern": (built / "vendor/kern/kern.min.css").read_bytes(),
        "fonts.css": (built / "vendor/fira-sans/fira-sans.css").read_bytes(),
        "rathaus.css": (static / "rathaus.css").read_bytes(),
        "rathaus.js": (static / "rathaus.js").read_bytes(),
        "icon": (static / "icon.svg").read_bytes(),
    }
    weight = {name: len(brotli.compress(content, quality=5)) for name, content in parts.items()}
    assert sum(weight.values()) < 60_000, weight


def test_ranges_of_code_points_are_written_short():
    assert assets.ranges({0x41, 0x43, 0x42, 0x20, 0x1E9E}) == "U+20, U+41-43, U+1E9E"


def test_static_files_are_sent_whole_whatever_part_is_asked_for(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "font.woff2").write_bytes(b"0123456789")
    client = Client()
    for part in ("bytes=10-", "bytes=4-", "bytes=0-0"):
        answer = client.get("/static/font.woff2", headers={"range": part})
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"0123456789")
        assert answer["Accept-Ranges"] == "none"
