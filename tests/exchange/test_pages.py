"""Staff pages about packages: read in, installed, put up, compared, passed on; and who may."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.catalogue.models import Service
from rathaus.exchange.contents import trials
from rathaus.exchange.models import Copy, ForeignPackage, Origin, OwnPackage, Received
from rathaus.exchange.package import read
from rathaus.exchange.queries.packages import pending
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.exchange.making import foreign, installed, packed, received, service
from tests.exchange.test_updates import contents
from tests.exchange.test_updating import DAY, RULES, SECOND
from tests.people.making import colleague, department, signed_in

HOME = "/amt/austausch/"
PACKAGES = f"{HOME}pakete/"
FIRST = replace(SECOND, definition=contents(rules=RULES).definition, texts=contents().texts, letters={})


@pytest.fixture
def owner(scoped):
    return signed_in(colleague(Grant(Role.SERVICE_OWNER, department("Bürgerservice"))))


def upload(client, data):
    return client.post(PACKAGES, {"file": SimpleUploadedFile("zaun-1.rathaus", data)})


def text(response):
    return " ".join(response.content.decode().split())


def test_a_package_is_read_in_installed_adapted_and_put_up(owner):
    response = upload(owner, foreign(contents().to_files()))
    found = ForeignPackage.objects.get()
    assert response["Location"] == f"{HOME}pakete/{found.pk}/"
    assert "Als eigene Kopie einrichten" in text(owner.get(response["Location"]))
    response = owner.post(f"{HOME}pakete/{found.pk}/einrichten/")
    copy = Copy.objects.get()
    assert response["Location"] == f"{HOME}pakete/kopien/{copy.pk}/"
    form = owner.get(response["Location"]).context["form"]
    values = {name: value for name, value in form.initial.items() if name in form.fields and value}
    response = owner.post(
        f"{HOME}pakete/kopien/{copy.pk}/", values | {"department": department("Bürgerservice").pk, "cost": "20 Euro"}
    )
    assert response["Location"] == "/amt/leistungen/zaun-streichen/"
    assert Service.objects.get().current.texts["cost"] == "20 Euro"
    assert owner.get(f"{HOME}pakete/kopien/{copy.pk}/")["Location"] == f"{HOME}pakete/{found.pk}/"


def test_a_package_that_is_refused_says_why_beside_the_field(owner):
    data = foreign(contents().to_files())
    assert "Die Datei ist kein vollständiges Paket" in text(upload(owner, data[:-1]))
    assert not Received.objects.exists()


def test_a_refusal_speaks_the_language_of_the_page(owner):
    said = owner.post(PACKAGES, {"file": SimpleUploadedFile("x", b"x")}, headers={"accept-language": "en"})
    assert "The file is not a complete package" in text(said)


def test_a_draft_is_thrown_away(owner):
    upload(owner, foreign(contents().to_files()))
    owner.post(f"{HOME}pakete/{ForeignPackage.objects.get().pk}/einrichten/")
    owner.post(f"{HOME}pakete/kopien/{Copy.objects.get().pk}/verwerfen/")
    assert (Copy.objects.count(), Received.objects.count()) == (0, 1)


def press(owner, address, button, key):
    """The button of the change with this key."""
    (mark,) = (one.mark for one in pending(Copy.objects.get()).differences if one.key == key)
    return owner.post(address, {button: mark})


def test_changes_are_decided_one_by_one_and_published(owner):
    asked = SECOND.reading(land="NW").questionnaire
    copy, _version = installed(foreign(FIRST.to_files()))
    received(foreign(replace(SECOND, trials=trials.make(asked, DAY)).to_files(), version=2))
    address = f"{HOME}pakete/kopien/{copy.pk}/neues/"
    assert "Über 5 Änderungen ist noch zu entscheiden." in text(owner.get(address))
    response = press(owner, address, "uebernehmen", "texts:cost")
    assert response["Location"] == f"{address}#aenderung-4"
    press(owner, address, "behalten", "add:F99000000005")
    assert "Über 3 Änderungen ist noch zu entscheiden." in text(owner.get(address))
    assert "Über 3 Änderungen ist noch nicht entschieden." in text(
        owner.post(address, {"veroeffentlichen": "1", "drafts": "move"})
    )
    owner.post(address, {"alle": "1"})
    assert "Angesehen, das ist richtig so" in text(owner.get(address))
    assert owner.post(address, {"angesehen": "1"})["Location"] == f"{address}#versuche"
    response = owner.post(address, {"veroeffentlichen": "1", "drafts": "move"})
    assert response["Location"] == "/amt/leistungen/zaun/"
    assert Service.objects.get().current.texts["cost"] == "12 Euro"
    assert owner.get(address)["Location"] == f"{HOME}pakete/{copy.package_id}/"


def test_what_is_kept_as_it_is_publishes_nothing(owner):
    copy, version = installed(foreign(FIRST.to_files()))
    received(foreign(replace(FIRST, texts=FIRST.texts | {"cost": "12 Euro"}).to_files(), version=2))
    address = f"{HOME}pakete/kopien/{copy.pk}/neues/"
    press(owner, address, "behalten", "texts:cost")
    press(owner, address, "offen", "texts:cost")
    press(owner, address, "behalten", "texts:cost")
    assert owner.post(address, {"veroeffentlichen": "1"})["Location"] == f"{HOME}pakete/{copy.package_id}/"
    assert Service.objects.get().current == version


def test_a_service_is_passed_on_and_its_file_comes_as_it_was_signed(owner):
    service()
    response = owner.post(f"{PACKAGES}packen/zaun/", {"summary": "Für Zäune", "licence": "CC0-1.0"})
    own = OwnPackage.objects.get()
    assert response["Location"] == f"{PACKAGES}eigene/{own.pk}/"
    file = owner.get(f"{PACKAGES}eigene/{own.pk}/1/")
    manifest = read(file.content).manifest
    assert (manifest.summary, manifest.licence) == ("Für Zäune", "CC0-1.0")
    assert file["Content-Disposition"] == 'attachment; filename="zaun-streichen-1.rathaus"'
    assert owner.get(f"{PACKAGES}eigene/{own.pk}/2/").status_code == 404
    again = owner.post(f"{PACKAGES}packen/zaun/", {"summary": "Für Zäune", "licence": "CC0-1.0"})
    assert "Seit Fassung 1 hat sich nichts geändert." in text(again)
    owner.post(f"{PACKAGES}eigene/{own.pk}/angebot/", {"angebot": "aus"})
    assert not OwnPackage.objects.get().offered


def test_a_new_key_is_accepted_by_the_administration_alone(owner):
    received(foreign(contents().to_files()))
    address = f"{HOME}pakete/herkunft/{Origin.objects.get().pk}/"
    assert owner.get(address).status_code == 403
    administrator = signed_in(colleague(Grant(Role.ADMINISTRATOR), email="weber@musterstadt.example"))
    assert "Ein Fingerabdruck hat 64 Zeichen" in text(administrator.post(address, {"fingerprint": "abc"}))
    administrator.post(address, {"fingerprint": "a" * 64})
    assert Origin.objects.get().key == "a" * 64


def test_clerks_and_owners_of_other_departments_see_nothing_of_it(owner):
    one = service()
    packed(one)
    copy, _version = installed(foreign(contents().to_files()), slug="zaeune")
    received(foreign(SECOND.to_files(), version=2))
    clerk = signed_in(colleague(Grant(Role.CLERK, department()), email="clerk@musterstadt.example"))
    other = signed_in(colleague(Grant(Role.SERVICE_OWNER, department("Bauamt")), email="o@musterstadt.example"))
    assert clerk.get(PACKAGES).status_code == 403
    for address in (f"kopien/{copy.pk}/neues/", f"pakete/eigene/{one.packages.get().pk}/", "pakete/packen/zaun/"):
        assert (clerk.get(HOME + address).status_code in (403, 404), other.get(HOME + address).status_code) == (
            True,
            404,
        )
