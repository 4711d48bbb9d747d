"""Every change of this room. Each action checks who acts, and commits everything it causes together."""

from rathaus.applications.actions.drafts import Upload, begin, change, discard, discard_expired
from rathaus.applications.actions.replying import reply
from rathaus.applications.actions.submitting import submit

__all__ = ["Upload", "begin", "change", "discard", "discard_expired", "reply", "submit"]
