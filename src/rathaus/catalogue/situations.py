"""Life situations (Lebenslagen) that the house knows by name, with their English and a sentence about each.

A town may use any other; it is then shown as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.slugs import slug_for


@dataclass(frozen=True, slots=True)
class Situation:
    """A life situation as it is shown. `lang` is the language of its title."""

    name: str
    slug: str
    title: str
    sentence: str
    lang: str


def situation(name: str) -> Situation:
    """The situation of this (German) name in the language of the page, where the house knows it."""
    title, sentence = KNOWN.get(name, (name, ""))
    return Situation(
        name, slug_for(name), str(title), str(sentence), (get_language() or "de")[:2] if name in KNOWN else "de"
    )


KNOWN: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "Umzug": (_("Umzug"), _("Ankommen, anmelden, einrichten: alles rund um die neue Adresse.")),
    "Familie und Kinder": (_("Familie und Kinder"), _("Betreuung, Ferien und Hilfen für Familien.")),
    "Geburt": (_("Geburt"), _("Was vor und nach der Geburt eines Kindes zu tun ist.")),
    "Schule und Ausbildung": (_("Schule und Ausbildung"), _("Einschulung, Schulwechsel, Beihilfen.")),
    "Heirat und Partnerschaft": (_("Heirat und Partnerschaft"), _("Trauung, Namen, Urkunden.")),
    "Wohnen und Alltag": (_("Wohnen und Alltag"), _("Müll, Haustiere und was in der Straße nicht stimmt.")),
    "Bauen und Umwelt": (_("Bauen und Umwelt"), _("Bauen, Bäume und Natur.")),
    "Verkehr und Mobilität": (_("Verkehr und Mobilität"), _("Parken, Fahren, Straßen.")),
    "Arbeit und Einkommen": (_("Arbeit und Einkommen"), _("Arbeit finden, Geld in schwierigen Zeiten.")),
    "Gesundheit und Pflege": (_("Gesundheit und Pflege"), _("Krankheit, Behinderung, Pflege.")),
    "Alter und Vorsorge": (_("Alter und Vorsorge"), _("Vorsorgen und Hilfe im Alter.")),
    "Sterbefall": (_("Sterbefall"), _("Was nach dem Tod eines Menschen zu regeln ist.")),
    "Freizeit und Ehrenamt": (_("Freizeit und Ehrenamt"), _("Feste, Vereine, Engagement.")),
    "Ausweise und Urkunden": (_("Ausweise und Urkunden"), _("Pass, Personalausweis, Meldung.")),
    "Steuern und Abgaben": (_("Steuern und Abgaben"), _("Was die Stadt erhebt, und wie Sie es melden.")),
    "Unternehmen gründen und führen": (
        _("Unternehmen gründen und führen"),
        _("Gewerbe, Genehmigungen und Förderung für Betriebe."),
    ),
    "Mitreden und melden": (_("Mitreden und melden"), _("Sagen Sie uns, was nicht stimmt oder besser geht.")),
}
