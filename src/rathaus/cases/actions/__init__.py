"""Every change of a case. Each takes the actor as ``by``, checks the permission, locks the case, appends an event."""

from rathaus.cases.actions.asking import (
    ask_back,
    note_fetched,
    receive_message,
    receive_reply,
    receive_withdrawal,
    write,
)
from rathaus.cases.actions.deciding import decide
from rathaus.cases.actions.forgetting import forget_names
from rathaus.cases.actions.handling import assign, note, release, set_due, take_over, tick
from rathaus.cases.actions.opening import end_erased, open_case, settle

__all__ = [
    "ask_back",
    "assign",
    "decide",
    "end_erased",
    "forget_names",
    "note",
    "note_fetched",
    "open_case",
    "receive_message",
    "receive_reply",
    "receive_withdrawal",
    "release",
    "set_due",
    "settle",
    "take_over",
    "tick",
    "write",
]
