"""Who is it?"""

import json

import pytest

from rathaus.fim.model import DataType, FieldKind, Position
from rathaus.questionnaire import Draft, FindingKind, Identity, Roles, identity, propose

from .samples import field, group, make, schema

G, H, K = "G99000000001", "G99000000002", "G99000000003"


def person(id_: str, label: str, *more: Position, anzahl: str = "1:1") -> Position:
    return group(
        id_, label, field("F60000000227", "Familienname"), field("F60000000228", "Vornamen"), *more, anzahl=anzahl
    )


def test_the_ids_of_the_central_kit_name_their_roles() -> None:
    address = group(
        "G60000000086",
        "Anschrift",
        *(field(f"F60000000{n}") for n in (243, 244, 246, 247)),
    )
    birth = group("G60000000083", "Geburtsdatum", field("F60000000233", "Jahr", DataType.NUM_INT))
    reach = group("G60000000183", "Erreichbarkeit", field("F60000000240"), field("F60000000242"))
    roles = propose(schema(person(G, "Antragstellende Person", address, birth, reach)))
    assert roles == Roles(
        family=f"{G}.F60000000227",
        given=f"{G}.F60000000228",
        email=f"{G}.G60000000183.F60000000242",
        phone=f"{G}.G60000000183.F60000000240",
        date_of_birth=f"{G}.G60000000083",
        street=f"{G}.G60000000086.F60000000243",
        number=f"{G}.G60000000086.F60000000244",
        postcode=f"{G}.G60000000086.F60000000246",
        town=f"{G}.G60000000086.F60000000247",
    )


def test_ids_of_version_two_are_the_same() -> None:
    roles = propose(schema(group("G00000253", "Arbeitgeber", field("F60000319"), field("F60000242"))))
    assert (roles.firm, roles.email) == ("G00000253.F60000319", "G00000253.F60000242")


def test_the_applicant_is_preferred_to_others() -> None:
    roles = propose(
        schema(
            person(H, "Gesetzliche Vertretung"),
            person(K, "Kinder", anzahl="0:*"),
            person("G99000000004", "Weitere Beteiligte"),
            person(G, "Angaben zur antragstellenden Person"),
        )
    )
    assert roles.family == f"{G}.F60000000227"


def test_people_in_lists_and_representatives_are_not_the_applicant() -> None:
    assert propose(schema(person(H, "Gesetzliche Vertretung"), person(K, "Mitglieder", anzahl="0:*"))) == Roles()


def test_roles_stay_together_in_one_group() -> None:
    mail = field("F60000000242", "E-Mail")
    you = group(G, "Ihre Person", field("F60000000227"))
    roles = propose(schema(you, group(H, "Das Gebäude", field("F60000000243"))))
    assert (roles.family, roles.street) == (f"{G}.F60000000227", None)
    elsewhere = propose(schema(you, group(H, "Kontaktdaten", mail, mail)))
    assert (elsewhere.email, elsewhere.weak) == (f"{H}.F60000000242", frozenset())
    alone = propose(schema(you, group(H, "Sonstiges", mail)))
    assert (alone.email, alone.weak) == (f"{H}.F60000000242", frozenset({"email"}))


def test_own_ids_are_recognised_by_their_label_and_marked() -> None:
    labels = ("Nachname", "Vorname", "E-Mail-Adresse", "Telefon", "Straße", "Hausnummer", "PLZ", "Wohnort")
    fields = [field(f"F9900000001{n}", label) for n, label in enumerate(labels)]
    birth = field("F99000000020", "Geburtsdatum", DataType.DATE)
    roles = propose(schema(group(G, "Zu Ihnen", *fields, birth)))
    names = ("family", "given", "email", "phone", "street", "number", "postcode", "town")
    assert [getattr(roles, name) for name in names] == [f"{G}.F9900000001{n}" for n in range(8)]
    assert roles.date_of_birth == f"{G}.F99000000020"
    assert roles.weak == {*names, "date_of_birth"}


def test_the_kit_goes_before_labels() -> None:
    roles = propose(schema(group(G, "Zu Ihnen", field("F99000000001", "Name"), field("F60000000227", "Familienname"))))
    assert (roles.family, roles.weak) == (f"{G}.F60000000227", frozenset())


def test_only_fields_to_fill_in_play_roles() -> None:
    fields = (
        field("F99000000001", "Name", kind=FieldKind.LOCKED, content="x"),
        field("F99000000002", "Vorname", DataType.BOOL),
        field("F99000000003", "Geburtsdatum"),
        field("F99000000004", "Farbe"),
    )
    assert propose(schema(group(G, "Zu Ihnen", *fields))) == Roles()


def test_roles_as_json() -> None:
    roles = Roles(family="F1", weak=frozenset({"family"}))
    assert Roles.from_json(json.loads(json.dumps(roles.to_json()))) == roles
    assert Roles.from_json({"family": "F1", "fremd": "x"}) == Roles(family="F1")
    assert roles.without("family") == Roles()


# --- the house's own contact page


def test_the_house_asks_for_itself_where_nobody_can_be_reached() -> None:
    asked = make(group(G, "Hund", field("F99000000009", "Rasse")), roles=None)
    assert [(p.title, [item.label for item in p.items]) for p in asked.pages][1] == (  # type: ignore[union-attr]
        "Kontakt für Rückfragen",
        ["Vorname", "Familienname", "E-Mail-Adresse", "Telefonnummer"],
    )
    assert [f.kind for f in asked.findings] == [FindingKind.HOUSE_CONTACT]
    outcome = asked.check(Draft())
    assert "H00000000001.H00000000004" in outcome.required
    assert "H00000000001.H00000000005" not in outcome.required
    values = {"H00000000001.H00000000002": "Ada", "H00000000001.H00000000003": "Muster"}
    draft = Draft(values={**values, "H00000000001.H00000000004": "ada.example", f"{G}.F99000000009": "Mops"})
    assert [p.sentence for p in asked.check(draft).problems] == [
        "Prüfen Sie „E-Mail-Adresse“: Nötig ist eine E-Mail-Adresse wie name@beispiel.de."
    ]
    draft = draft.with_values({"H00000000001.H00000000004": "ada@example.org"})
    found = identity(asked.check(draft).answers, asked.roles)
    assert found == Identity(family="Muster", given="Ada", email="ada@example.org")


def test_the_house_asks_only_for_what_is_missing() -> None:
    asked = make(field("F99000000009", "Rasse"), roles=Roles(firm="F1", phone="F2"))
    assert [item.label for item in asked.pages[-1].items] == ["E-Mail-Adresse"]  # type: ignore[union-attr]
    named = make(field("F99000000009"), roles=Roles(email="F1", phone="F2"))
    assert [item.label for item in named.pages[-1].items] == ["Vorname", "Familienname"]  # type: ignore[union-attr]


# --- identity


def test_identity_reads_what_is_there() -> None:
    roles = Roles(
        family="G1.F1",
        given="G1.F2",
        firm="F3",
        date_of_birth="G1.F4",
        street="F5",
        number="F6",
        postcode="F7",
        town="F8",
    )
    answers = {
        "G1": [{"F1": "Muster", "F2": ["Ada", "Bo"], "F4": "1985-03-27"}],
        "F5": "Weg",
        "F6": "1",
        "F7": "48143",
        "F8": "Münster",
    }
    found = identity(answers, roles)
    assert (found.family, found.given, found.date_of_birth) == ("Muster", "Ada", "1985-03-27")
    assert found.name == "Ada Muster"
    assert found.address_lines == ("Weg 1", "48143 Münster")
    assert identity({**answers, "F3": "Muster GmbH"}, roles).name == "Muster GmbH"


def test_identity_of_nothing_is_empty() -> None:
    assert identity({"G1": [], "F3": 5}, Roles(family="G1.F1", firm="F3", town="F1.F2")) == Identity()
    assert identity({}, Roles()).address_lines == ()


def test_a_birth_date_of_three_fields_may_be_short() -> None:
    roles = Roles(date_of_birth="G1")
    year, month, day = {"F60000233": 1985}, {"F60000232": 3}, {"F60000231": 7}
    assert identity({"G1": {**year, **month, **day}}, roles).date_of_birth == "1985-03-07"
    assert identity({"G1": {**year, **month}}, roles).date_of_birth == "1985-03"
    assert identity({"G1": year}, roles).date_of_birth == "1985"
    assert identity({"G1": day}, roles).date_of_birth == ""


def test_fields_at_the_top_belong_together() -> None:
    roles = propose(schema(field("F60000000227"), field("F60000000243"), group(G, "Ort", field("F60000000247"))))
    assert (roles.family, roles.street, roles.town) == ("F60000000227", "F60000000243", None)


@pytest.mark.parametrize(("anzahl", "known"), [("1:*", [f"{G}[1].{K}"]), ("0:*", []), ("1:1", [f"{G}.{K}"])])
def test_applicant_is_the_entry_that_has_to_be_there(anzahl: str, known: list[str]) -> None:
    roles = Roles(given=f"{G}.{K}", family="F99000000900", email="F99000000901")
    asked = make(group(G, "Verantwortliche Personen", field(K), anzahl=anzahl), roles=roles)
    assert asked.starting_with({"given": "Ada"}, "account").values == dict.fromkeys(known, "Ada")


def test_a_contact_of_a_business_goes_where_the_definition_asks_for_one_else_to_the_applicants_place() -> None:
    known = {"given": "Käthe", "family": "Özdemir", "email": "kaethe@example.org"}
    contact = {"given": "Mara", "family": "Grün", "email": "mara@example.org", "phone": "02511234567"}
    mail = field("F60000000242", "E-Mail")
    apart = make(person(G, "Antragstellende Person", mail), person(H, "Ansprechpartnerin", mail), roles=None)
    values = apart.starting_with(known, "account", contact=contact).values
    assert values == {
        f"{G}.F60000000227": "Özdemir",
        f"{G}.F60000000228": "Käthe",
        f"{G}.F60000000242": "kaethe@example.org",
        f"{H}.F60000000227": "Grün",
        f"{H}.F60000000228": "Mara",
        f"{H}.F60000000242": "mara@example.org",
    }
    alone = make(person(G, "Antragstellende Person", mail), roles=None)
    values = alone.starting_with(known, "account", contact=contact).values
    assert [values[f"{G}.F60000000{number}"] for number in (227, 228, 242)] == ["Grün", "Mara", "mara@example.org"]
