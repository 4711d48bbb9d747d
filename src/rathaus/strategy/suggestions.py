"""Where a first strategy may begin: fields of action with goals that towns usually set themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field of action with a question that helps to choose it, and goals to begin with."""

    key: str
    name: Text
    question: Text
    goals: tuple[Text, ...]


SUGGESTIONS = (
    Suggestion(
        "verwaltung",
        _("Verwaltung und Bürgerservice"),
        _("Wofür muss man heute noch ins Rathaus kommen?"),
        (_("Die meistgefragten Leistungen gehen von zu Hause aus."), _("Entscheidungen kommen schneller.")),
    ),
    Suggestion(
        "netze",
        _("Netze und Infrastruktur"),
        _("Wo reicht das Netz nicht?"),
        (_("Jede Adresse kann einen Glasfaseranschluss bekommen."),),
    ),
    Suggestion(
        "bildung",
        _("Bildung"),
        _("Was fehlt den Schulen, damit Technik einfach läuft?"),
        (_("Alle Schulen sind angeschlossen, ihre Geräte betreut."),),
    ),
    Suggestion(
        "mobilitaet",
        _("Mobilität"),
        _("Wie kommt man hier ohne eigenes Auto ans Ziel?"),
        (_("Fahrten mit Bus, Rad und Leihauto lassen sich an einer Stelle planen."),),
    ),
    Suggestion(
        "energie",
        _("Energie und Klima"),
        _("Wo verbrauchen unsere Gebäude am meisten?"),
        (_("Die eigenen Gebäude brauchen weniger Energie."),),
    ),
    Suggestion(
        "gesellschaft",
        _("Gesellschaft und Teilhabe"),
        _("Wer kommt im Digitalen nicht mit?"),
        (_("Niemand bleibt allein mit der Technik."),),
    ),
    Suggestion(
        "wirtschaft",
        _("Wirtschaft"),
        _("Was hält Betriebe unnötig auf?"),
        (_("Betriebe erledigen ihre Anträge in einem Zug."),),
    ),
    Suggestion(
        "sicherheit",
        _("Sicherheit"),
        _("Was wäre, wenn morgen alle Rechner stillstünden?"),
        (_("Ein Angriff legt das Rathaus nicht lahm."),),
    ),
)
"""The fields of action that are suggested, in their order."""
