"""Service owners: upload, report, confirm, publish; nobody else, and nothing half."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from rathaus.catalogue.models import Proposal, Service, ServiceVersion
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.catalogue import samples
from tests.catalogue.pages import problems
from tests.people import making

MISSING_LIST = (
    "Die Codeliste urn:de:musterstadt:codeliste:farben (Fassung 1) fehlt. Das Feld wird als freier Text gefragt."
)
OTHER_WAY = "Wir holen die Unterschrift auf anderem Weg ein."
ADDRESSES = ("/amt/leistungen/", "/amt/leistungen/neu/", "/amt/leistungen/zaun/", "/amt/leistungen/zaun/neue-fassung/")


@pytest.fixture
def client(owner):
    return making.signed_in(owner)


def upload(client, source, *lists, address="/amt/leistungen/neu/", department=None):
    return client.post(
        address,
        {
            "definition": SimpleUploadedFile("zaun.xml", source),
            "lists": [SimpleUploadedFile(one.name, one.data) for one in lists],
            "department": str(department.pk) if department else "",
        },
    )


def filled(client, address, **changes):
    """The values the report's form comes with, as a browser would send them, and some changed."""
    tree = html.fromstring(client.get(address).content)
    values = dict(next(form for form in tree.forms if "c-review" in form.get("class", "")).form_values())
    return {**{name: value.strip() for name, value in values.items()}, **changes}


def test_upload_leads_to_a_report_and_confirming_publishes(client, department):
    answer = upload(client, samples.definition(), samples.colours(), department=department)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/amt/leistungen/entwurf/{proposal.pk}/")
    report = client.get(answer["Location"]).content.decode()
    assert "4 Felder, 0 Gruppen" in report
    assert "ausgeführt: 1, zum Teil: 0, gar nicht: 0" in report
    values = filled(client, answer["Location"], teaser="Kurz", documents="Muster | zwei\nAusweis", keywords="Zaun, Tor")
    assert (values["name"], values["slug"], values["role_family"]) == (
        "Zaun streichen",
        "zaun-streichen",
        "F99000000001",
    )
    assert values["legal_bases"] == "§ 1 Zaunsatzung | https://recht.example/zaun"
    done = client.post(answer["Location"], values)
    assert (done.status_code, done.headers.get("Location")) == (302, "/amt/leistungen/zaun-streichen/")
    version = ServiceVersion.objects.get()
    assert (version.published_by, version.texts["documents"], version.texts["keywords"]) == (
        "Kim Weber", [{"name": "Muster", "note": "zwei"}, {"name": "Ausweis", "note": ""}], ["Zaun", "Tor"],
    )  # fmt: skip
    assert Proposal.objects.count() == 0
    assert "„Zaun streichen“ ist veröffentlicht." in client.get(done["Location"]).content.decode()


def test_unread_rule_and_missing_list_must_be_confirmed(client, department):
    address = upload(client, samples.definition(rules=(samples.UNREAD_RULE,)), department=department)["Location"]
    report = client.get(address).content.decode()
    assert samples.UNREAD_RULE.rstrip(".") in report
    values = filled(client, address)
    answer = client.post(address, values)
    assert answer.status_code == 200
    assert problems(answer.content) == [
        f"{MISSING_LIST.rstrip('.')}: Bitte bestätigen Sie diese Codeliste.",
        "Die 1 Regel, die das Haus nicht ausführt, prüft die Sachbearbeitung von Hand: Bitte bestätigen Sie das.",
    ]
    assert Service.objects.count() == 0
    assert client.post(address, {**values, "list_0": "on", "rules_read": "on"}).status_code == 302
    assert Service.objects.get().name == "Zaun streichen"


def test_gap_of_the_house_must_be_confirmed(client, department):
    address = upload(client, samples.definition(), samples.colours(), department=department)["Location"]
    values = filled(client, address, written_form="on", trust_level="high")
    answer = client.post(address, values)
    assert problems(answer.content) == [
        f"{OTHER_WAY.rstrip('.')}: Bitte bestätigen Sie, dass Sie die Unterschrift auf anderem Weg einholen."
    ]
    assert client.post(address, {**values, "gap_confirmed": "on"}).status_code == 302


def test_unsafe_link_is_refused_with_a_sentence(client, department):
    address = upload(client, samples.definition(), samples.colours(), department=department)["Location"]
    answer = client.post(address, filled(client, address, legal_bases="§ 1 | javascript:alert(1)"))
    assert problems(answer.content) == ["Rechtsgrundlagen: Der Link von „§ 1“ muss mit https:// beginnen."]


@pytest.mark.parametrize(
    ("source", "lists", "sentence"),
    [
        (b"kein XML", (), "zaun.xml, Zeile 1: "),
        (samples.definition(), (samples.ListFile("falsch.xml", b"<x/>"),), "falsch.xml"),
    ],
)
def test_bad_file_gives_one_sentence_and_stores_nothing(client, department, source, lists, sentence):
    answer = upload(client, source, *lists, department=department)
    assert answer.status_code == 200
    assert [problem.startswith(sentence) for problem in problems(answer.content)] == [True]
    assert Proposal.objects.count() == 0


def test_new_version_starts_from_the_texts_and_roles_before(client, publish):
    publish()
    address = upload(
        client,
        samples.definition(label="Zaun neu"),
        address="/amt/leistungen/zaun/neue-fassung/",
        department=Service.objects.get().department,
    )["Location"]
    values = filled(client, address)
    assert (values["name"], "slug" in values) == ("Zaun streichen", False)
    done = client.post(address, values)
    assert done.headers["Location"] == "/amt/leistungen/zaun/"
    assert [version.number for version in ServiceVersion.objects.order_by("number")] == [1, 2]


def test_open_drafts_are_named_before_a_new_version(client, publish):
    publish()
    client.post("/antrag/beginnen/zaun/")
    address = upload(
        client,
        samples.definition(label="Zaun neu"),
        address="/amt/leistungen/zaun/neue-fassung/",
        department=Service.objects.get().department,
    )["Location"]
    assert "1 begonnener Antrag ist offen" in client.get(address).content.decode()


def test_service_is_withdrawn_and_offered_again(client, publish):
    publish()
    client.post("/amt/leistungen/zaun/angebot/", {"angebot": "aus"})
    assert Service.objects.get().withdrawn_at is not None
    client.post("/amt/leistungen/zaun/angebot/", {"angebot": "ein"})
    assert Service.objects.get().withdrawn_at is None


def test_proposal_is_thrown_away(client, department):
    upload(client, samples.definition(), department=department)
    proposal = Proposal.objects.get()
    assert client.post(f"/amt/leistungen/entwurf/{proposal.pk}/verwerfen/").status_code == 302
    assert Proposal.objects.count() == 0


def test_list_shows_services_and_what_is_in_preparation(client, publish, department):
    publish()
    upload(client, samples.definition(label="Tor ölen"), department=department)
    text = client.get("/amt/leistungen/").content.decode()
    assert ("Zaun streichen" in text, "Tor ölen" in text) == (True, True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_clerks_are_not_let_in(publish, address):
    publish()
    clerk = making.colleague(Grant(Role.CLERK), email="clerk@musterstadt.example")
    assert making.signed_in(clerk).get(address).status_code == 403


def test_services_of_other_departments_are_out_of_reach(client, publish, department):
    publish(in_department=making.department("Schulamt"))
    assert "Zaun streichen" not in client.get("/amt/leistungen/").content.decode()
    for address in ADDRESSES[2:]:
        assert client.get(address).status_code == 404
    assert client.post("/amt/leistungen/zaun/angebot/", {"angebot": "aus"}).status_code == 404
    schools = making.department("Schulamt")
    assert problems(upload(client, samples.definition(), department=schools).content) != []
    assert Proposal.objects.count() == 0
