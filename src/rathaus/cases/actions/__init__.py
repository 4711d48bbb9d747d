"""Every change of a case. Each takes the actor as ``by``, checks the permission, locks the case, appends an event."""

from rathaus.cases.actions.asking import ask_back, receive_reply
from rathaus.cases.actions.deciding import decide
from rathaus.cases.actions.handling import assign, note, release, set_due, take_over, tick
from rathaus.cases.actions.opening import open_case

__all__ = [
    "ask_back",
    "assign",
    "decide",
    "note",
    "open_case",
    "receive_reply",
    "release",
    "set_due",
    "take_over",
    "tick",
]
