"""What an official description of a service says: XZuFi 2.1, 2.2 and 2.3. Pure Python, no Django."""

from rathaus.fim.xzufi.model import EASY_GERMAN, Amounts, Description, Document, Link, Period, Spoken
from rathaus.fim.xzufi.reader import read_descriptions

__all__ = ["EASY_GERMAN", "Amounts", "Description", "Document", "Link", "Period", "Spoken", "read_descriptions"]
