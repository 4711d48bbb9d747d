"""Who lives and works in the demo town. Every name, number and address here is made up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rathaus.people.models import Role

SERVICES = Path(__file__).parent / "services"
APPLICATIONS = Path(__file__).parent / "applications.json"
FILES = Path(__file__).parent / "files"

NAME = "Stadt Lindenfurt"
SLUG = "lindenfurt"
ARS = "059990000999"  # the shape of a key of North Rhine-Westphalia, a district that does not exist
LAND = "NW"

SECURITY = "Bürgerservice und Ordnung"
FAMILY = "Familie und Bildung"
PLANNING = "Stadtentwicklung, Umwelt und Wirtschaft"
DEPARTMENTS = {
    SECURITY: "buergerservice@lindenfurt.example",
    FAMILY: "familie@lindenfurt.example",
    PLANNING: "stadtentwicklung@lindenfurt.example",
}

BEGAN = 470
"""So many days ago the town moved in, with its first services; the others followed one by one."""
OFFERED_SINCE = {
    "aussengastronomie-beantragen": 58,
    "zuschuss-fuer-betriebe": 85,
    "veranstaltung-anzeigen": 118,
    "gewerbe-anmelden": 162,
    "ferienbetreuung-buchen": 205,
    "kita-platz-anmelden": 262,
    "baumfaellung-beantragen": 330,
}
"""Days ago, by the folder of the service."""

DETAILS = {
    "address": "Stadt Lindenfurt\nRathausplatz 1\n59999 Lindenfurt",
    "phone": "01234 567-0",
    "email": "rathaus@lindenfurt.example",
    "security_contact": "it-sicherheit@lindenfurt.example",
    "represented_by": "Bürgermeisterin Johanna Eichholz",
    "supervision": "Kreis Lindenland (erfunden)",
    "protection_officer": "Datenschutzbeauftragte der Stadt\nRathausplatz 1, 59999 Lindenfurt",
    "protection_authority": "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
    "conformance": "partial",
    "barriers": "Pläne von Straßen und Plätzen sind Bilder ohne Beschreibung. Wir lesen sie Ihnen am Telefon vor.\n"
    "Bescheide von vor {2026} sind PDF-Dateien ohne Auszeichnung. Auf Wunsch schicken wir sie als Text.",
    "assessment": "own",
    "assessed_on": "2026-09-01",
    "reviewed_on": "2026-10-20",
    "barrier_contact": "Beauftragter für Barrierefreiheit\nTelefon 01234 567-89\nbarrierefrei@lindenfurt.example",
    "enforcement_body": "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for the town; without departments the role holds in all of them."""

    email: str
    name: str
    role: Role
    task: str
    departments: tuple[str, ...] = ()


CLERK = Person("vogt@lindenfurt.example", "Miriam Vogt", Role.CLERK, "Sachbearbeitung, alle Fachbereiche")
OWNER = Person("lindner@lindenfurt.example", "Petra Lindner", Role.SERVICE_OWNER, "Leistungen veröffentlichen")
ADMINISTRATOR = Person("weber@lindenfurt.example", "Jonas Weber", Role.ADMINISTRATOR, "Konten und Fachbereiche")
PEOPLE = (
    CLERK,
    Person(
        "haddad@lindenfurt.example",
        "Karim Haddad",
        Role.CLERK,
        "Sachbearbeitung, nur Stadtentwicklung, Umwelt und Wirtschaft",
        (PLANNING,),
    ),
    OWNER,
    ADMINISTRATOR,
    Person("sommer@lindenfurt.example", "Yusuf Sommer", Role.DIGITAL_OFFICER, "Strategie und Kennzahlen"),
)
