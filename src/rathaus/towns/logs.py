"""Log lines without personal data: no query strings, no form data, no local variables of a traceback."""

from __future__ import annotations

import logging
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Time, level, logger, message; of an exception its type and where it happened, but not its text.

    The text of an exception may quote what a citizen typed (a database's complaint quotes the row), so it stays out.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """One line for a page that was refused: where in the program that happened is no news to an operator."""
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 (the name is logging's)
        error_type, _, trace = ei
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f'  File "{code.co_filename}", line {trace.tb_lineno}, in {code.co_name}')
            trace = trace.tb_next
        return "\n".join(["Traceback (texts left out):", *places, error_type.__name__ if error_type else ""])
