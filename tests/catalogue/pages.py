"""Looking into pages: what stands in the elements of a class."""

from __future__ import annotations

from lxml import html


def having(name: str) -> str:
    """An XPath condition: the element has this class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    """The text of every element at the XPath, white space tidied."""
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def problems(content: bytes) -> list[str]:
    """The entries of the error summary."""
    return texts(html.fromstring(content), "//*[@id='fehler']//li")
