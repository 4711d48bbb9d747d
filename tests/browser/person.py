"""Somebody at the screen: does what people do, finds everything by role and name, and counts what it takes."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, FilePayload, Locator, Page, expect

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s in bytes per second, and 400 ms until the first byte: the edge of a village on a train."""
PATIENCE = 80
"""So often somebody presses Tab before giving up."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a task may take, or took."""

    pages: int
    interactions: int
    tabs: int = 0


@dataclass
class Person:
    """Uses mouse or finger. A control counts once, however long its text; a page counts once it is there."""

    page: Page
    seen: list[str] = field(default_factory=list)
    interactions: int = 0
    tabs: int = 0
    began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self._turned)

    def _turned(self, _page: Page) -> None:
        self.seen.append(self.page.url)

    def effort(self) -> Effort:
        """What it took until now."""
        return Effort(len(self.seen), self.interactions, self.tabs)

    def seconds(self) -> float:
        """What the house and the network needed until now; reading and thinking come on top."""
        return time.perf_counter() - self.began

    def open(self, address: str) -> None:
        """Type an address or follow a link from elsewhere; fonts and pictures need not be there yet."""
        self.page.goto(address, wait_until="domcontentloaded")

    def find(self, words: str, service: str) -> None:
        """Search from the start page, and take the suggestion."""
        self.open("/")
        self.write("Leistung suchen", words, role="combobox")
        self.hit(self.named("option", service))
        self.expect_heading(service)

    def expect_heading(self, heading: str) -> None:
        """Wait for the page with this heading."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.page.wait_for_load_state("domcontentloaded")  # only then the page is counted

    def expect_field(self, name: str, text: str) -> None:
        """Read what stands in a field."""
        assert self.named("textbox", name).input_value() == text

    def named(self, role: str, name: str, *, within: Locator | None = None) -> Locator:
        """A control by what a screen reader says of it; the first where a page offers the same one twice."""
        said = re.compile(rf"^{re.escape(name)}( – (freiwillig|oder .+))?$")
        return (within or self.page).get_by_role(role, name=said).first  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.hit(self.named("link", name))

    def press(self, name: str = "Speichern und weiter") -> None:
        """Press a button."""
        self.hit(self.named("button", name))

    def fill(self, answers: dict[str, str]) -> None:
        """Write into several fields."""
        for name, text in answers.items():
            self.write(name, text)

    def date(self, question: str, day: dt.date) -> None:
        """Day, month and year, as the three fields ask for them."""
        parts = self.named("group", question)
        for name, number in (("Tag", day.day), ("Monat", day.month), ("Jahr", day.year)):
            self.write(name, str(number), within=parts)

    def choose(self, question: str, answer: str) -> None:
        """One of several answers to a question."""
        self._mark(self.named("radio", answer, within=self.named("group", question)))

    def tick(self, name: str) -> None:
        """Tick a box."""
        self._mark(self.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(name)}")))

    # How it is done with mouse or finger:

    def hit(self, target: Locator) -> None:
        """Click or tap."""
        target.click()
        self.interactions += 1

    def write(self, name: str, text: str, *, role: str = "textbox", within: Locator | None = None) -> None:
        """Write into a field."""
        self.named(role, name, within=within).press_sequentially(text)
        self.interactions += 1

    def pick(self, name: str, option: str) -> None:
        """One of a list that unfolds."""
        self.named("combobox", name).select_option(label=option)
        self.interactions += 1

    def attach(self, name: str, file: FilePayload) -> None:
        """Choose a file, or take a photo."""
        self.named("button", name).set_input_files(file)
        self.interactions += 1

    def _mark(self, box: Locator) -> None:
        box.wait_for()
        self.page.wait_for_load_state("domcontentloaded")  # from here on, its answer brings the next question
        box.check()
        self.interactions += 1


class Typist(Person):
    """Has a keyboard and ears: Tab, Enter, space and arrows, and what a screen reader says."""

    def hit(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")
        self.interactions += 1

    def write(self, name: str, text: str, *, role: str = "textbox", within: Locator | None = None) -> None:
        self._reach(self.named(role, name, within=within))
        self.page.keyboard.type(text)
        self.interactions += 1

    def pick(self, name: str, option: str) -> None:
        self._reach(self.named("combobox", name))
        self.page.keyboard.type(option)
        self.interactions += 1

    def find(self, words: str, service: str) -> None:
        self.open("/")
        self.write("Leistung suchen", words, role="combobox")
        self.named("option", service).wait_for()
        self.page.keyboard.press("ArrowDown")
        assert self.named("option", service).get_attribute("aria-selected") == "true"
        self.page.keyboard.press("Enter")
        self.expect_heading(service)

    def expect_problem(self, name: str) -> None:
        """Hear that something is wrong: the title says so first, the focus is on the summary, its link leads on.

        The field is where the focus is then, marked as wrong and described by the sentence of the summary.
        """
        summary = self.page.locator("*:focus")
        link = summary.get_by_role("link")
        link.wait_for()
        assert self.page.title().startswith("Fehler: ")
        said = link.inner_text()
        assert f"„{name}“" in said
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        field_ = self.page.get_by_role("textbox", name=name, exact=True)
        assert field_.evaluate("field => field === document.activeElement && field.ariaInvalid") == "true"
        expect(field_).to_have_accessible_description(re.compile(re.escape(said)))

    def _mark(self, box: Locator) -> None:
        """Of a group of radio buttons, Tab reaches one; the arrows go on from there."""
        group = box.evaluate_handle("box => [...document.getElementsByName(box.name)]")
        self._tab_until(lambda: group.evaluate("boxes => boxes.includes(document.activeElement)"), str(box))
        while not box.evaluate("box => box === document.activeElement"):
            self.page.keyboard.press("ArrowDown")
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()
        self.interactions += 1

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        self._tab_until(lambda: target.evaluate("element => element === document.activeElement"), str(target))

    def _tab_until(self, there: Callable[[], bool], what: str) -> None:
        for _ in range(PATIENCE):
            if there():
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"Tab does not reach {what} within {PATIENCE} steps")


@dataclass
class Traffic:
    """What a slow network carried."""

    session: CDPSession
    bytes: int = 0

    def __post_init__(self) -> None:
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", SLOW)
        self.session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])
