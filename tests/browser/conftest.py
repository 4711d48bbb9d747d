"""Chromium against the running house.

``visit`` opens browser windows onto a live server in this process, so a test makes its data with the rooms' own
actions (in ``scoped``) and then walks through the pages. Every window fails its test on a script error or anything
that the Content Security Policy refused.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import helpers

if TYPE_CHECKING:
    from tests.people.making import Colleague

WIDE, PHONE = (1280, 900), (360, 740)
NARROWEST = {"width": 320, "height": 480}  # 1280 pixels at 400 % zoom


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium, started once."""
    # Playwright's synchronous interface runs a loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium fehlt: ./dev setup richtet es ein."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@dataclass
class Windows:
    """Opens windows; ``visit(javascript=False)``, ``visit(size=PHONE)``, ``visit(as_=colleague)``."""

    browser: Browser
    base_url: str
    opened: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __call__(
        self,
        *,
        size: tuple[int, int] = WIDE,
        javascript: bool = True,
        dark: bool = False,
        language: str = "de-DE",
        as_: Colleague | None = None,
        base_url: str = "",
    ) -> Page:
        context = self.browser.new_context(
            base_url=base_url or self.base_url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        context.set_default_timeout(10_000)
        self.opened.append(context)
        if as_ is not None:
            from tests.people.making import signed_in  # noqa: PLC0415 (models load only after Django is set up)

            cookies = signed_in(as_).cookies
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": cookies[name].value, "url": self.base_url}])
        page = context.new_page()
        page.on("console", lambda message: self._heard(page, message))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def _heard(self, page: Page, message: Any) -> None:
        # A status code of the page itself is the test's to judge, not the console's.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")


@pytest.fixture
def visit(chromium: Browser, live_server: Any, settings: Any) -> Iterator[Callable[..., Page]]:
    """Open windows onto the running house, over plain http as in the demo."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sitzung", "csrf"
    settings.SECURE_HSTS_SECONDS = 0
    windows = Windows(chromium, live_server.url)
    yield windows
    for context in windows.opened:
        context.close()
    assert windows.complaints == []


@pytest.fixture
def look(visit: Callable[..., Page]) -> Callable[..., None]:
    """Open an address wide and on a phone, check that it is sound, and keep both pictures; then 320 pixels and dark."""

    def look_at(address: str, name: str, **window: Any) -> None:
        page = visit(**window)
        page.goto(address)
        for width, height in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            helpers.sound(page)
            helpers.picture(page, name)
        page.set_viewport_size(NARROWEST)
        helpers.fits(page)
        page.emulate_media(color_scheme="dark")
        helpers.axe(page)

    return look_at
