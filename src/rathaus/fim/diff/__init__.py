"""What a new version of a definition changes for a service, and what that does to applications somebody is filling in.

Positions are matched by their paths of bare ids; the versions of building blocks are ignored, as the standard lets them
grow with every edit. Definitions of 2.0 and 3.0.0 are compared as 3.0.0 writes their ids.
"""

from rathaus.fim.diff.comparing import compare
from rathaus.fim.diff.model import Area, Change, Diff, Edition, Fate

__all__ = ["Area", "Change", "Diff", "Edition", "Fate", "compare"]
