"""Build the front-end assets from ``node_modules``: ``python -m rathaus.web.assets`` in the root of the checkout.

KERN's style sheet and three weights of Fira Sans go to ``web/static/vendor``, the same weights as TrueType (which the
PDF compiler needs) to ``documents/fonts``; both folders are built, never committed. Licences travel with the files.
Needs ``fonttools[woff]``, at build time only.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

WEB = Path(__file__).resolve().parent
VENDOR = WEB / "static" / "vendor"
FONTS = WEB.parent / "documents" / "fonts"
LICENCES = WEB / "licences"
#: CSS weight by name of the cut; KERN uses no other.
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}


class MissingAssetsError(Exception):
    """The packages of ``package-lock.json`` are not installed."""


def font_css(weights: dict[str, int]) -> str:
    """Return the ``@font-face`` rules for the vendored cuts."""
    rules = (
        "@font-face {\n"
        '  font-family: "Fira Sans";\n'
        f'  src: url("FiraSans-{cut}.woff2") format("woff2");\n'
        f"  font-weight: {weight};\n"
        "  font-display: swap;\n"
        "}\n"
        for cut, weight in weights.items()
    )
    return "".join(rules)


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
    for cut in WEIGHTS:
        source = kern / "dist" / "fonts" / "fira-sans" / f"FiraSans-{cut}.woff2"
        shutil.copyfile(source, font_folder / source.name)
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
