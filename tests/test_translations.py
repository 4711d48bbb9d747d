"""Every sentence of the house has its English, and the compiled catalogues are the written ones."""

import importlib.util
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
_spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = messages
_spec.loader.exec_module(messages)

SAMPLE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
a = _("Ein "
      "Satz")
b = ngettext("%d Hund", "%d Hunde", 2)
c = pgettext_lazy("Ort", "Bank")
d = gettext("kein Satz: ein anderer Name")
"""
TEMPLATE = """{% load i18n %}{% translate "Guten Tag" %}{% translate "Bank" context "Ort" as bank %}
{% blocktranslate count n=n %}Ein Hund{% plural %}{{ n }} Hunde{% endblocktranslate %}
{{ change|default:_("Ändern") }}{# {% translate "nie" %} #}"""


def test_sentences_are_found_in_python():
    assert set(messages.in_python(SAMPLE)) == {
        messages.Message("Ein Satz"),
        messages.Message("%d Hund", "%d Hunde"),
        messages.Message("Bank", "", "Ort"),
    }


def test_sentences_are_found_in_templates():
    assert set(messages.in_template(TEMPLATE)) == {
        messages.Message("Guten Tag"),
        messages.Message("Bank", "", "Ort"),
        messages.Message("Ein Hund", "%(n)s Hunde"),
        messages.Message("Ändern"),
    }


def test_a_computed_sentence_is_refused():
    with pytest.raises(ValueError, match="written out"):
        list(messages.in_python("from django.utils.translation import gettext as _\n_(f'{x}')"))


@pytest.mark.parametrize(
    ("german", "english", "fine"),
    [("%(n)s Hunde", "%(n)s dogs", True), ("%(n)s Hunde", "dogs", False), ("Hund", "", False)],
)
def test_a_translation_keeps_every_placeholder(german, english, fine):
    assert messages.is_translated(polib.POEntry(msgid=german, msgstr=english)) is fine


@pytest.mark.parametrize("room", messages.rooms(), ids=lambda room: room.name)
def test_every_sentence_has_its_english(room):
    known = messages.read(messages.catalogue_of(room))
    missing = [
        message.text
        for message in messages.messages_of(room)
        if message not in known or not messages.is_translated(known[message])
    ]
    assert missing == [], f"python scripts/messages.py, then write their English into {messages.catalogue_of(room)}"


@pytest.mark.parametrize("room", messages.rooms(), ids=lambda room: room.name)
def test_compiled_catalogues_are_the_written_ones(room):
    for path in room.glob("locale/*/LC_MESSAGES/django.po"):
        assert polib.pofile(str(path)).to_binary() == path.with_suffix(".mo").read_bytes(), path


def test_one_sentence_has_one_english_in_the_whole_house():
    """Django merges the catalogues: of two translations, the one of the room listed first would stand on every page."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for room in messages.rooms():
        for message, entry in messages.read(messages.catalogue_of(room)).items():
            english = entry.msgstr or " | ".join(entry.msgstr_plural.values())
            said.setdefault((message.context, message.text), {}).setdefault(english, []).append(room.name)
    differing = {source: found for source, found in said.items() if len(found) > 1}
    assert differing == {}, "one English for all, or a context for the more special meaning (pgettext)"
