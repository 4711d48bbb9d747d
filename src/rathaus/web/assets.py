"""Build the front-end assets from ``node_modules``: ``python -m rathaus.web.assets`` in the root of the checkout.

KERN's style sheet and three weights of Fira Sans go to ``web/static/vendor``, the same weights as TrueType (which the
PDF compiler needs) to ``documents/fonts``; both folders are built, never committed. Licences travel with the files.
The fonts of the web hold the letters of DIN 91379, in two files for each weight: what German pages
need, and the rest, which browsers fetch where a page has such a letter. A third one has Greek and Cyrillic letters, for
texts of services in such languages.
Needs ``fonttools[woff]``, at build time only.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from rathaus.questionnaire import latin

WEB = Path(__file__).resolve().parent
VENDOR = WEB / "static" / "vendor"
FONTS = WEB.parent / "documents" / "fonts"
LICENCES = WEB / "licences"
#: CSS weight by name of the cut; KERN uses no other.
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}

TYPOGRAPHY = frozenset(map(ord, "‐‑–—‘’‚“”„•…‹›−→←↑↓€™"))
"""What pages write by themselves beyond the norm."""
BASIC = frozenset(range(0x100)) | TYPOGRAPHY | {ord("ẞ")}
"""What German and English pages need."""


class MissingAssetsError(Exception):
    """The packages of ``package-lock.json`` are not installed."""


def parts() -> dict[str, frozenset[int]]:
    """The code points of the files of each weight, by the end of their names."""
    wanted = latin.code_points() | TYPOGRAPHY
    return {"": wanted & BASIC, "-weitere": wanted - BASIC, "-andere": frozenset(range(0x370, 0x530))}


def font_css(weights: dict[str, int]) -> str:
    """Return the ``@font-face`` rules for the vendored cuts."""
    rules = (
        "@font-face {\n"
        '  font-family: "Fira Sans";\n'
        f'  src: url("FiraSans-{cut}{end}.woff2") format("woff2");\n'
        f"  font-weight: {weight};\n"
        "  font-display: swap;\n"
        f"  unicode-range: {ranges(points)};\n"
        "}\n"
        for cut, weight in weights.items()
        for end, points in parts().items()
    )
    return "".join(rules)


def ranges(points: Iterable[int]) -> str:
    """Code points as a value of ``unicode-range``: ``U+20-7E, U+A0``."""
    found: list[list[int]] = []
    for point in sorted(points):
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


def cut_out(source: Path, target: Path, points: Iterable[int]) -> None:
    """Write the part of a font that shows these code points, without hints for screens of coarse dots.

    Letters of ASCII are in every part, so that marks of their own code stand right above them.
    """
    options = Options(flavor="woff2", hinting=False, layout_features=[*Options().layout_features, "tnum", "lnum"])
    with TTFont(source) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes={*points, *range(0x41, 0x7B)})
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(target)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def build(node_modules: Path, *, vendor: Path = VENDOR, fonts: Path = FONTS) -> None:
    """Write both folders anew from the packages in ``node_modules``."""
    kern = node_modules / "@kern-ux" / "native"
    if not (kern / "dist" / "kern.min.css").is_file():
        raise MissingAssetsError(f"KERN fehlt unter {kern}: zuerst »npm ci« ausführen.")
    kern_folder = _fresh(vendor) / "kern"
    font_folder = vendor / "fira-sans"
    kern_folder.mkdir()
    font_folder.mkdir()
    _fresh(fonts)
    shutil.copyfile(kern / "dist" / "kern.min.css", kern_folder / "kern.min.css")
    shutil.copyfile(kern / "LICENSE.md", kern_folder / "LICENSE.md")
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for cut in WEIGHTS:
        source = kern / "dist" / "fonts" / "fira-sans" / f"FiraSans-{cut}.woff2"
        for end, points in parts().items():
            cut_out(source, font_folder / f"FiraSans-{cut}{end}.woff2", points)
        with TTFont(source) as font:
            font.flavor = None
            font.save(fonts / f"FiraSans-{cut}.ttf")
    (font_folder / "fira-sans.css").write_text(font_css(WEIGHTS), encoding="utf-8")
    for folder in (font_folder, fonts):
        shutil.copyfile(LICENCES / "OFL-1.1-Fira-Sans.txt", folder / "OFL.txt")


def main() -> int:
    """Build from ``./node_modules``; exit code 2 with one sentence where the packages are missing."""
    try:
        build(Path.cwd() / "node_modules")
    except MissingAssetsError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
