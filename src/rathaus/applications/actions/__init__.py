"""Every change of this room. Each action checks who acts, and commits everything it causes together."""

from rathaus.applications.actions.afterwards import choose_notice, fetch_letter, reply, withdraw, write
from rathaus.applications.actions.drafts import Upload, begin, change, discard, discard_expired
from rathaus.applications.actions.keeping import (
    add_to_account,
    begin_again,
    send_code,
    send_sent_code,
    set_terms,
    warn_of_expiry,
)
from rathaus.applications.actions.submitting import submit

__all__ = [
    "Upload",
    "add_to_account",
    "begin",
    "begin_again",
    "change",
    "choose_notice",
    "discard",
    "discard_expired",
    "fetch_letter",
    "reply",
    "send_code",
    "send_sent_code",
    "set_terms",
    "submit",
    "warn_of_expiry",
    "withdraw",
    "write",
]
