"""What an official definition says: XDatenfelder 2.0 and 3.0.0, genericode, rules. Pure Python, no Django."""

from rathaus.fim.genericode import read_code_list
from rathaus.fim.model import FimError
from rathaus.fim.reader import read

__all__ = ["FimError", "read", "read_code_list"]
