"""Text with three signs of order (paragraph, list, link) to HTML, and HTML fragments back to it.

Safe by construction: `render` escapes every character of the text; the only tags in its result are its own.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(((?:https://|mailto:|tel:)[^\s()<>\"]{1,500})\)")
_TAG = re.compile(
    r"<(?:/?(?:p|ul|ol|li|a|br|b|i|em|strong|h[1-6]|div|span|table|tr|td)\b|!--|script|style)", re.IGNORECASE
)
_BREAKING = {"p", "div", "br", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "template", "head", "title", "iframe", "object", "noscript"}


def render(text: str) -> SafeString:
    """HTML of `text`: only ``p``, ``ul``, ``li``, ``br`` and ``a`` appear."""
    blocks = re.split(r"\n\s*\n", text.strip()) if text.strip() else []
    return mark_safe("".join(html for block in blocks for html in _block(block)))  # noqa: S308  escaped in _inline


def _block(block: str) -> list[str]:
    html: list[str] = []
    for entry, lines in _runs(block.splitlines()):
        inline = [_inline(line) for line in lines]
        html.append(f"<ul><li>{'</li><li>'.join(inline)}</li></ul>" if entry else f"<p>{'<br>'.join(inline)}</p>")
    return html


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for raw in lines:
        line = raw.strip()
        entry = line.startswith("- ")
        if not runs or runs[-1][0] != entry:
            runs.append((entry, []))
        runs[-1][1].append(line.removeprefix("- ").strip() if entry else line)
    return runs


def _inline(line: str) -> str:
    parts: list[str] = []
    end = 0
    for link in _LINK.finditer(line):
        parts.append(escape(line[end : link.start()]))
        parts.append(f'<a href="{escape(link[2])}">{escape(link[1])}</a>')
        end = link.end()
    return "".join([*parts, escape(line[end:])])


def words(text: str) -> str:
    """The text without its signs of order, for search."""
    return _LINK.sub(r"\1", text).replace("\n- ", "\n")


def plain(text: str) -> str:
    """`text` in the plain form: HTML fragments are turned into it, line ends and outer spaces are tidied."""
    if _TAG.search(text):
        reader = _Fragment()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
        text = "\n".join(re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.splitlines())
        text = re.sub(r"\n\n(?=- )", "\n", text) if "\n- " in text else text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Fragment(HTMLParser):
    """Reads an HTML fragment into the plain form; what scripts and styles contain is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BREAKING:
            self.parts.append("\n\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKING and tag != "br":
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            target, start = self._links.pop()
            label = " ".join("".join(self.parts[start:]).split())
            link = f"[{label}]({target})"
            self.parts[start:] = [link if _LINK.fullmatch(link) else label]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))
