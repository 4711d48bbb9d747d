"""What of a case goes when the data key of its application is destroyed."""

from __future__ import annotations

from uuid import UUID

from rathaus.cases.models import NameToken
from rathaus.events import require_transaction


def forget_names(data_key_id: UUID) -> int:
    """Delete the words of the name in the blind index, in the transaction that destroys the key. Returns how many."""
    require_transaction("forgetting names")
    deleted, _by_model = NameToken.objects.filter(case__application__data_key=data_key_id).delete()
    return deleted
