"""What to say of a file that cannot be read or written, in one German sentence."""

from __future__ import annotations

import errno

_SENTENCES = {
    errno.EISDIR: "Das ist ein Ordner und keine Datei.",
    errno.ENOTDIR: "Auf dem Weg dorthin steht eine Datei, wo ein Ordner sein müsste.",
    errno.EEXIST: "Die Datei gibt es schon.",
    errno.ENOSPC: "Auf dem Datenträger ist kein Platz mehr.",
    errno.EDQUOT: "Auf dem Datenträger ist kein Platz mehr.",
    errno.EROFS: "Dort darf nicht geschrieben werden.",
    errno.ENAMETOOLONG: "Der Name ist zu lang.",
}
_DENIED = (errno.EACCES, errno.EPERM)


def unread(error: OSError) -> str:
    """Why a file could not be read."""
    if error.errno in _DENIED:
        return "Die Datei darf nicht gelesen werden."
    if error.errno == errno.ENOENT:
        return "Die Datei gibt es nicht."
    return _SENTENCES.get(error.errno or 0, f"Die Datei lässt sich nicht lesen ({error.strerror or error}).")


def unwritten(error: OSError) -> str:
    """Why a file or folder could not be written."""
    if error.errno in _DENIED:
        return "Dort darf nicht geschrieben werden."
    if error.errno == errno.ENOENT:
        return "Den Ordner gibt es nicht."
    return _SENTENCES.get(error.errno or 0, f"Dort lässt sich nicht schreiben ({error.strerror or error}).")


def named(error: OSError) -> str:
    """The same, after the name of the file where the error knows it."""
    return f"{error.filename}: {unwritten(error)}" if error.filename else unwritten(error)
