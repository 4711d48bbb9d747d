"""What is written is waited for, except where all of it would be begun anew."""

import errno
from contextvars import Context

import pytest

from rathaus.protection import disk

NO_FILE = 1 << 30


def test_whoever_does_not_hurry_waits_for_the_disk():
    """Nothing but really asking the disk can find out that the file is not open."""
    with pytest.raises(OSError, match="descriptor") as refused:
        Context().run(disk.sync, NO_FILE)
    assert refused.value.errno == errno.EBADF


def test_hurry_ends_with_its_block():
    def hurried_and_after():
        with disk.hurried():
            disk.sync(NO_FILE)
        disk.sync(NO_FILE)

    with pytest.raises(OSError, match="descriptor"):
        Context().run(hurried_and_after)
