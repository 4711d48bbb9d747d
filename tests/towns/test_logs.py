"""Log lines hold no personal data."""

import io
import logging

from rathaus.towns.logs import Formatter


def logged(write, name="test") -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Formatter())
    logger = logging.Logger(name)
    logger.addHandler(handler)
    write(logger)
    return out.getvalue()


def test_text_of_an_exception_stays_out():
    def write(logger):
        try:
            int("Erika Mustermann")
        except ValueError:
            logger.exception("could not send")

    lines = logged(write).splitlines()
    assert lines[0].endswith(" ERROR test: could not send")
    assert lines[1] == "Traceback (texts left out):"
    assert lines[2].endswith("in write")
    assert lines[3:] == ["ValueError"]


def test_no_exception_is_no_trouble():
    assert logged(lambda logger: logger.error("x", exc_info=(None, None, None))).count("\n") == 3


def test_refused_page_is_one_line():
    def write(logger):
        logger.warning("Forbidden (Permission denied): %s", "/amt/", exc_info=PermissionError())

    assert logged(write, "django.request").endswith(" WARNING django.request: Forbidden (Permission denied): /amt/\n")
    assert logged(write).count("\n") == 3


def test_settings_use_it(settings):
    assert settings.LOGGING["formatters"]["line"] == {"()": "rathaus.towns.logs.Formatter"}
