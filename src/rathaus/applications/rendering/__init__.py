"""A page of questions as HTML, in the markup of the KERN design system.

Written in Python, not as templates: a page may hold sixty questions, and this is the hottest code of the house
(`docs/decisions/2026-11-22-questions-rendered-in-python.md`). Every value passes `escape`.
"""

from rathaus.applications.rendering.because import reasons_of
from rathaus.applications.rendering.page import FOLLOWED, render_items
from rathaus.applications.rendering.record import render_record

__all__ = ["FOLLOWED", "reasons_of", "render_items", "render_record"]
