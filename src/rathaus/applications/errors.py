"""Why an action of this room was refused. The views answer each with a page, never with an error code alone."""

from __future__ import annotations

import datetime as dt

from rathaus.questionnaire import Outcome


class DraftGone(Exception):
    """The draft is not there any more: expired, discarded, or never was."""


class DraftBusy(Exception):
    """The draft was changed elsewhere again and again while this change was to be saved."""


class DraftChanged(Exception):
    """The draft is not what the applicant had checked when pressing "send" (another tab changed it)."""


class Outdated(Exception):
    """A new version of the service was published; the draft goes on with that one first."""


class Incomplete(Exception):
    """Answers are missing or wrong; `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{len(outcome.problems)} problems")
        self.outcome = outcome


class NotOffered(Exception):
    """The service takes no applications at present."""


class SignaturesMissing(Exception):
    """Somebody who is to sign along has not agreed to what would be sent now."""


class TooManySigners(Exception):
    """As many people as possible are asked to sign along already."""


class MayNotSend(Exception):
    """Who acts for the organisation may prepare, but not send."""


class AccountNeeded(Exception):
    """The service takes applications from signed-in people only."""


class TrustTooLow(Exception):
    """The service must know more surely who applies than the house does of whoever is signed in."""


class Erased(Exception):
    """There is nothing left to erase."""


class StillKept(Exception):
    """There is a duty to keep the application: `until` a day, or (None) as long as it is open."""

    def __init__(self, until: dt.date | None) -> None:
        super().__init__(until.isoformat() if until else "open")
        self.until = until


class NotAsked(Exception):
    """A reply came to a question that nobody asked, or that was answered before."""


class Ended(Exception):
    """The application is decided or taken back; nothing can be sent about it on this way any more."""


class TooManyMails(Exception):
    """The draft has sent its code by mail as often as it may."""
