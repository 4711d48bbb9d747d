"""Somebody who applies without a browser: reads pages, fills in by label, presses buttons, follows redirects."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

Value = str | list[str] | SimpleUploadedFile


class Applicant:
    """Holds the cookies and the page that is open. Labels are matched by their beginning."""

    def __init__(self, host: str = "musterstadt.example") -> None:
        self.client = Client(headers={"host": host})
        self.path = ""
        self.status = 0
        self.tree: Any = None
        self.body = b""

    @property
    def title(self) -> str:
        return " ".join(self.tree.xpath("//title")[0].text_content().split())

    @property
    def heading(self) -> str:
        """The page's own heading, without the service's name above it."""
        heading = self.tree.xpath("//h1")[0]
        caption = heading.xpath("span[contains(@class, 'r-caption')]")
        text = caption[0].tail if caption else heading.text_content()
        return " ".join(text.split())

    @property
    def problems(self) -> list[str]:
        """The sentences of the error summary."""
        return [" ".join(one.text_content().split()) for one in self.tree.xpath("//*[@id='fehler']//li")]

    def start(self, slug: str) -> Applicant:
        """Press the start button on the public page of a service."""
        return self._take(self.client.post(f"/antrag/beginnen/{slug}/", follow=True))

    def open(self, path: str) -> Applicant:
        return self._take(self.client.get(path, follow=True))

    def press(self, button: str, typed: Mapping[str, Value] | None = None) -> Applicant:
        """Fill in by label and press a button of the same form."""
        pressed = self._button(button)
        form = deepcopy(next(pressed.iterancestors("form")))
        for waiting in form.xpath(".//template"):  # browsers without a script do not look into them
            waiting.drop_tree()
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for area in form.xpath(".//textarea"):
            data[area.get("name")] = [(area.text or "").removeprefix("\n")]  # as browsers read it
        for label, value in (typed or {}).items():
            data.update(self._typed(form, label, value))
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        return self._take(self.client.post(form.get("action") or self.path, data, follow=True))

    def follow(self, link: str) -> Applicant:
        found = [one for one in self.tree.xpath("//main//a") if link in " ".join(one.text_content().split())]
        assert found, f"no link {link!r} on {self.path}"
        return self.open(found[0].get("href"))

    def _take(self, response: Any) -> Applicant:
        self.status, self.path = response.status_code, response.request["PATH_INFO"]
        query = response.request.get("QUERY_STRING")
        self.path += f"?{query}" if query else ""
        self.body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.headers["Content-Type"].startswith("text/html"):
            self.tree = html.fromstring(self.body)
        return self

    def _button(self, text: str) -> Any:
        for one in self.tree.xpath("//main//button[not(@aria-hidden)]"):
            if " ".join(one.text_content().split()).startswith(text):
                return one
        raise AssertionError(f"no button {text!r} on {self.path}: {self.problems}")

    def _typed(self, form: Any, label: str, value: Value) -> dict[str, Any]:
        """What the form sends when `value` is given at the control of that label."""
        for fieldset in form.xpath(".//fieldset"):
            if _text(fieldset.xpath("legend")[0]).startswith(label):
                return _in_fieldset(fieldset, value)
        for one in form.xpath(".//label"):
            if _text(one).startswith(label):
                control = form.xpath(f".//*[@id='{one.get('for')}']")[0]
                if control.tag == "select":
                    return {control.get("name"): _option(control, value)}
                return {control.get("name"): value}
        there = [_text(one) for one in form.xpath(".//label")]
        there += [_text(one) for one in form.xpath(".//legend")]
        raise AssertionError(f"no control {label!r} on {self.path}; there are {there}")


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def _option(select: Any, value: Value) -> str:
    return next(one.get("value") for one in select.xpath("option") if _text(one) == value)


def _in_fieldset(fieldset: Any, value: Value) -> dict[str, Any]:
    inputs = fieldset.xpath(".//input")
    if inputs[0].get("type") in {"radio", "checkbox"}:
        by_label = {_text(label): label.get("for") for label in fieldset.xpath(".//label")}
        chosen = next(one for one in inputs if one.get("id") == by_label[str(value)])
        return {chosen.get("name"): chosen.get("value")}
    if len(inputs) == 3 and isinstance(value, str):
        return {one.get("name"): part for one, part in zip(inputs, value.split("."), strict=True)}
    return {inputs[0].get("name"): value}
