"""What every browser test does with a page: let axe look at it, walk it by keyboard, keep its picture."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(os.environ.get("RATHAUS_SCREENSHOTS", ROOT / "screenshots"))
LINE = 12
"""Pixels that controls of one line may stand higher or lower than each other."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def settle(page: Page) -> None:
    """Wait until the page that was asked for is there: a press of a button does not wait for it."""
    page.wait_for_load_state()
    while not page.evaluate("document.body !== null"):
        page.wait_for_load_state()


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, one line per rule and element."""
    settle(page)
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations", TAGS
    )
    return [f"{rule['id']}: {node['target']} – {rule['help']}" for rule in found for node in rule["nodes"]]


def axe(page: Page) -> None:
    """Fail on any violation of WCAG 2.2 A and AA or of axe's best practice."""
    found = violations(page)
    assert found == [], "\n".join(found)


def sound(page: Page) -> None:
    """What must hold for every page: axe, title, language, one h1, no tiny heading, nothing too wide, a skip link."""
    axe(page)
    facts = page.evaluate(
        """() => ({
            title: document.title.trim() !== "",
            language: ["de", "en"].includes(document.documentElement.lang),
            h1: document.querySelectorAll("h1").length,
            headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
                .every((one) => parseFloat(getComputedStyle(one).fontSize) >= 16),
            skip: document.querySelector("a[href='#inhalt']") !== null,
        })"""
    )
    wrong = {name: value for name, value in facts.items() if value != 1}
    assert wrong == {}, f"{page.url}: {wrong}"
    fits(page)


def fits(page: Page) -> None:
    """Nobody has to scroll sideways (what scrolls within its own frame, as wide tables do, is fine)."""
    settle(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 0, f"{page.url}: {beyond} pixels too wide at {page.viewport_size}"


def tab_to(page: Page, target: Locator, *, at_most: int = 60) -> None:
    """Press Tab until the element has the focus, and see that the focus is visible on the way there."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate(
                "element => getComputedStyle(element).outlineStyle + getComputedStyle(element).boxShadow"
            )
            assert outline != "nonenone", "the focus cannot be seen"
            return
    raise AssertionError(f"Tab does not reach {target} within {at_most} steps")


def type_into(page: Page, label: str, text: str) -> None:
    """Reach a text field by keyboard and fill it."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Reach a button by keyboard and press it."""
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in the git-ignored folder ``screenshots``."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = PICTURES / f"{name}-{width}.png"
    page.screenshot(path=path, full_page=True)
    return path


def in_order(page: Page, *, at_most: int = 120) -> None:
    """Tab goes through the page as it is read, line by line and from left to right, and out of it at the end."""
    page.evaluate("document.activeElement.blur()")
    places: list[tuple[float, float, str]] = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => { const it = document.activeElement; if (it === document.body) return null;
            const box = (it.closest('.kern-form-check') ?? it).getBoundingClientRect();
            const aside = it.closest('aside, .r-skip') !== null;
            return [aside ? null : box.bottom + scrollY, box.left, it.outerHTML.slice(0, 90)]; }"""
        )
        if place is None or (places and place[2] == places[0][2]):
            break
        places.append(tuple(place))
    else:
        raise AssertionError(f"{page.url}: the keyboard is trapped at {places[-1][2]}")
    main = [place for place in places if place[0] is not None]
    back = [(a[2], b[2]) for a, b in itertools.pairwise(main) if b[0] < a[0] - LINE and b[1] <= a[1]]
    assert back == [], f"{page.url}: Tab goes back up"


def visible_in_forced_colours(page: Page) -> None:
    """With the system's own colours every control still has an edge or a text, and the focus is seen."""
    page.emulate_media(forced_colors="active")
    bare = page.evaluate(
        """() => [...document.querySelectorAll("main :is(input, select, textarea, button):not([type=hidden])")]
        .filter((it) => it.checkVisibility() && !it.closest(".kern-sr-only")).filter((it) => {
            const style = getComputedStyle(it);
            const edge = ["Top", "Bottom"].some((side) => parseFloat(style[`border${side}Width`]) > 0
                && style[`border${side}Style`] !== "none");
            return !edge && style.appearance === "none" && it.textContent.trim() === "";
        }).map((it) => it.outerHTML.slice(0, 90))"""
    )
    assert bare == [], f"{page.url}: not seen in forced colours"
    tab_to(page, page.locator("main").locator("a[href], button, input:not([type=hidden])").first)
    page.emulate_media(forced_colors="none")
