"""Text with few signs of order (paragraph, lists, link) to HTML, and HTML fragments back to it.

Safe by construction: `render` escapes every character of the text; the only tags in its result are its own. Fragments
of others go through `nh3` first, which reads them as a browser would and drops what is no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(((?:https://|mailto:|tel:)[^\s()<>\"]{1,500})\)")
_TAG = re.compile(
    r"<(?:/?(?:p|ul|ol|li|a|br|b|i|em|strong|h[1-6]|div|span|table|tr|td)\b|!--|script|style)", re.IGNORECASE
)
_BREAKING = {"p", "div", "br", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
_SILENT = {"script", "style", "template", "title", "iframe", "object", "noscript", "svg", "math"}
_ENTRY = re.compile(r"^( *)(-|\d{1,3}\.) +(.*)$")
# Stands for one step of indentation until white space is tidied; no text holds it.
_STEP = "\x01"


def render(text: str) -> SafeString:
    """HTML of `text`: only ``p``, ``ul``, ``ol``, ``li``, ``br`` and ``a`` appear."""
    blocks = re.split(r"\n\s*\n", text.strip()) if text.strip() else []
    return mark_safe("".join(html for block in blocks for html in _block(block)))  # noqa: S308  escaped in _inline


def _block(block: str) -> Iterator[str]:
    for listed, run in groupby(_read(block.splitlines()), key=lambda line: isinstance(line, _Entry)):
        lines = list(run)
        if listed:
            yield _list(line for line in lines if isinstance(line, _Entry))
        else:
            yield f"<p>{'<br>'.join(_inline(line.strip()) for line in lines if isinstance(line, str))}</p>"


class _Entry(NamedTuple):
    """An entry of a list: how deep, in which kind, and its words."""

    level: int
    tag: str
    words: str


def _read(lines: Iterable[str]) -> Iterator[str | _Entry]:
    """Lines and entries. A number counts as one only where it continues a list: „15. März“ may begin a line, too."""
    numbers: dict[int, int] = {}
    for line in lines:
        found = _ENTRY.match(line)
        level = len(found[1]) // 2 if found else 0
        if found and found[2] != "-":
            numbers[level] = numbers.get(level, 0) + 1
            if found[2] != f"{numbers[level]}.":
                found = None
        if found:
            yield _Entry(level, "ul" if found[2] == "-" else "ol", found[3].strip())
        else:
            numbers.clear()
            yield line


def _list(entries: Iterable[_Entry]) -> str:
    """A list; two spaces before an entry put it into a list within the entry above."""
    html: list[str] = []
    opened: list[str] = []
    for entry in entries:
        level = min(entry.level, len(opened))
        while len(opened) > level + 1 or (len(opened) == level + 1 and opened[-1] != entry.tag):
            html.append(f"</li></{opened.pop()}>")
        if len(opened) == level + 1:
            html.append("</li><li>")
        else:
            opened.append(entry.tag)
            html.append(f"<{entry.tag}><li>")
        html.append(_inline(entry.words))
    html += [f"</li></{tag}>" for tag in reversed(opened)]
    return "".join(html)


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
    return re.sub(r"(?m)^ *- +", "", _LINK.sub(r"\1", text))


def plain(text: str) -> str:
    """`text` in the plain form: HTML fragments are turned into it, line ends and outer spaces are tidied."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace(_STEP, "")
    if _TAG.search(text):
        text = _from_html(text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _from_html(text: str) -> str:
    reader = _Fragment()
    reader.feed(
        nh3.clean(
            text,
            tags=_BREAKING | _LISTS | {"li", "a", "td", "th"},
            clean_content_tags=_SILENT,
            attributes={"a": {"href"}},
            url_schemes={"https", "mailto", "tel"},
            link_rel=None,
        )
    )
    reader.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).splitlines())
    text = "\n".join(line for line in lines if line not in {"-", "- "})
    text = re.sub(rf"(?m)^({_STEP}*(?:-|\d+\.))\s+", r"\1 ", text)  # a paragraph within an entry begins beside its sign
    text = re.sub(rf"\n\n+(?={_STEP}*(?:-|\d+\.) )", "\n", text)  # entries stand together,
    text = re.sub(rf"(?m)^(?!{_STEP}*(?:-|\d+\.) )(.*\S.*)\n(?=(?:-|\d+\.) )", r"\1\n\n", text)  # apart from prose
    return text.replace(_STEP, "  ")


class _Fragment(HTMLParser):
    """Reads a cleaned HTML fragment into the plain form."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._lists: list[int] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LISTS:
            self.parts.append("\n" if self._lists else "\n\n")
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._begin_entry()
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BREAKING:
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))

    def _begin_entry(self) -> None:
        sign = "-"
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            sign = f"{self._lists[-1]}."
        self.parts.append(f"\n{_STEP * (len(self._lists) - 1)}{sign} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS:
            if self._lists:
                self._lists.pop()
            self.parts.append("\n" if self._lists else "\n\n")
        elif tag in _BREAKING and tag != "br":
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            target, start = self._links.pop()
            label = " ".join("".join(self.parts[start:]).split())
            link = f"[{label}]({target})"
            self.parts[start:] = [link if _LINK.fullmatch(link) else label]

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))
