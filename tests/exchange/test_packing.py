"""From a published service to a signed package, and from a package to a copy elsewhere."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts, Translation
from rathaus.exchange.actions import installing, packing, receiving
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy, ForeignPackage, Origin, OwnPackage, Received, Release
from rathaus.exchange.package import PackageError, fingerprint, read
from rathaus.exchange.package.signing import public_of
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.errors import NotAllowed
from tests.catalogue import samples
from tests.exchange.making import BY, foreign, installed, packed, received, service
from tests.people.making import colleague, department

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
NOT_USABLE = "im Paket ist nicht brauchbar:"
NO_NAME = "Der Name der Leistung fehlt, wie Bürgerinnen und Bürger ihn kennen."
NO_RULES = "Die Datei ist keine Regeldatei („format“: „rathaus-rules/1“ mit einer Liste „rules“)."
NO_PRESETS = "Die Datei enthält keine Vorgaben („format“: „rathaus-presets/1“ mit „presets“: Pfad zu Text)."
LETTERS = {"granted": "Für {service} vom {day} sagen wir ja."}


@pytest.fixture(scope="module")
def parts():
    """The entries of a small package."""
    return ServiceContents(
        definition=samples.definition(),
        lists={f"{samples.LIST}_1": samples.colours().data},
        texts={"name": "Zaun streichen", "teaser": "Für Zäune an der Straße."},
    ).to_files()


def refusal(data):
    with pytest.raises(PackageError) as caught:
        received(data)
    return str(caught.value)


def actions_of_audit():
    entries = AuditEntry.objects.order_by("sequence")
    return [entry.action for entry in entries if not entry.action.startswith(("department", "account", "people"))]


# Packing --------------------------------------------------------------------------------------------------------------


def test_a_package_holds_the_service_and_nothing_of_its_town_but_the_name(scoped):
    texts = {"contact": "Frau Vogel, Zimmer 7", "approval": "Herr Specht, 3. Mai", "letters": LETTERS}
    package = read(packed(service(**texts)))
    assert {name for name in package.files if not name.startswith("lists/")} == {
        "definition.xml", "letters.json", "presets.json", "roles.json", "rules.json", "service.json", "texts.json",
        "trials.json",
    }  # fmt: skip
    contents = ServiceContents.from_files(package.files)
    assert contents.definition == samples.definition()
    assert list(contents.lists.values()) == [samples.colours().data]
    assert contents.letters == LETTERS
    assert {"contact", "approval"} & set(contents.texts) == set()
    assert json.loads(package.files["roles.json"])["needed"] == ["service_owner", "clerk"]
    manifest = package.manifest
    assert (manifest.name, manifest.version, manifest.lineage) == ("Zaun streichen", 1, ())
    assert (manifest.origin.name, manifest.origin.ars) == (scoped.name, scoped.ars)
    assert manifest.origin.key == fingerprint(public_of(packing.town_key()))


def test_what_has_not_changed_is_not_packed_again(scoped):
    one = service()
    packed(one)
    with pytest.raises(ExchangeError, match="Seit Fassung 1 hat sich nichts geändert"):
        packed(one)


def test_each_publication_may_become_a_version_of_the_same_package(scoped):
    one = service()
    first = read(packed(one))
    assert not OwnPackage.objects.get().behind
    catalogue.change_texts(one, ServiceTexts(name="Zaun anstreichen"), by=BY)
    assert OwnPackage.objects.get().behind
    one.refresh_from_db()
    second = read(packed(one))
    assert not OwnPackage.objects.get().behind
    assert second.manifest.package == first.manifest.package
    assert (first.manifest.version, second.manifest.version) == (1, 2)
    assert second.manifest.name == "Zaun anstreichen"


@pytest.mark.parametrize("place", ["teaser", "letters", "translations", "summary"])
def test_a_contact_detail_in_any_text_is_not_packed(scoped, place):
    text = "Fragen an vogel@example.org."
    texts = {
        "letters": {"letters": {"granted": text}},
        "translations": {"translations": {"en": Translation(name=text)}},
    }
    one = _with_teaser(text) if place == "teaser" else service(**texts.get(place, {}))
    with pytest.raises(ExchangeError, match="Eine E-Mail-Adresse steht in „Fragen an vogel@example"):
        packing.pack_service(one, summary=text if place == "summary" else "", by=BY)
    assert (OwnPackage.objects.count(), Release.objects.count()) == (0, 0)


def _with_teaser(text):
    one = service()
    catalogue.change_texts(one, ServiceTexts(name=one.name, teaser=text), by=BY)
    return Service.objects.select_related("current", "department").get()


def test_every_town_signs_with_its_own_key_that_is_not_the_one_of_its_protocol(town, other_town):
    from rathaus.protection.keys import town_keys  # noqa: PLC0415

    with scope.of(town):
        here = public_of(packing.town_key())
    with scope.of(other_town):
        there = public_of(packing.town_key())
    assert here != there
    assert here != public_of(town_keys(town.pk).signing)


def test_only_whoever_cares_for_the_service_packs_it(scoped):
    one = service()
    clerk = staff(colleague(Grant(Role.CLERK, department("Bürgerservice"))).account)
    with pytest.raises(NotAllowed):
        packing.pack_service(one, by=clerk)
    grant = Grant(Role.SERVICE_OWNER, department("Bürgerservice"))
    owner = staff(colleague(grant, email="eigner@musterstadt.example").account)
    assert packing.pack_service(one, by=owner).version == 1
    assert actions_of_audit()[-1] == "exchange.packed"


# Receiving ------------------------------------------------------------------------------------------------------------


def test_a_package_that_comes_is_kept_and_its_key_pinned(scoped, parts):
    data = foreign(parts)
    kept = received(data)
    assert (kept.version, kept.came_from, kept.file()) == (1, "zaun-1.rathaus", data)
    origin = Origin.objects.get()
    assert (origin.name, origin.mark, origin.key) == ("Beispielstadt", "099990000001", read(data).manifest.origin.key)
    assert actions_of_audit() == ["exchange.received"]
    assert received(data) == kept
    assert Received.objects.count() == 1


def test_another_key_of_a_known_origin_is_refused(scoped, parts):
    received(foreign(parts))
    assert refusal(foreign(parts, version=2, key=OTHER_KEY)) == (
        "Das Paket ist mit einem anderen Schlüssel unterschrieben als alles, was bisher von Beispielstadt kam. "
        "Fragen Sie dort nach, bevor Sie den neuen Schlüssel annehmen."
    )
    assert ForeignPackage.objects.get().newest == 1


def test_a_new_key_is_taken_once_somebody_says_so(scoped, parts):
    received(foreign(parts))
    new = fingerprint(public_of(OTHER_KEY))
    receiving.trust_new_key(Origin.objects.get(), f" {new[:32].upper()} {new[32:]}", by=BY)
    assert received(foreign(parts, version=2, key=OTHER_KEY)).version == 2
    assert actions_of_audit() == ["exchange.received", "exchange.key_changed", "exchange.received"]


def test_a_new_key_must_be_one_and_another(scoped, parts):
    received(foreign(parts))
    origin = Origin.objects.get()
    with pytest.raises(ExchangeError, match="64 Zeichen"):
        receiving.trust_new_key(origin, "abc", by=BY)
    with pytest.raises(ExchangeError, match="schon"):
        receiving.trust_new_key(origin, origin.key, by=BY)


def test_only_the_administration_takes_a_new_key(scoped, parts):
    received(foreign(parts))
    owner = staff(colleague(Grant(Role.SERVICE_OWNER, department())).account)
    with pytest.raises(NotAllowed):
        receiving.trust_new_key(Origin.objects.get(), "a" * 64, by=owner)


def test_an_older_version_is_refused(scoped, parts):
    received(foreign(parts, version=3))
    assert refusal(foreign(parts, version=2)) == "Fassung 2 ist älter als Fassung 3, die hier schon bekannt ist."


def test_the_same_version_with_other_contents_is_refused(scoped, parts):
    received(foreign(parts))
    assert refusal(foreign(parts, licence="CC-BY-4.0")) == "Fassung 1 ist hier schon mit anderem Inhalt bekannt."


def test_a_package_that_another_town_claims_is_refused(scoped, parts):
    received(foreign(parts))
    assert refusal(foreign(parts, version=2, ars="099990000002", town="Andersstadt", key=OTHER_KEY)) == (
        "Dieses Paket gehört Beispielstadt; es kommt jetzt von anderswo."
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"town": "Beispielst\u0430dt", "ars": "099990000002"}, "enthält Buchstaben, die anderen nur ähnlich sehen."),
        ({"ars": ""}, "Das Paket gibt sich als eines von Beispielstadt aus"),
        ({"ars": "", "town": "Beispiel-STADT", "address": ""}, "Das Paket gibt sich als eines von Beispielstadt aus"),
        ({"ars": "", "town": "Beispie1stadt", "address": ""}, "Das Paket gibt sich als eines von Beispielstadt aus"),
        ({"ars": "099990000002", "town": "Anderswo"}, "Das Paket gibt sich als eines von Beispielstadt aus"),
        ({"town": "Musterstadt", "ars": "", "address": ""}, "Das Paket gibt sich als eines von Musterstadt aus"),
        ({"town": "Musterstadt", "ars": "059700040040"}, "Das Paket gibt sich als eines von Musterstadt aus"),
    ],
    ids=str,
)
def test_nobody_borrows_the_name_of_a_known_town(scoped, parts, said, sentence):
    received(foreign(parts))
    other = foreign(parts, key=OTHER_KEY, package="5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3c", **said)
    assert sentence in refusal(other)
    assert (Origin.objects.count(), Received.objects.count()) == (1, 1)


def test_towns_of_one_name_are_told_apart_by_their_regional_keys(scoped, parts):
    received(foreign(parts))
    other = {"ars": "099990000002", "address": "https://andere.example", "key": OTHER_KEY}
    received(foreign(parts, package="5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3c", **other))
    assert list(Origin.objects.values_list("name", flat=True)) == ["Beispielstadt", "Beispielstadt"]


def test_the_own_package_is_refused(scoped):
    assert refusal(packed(service())) == "Das ist ein Paket Ihrer eigenen Kommune."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"personen.json": b"{}"}, "„personen.json“ hat in einem solchen Paket keinen Platz."),
        ({"texts.json": b"nein"}, "„texts.json“ im Paket ist nicht lesbar."),
        ({"trials.json": b'{"trials":[{"answers":1}]}'}, "„trials.json“ im Paket ist nicht lesbar."),
        ({"letters.json": b'{"granted":7}'}, "„letters.json“ im Paket ist nicht lesbar."),
        ({"service.json": b"{}"}, "„service.json“ im Paket ist nicht lesbar."),
        ({"texts.json": b'{"name":""}'}, f"„texts.json“ {NOT_USABLE} Feld „name“: {NO_NAME}"),
        ({"rules.json": b"9" * 5000}, "„rules.json“ im Paket ist nicht lesbar."),
        ({"presets.json": b'{"presets":{"a":1}}'}, f"„presets.json“ {NOT_USABLE} {NO_PRESETS}"),
        ({"rules.json": b'{"rules":[]}'}, f"„rules.json“ {NOT_USABLE} {NO_RULES}"),
    ],
    ids=str,
)  # fmt: skip
def test_contents_that_are_no_service_are_refused(scoped, parts, change, sentence):
    assert refusal(foreign(parts | change)) == sentence
    assert not Origin.objects.exists()


def test_a_definition_that_cannot_be_read_is_refused(scoped, parts):
    assert refusal(foreign(parts | {"definition.xml": b"<x/>"})).startswith(
        "„definition.xml“ im Paket ist nicht brauchbar: definition.xml"
    )


def test_only_whoever_cares_for_services_takes_packages_in(scoped, parts):
    clerk = staff(colleague(Grant(Role.CLERK, department())).account)
    with pytest.raises(NotAllowed):
        receiving.receive(foreign(parts), came_from="x", by=clerk)


# Installing -----------------------------------------------------------------------------------------------------------


def test_a_copy_is_put_up_with_its_lineage(town, other_town):
    with scope.of(town):
        data = packed(service(letters=LETTERS, contact="Frau Vogel"))
    with scope.of(other_town):
        copy, version = installed(data, slug="zaeune")
        assert copy.service.slug == "zaeune"
        assert (version.texts["name"], version.texts["letters"]) == ("Zaun streichen", LETTERS)
        assert version.texts["contact"] == ""
        assert version.definition.source_bytes() == samples.definition()
        assert actions_of_audit() == [
            "exchange.received", "exchange.installed", "catalogue.published", "exchange.put_up",
        ]  # fmt: skip
        ancestor = read(packed(copy.service)).manifest.lineage[-1]
        assert ancestor == read(data).ancestor()


def test_one_copy_of_a_package_and_no_service_is_overwritten(scoped, parts):
    service()
    copy = installing.install(received(foreign(parts)), by=BY)
    with pytest.raises(ExchangeError, match="schon eingerichtet"):
        installing.install(copy.base, by=BY)
    contents, _reading = installing.draft_of(copy)
    with pytest.raises(ExchangeError, match="Unter der Adresse „zaun“ gibt es schon eine Leistung"):
        installing.put_up(copy, texts=contents.service_texts(), department=department(), slug="zaun", by=BY)
    assert Copy.objects.get().service is None


def test_a_draft_may_be_thrown_away_but_not_a_service(scoped, parts):
    copy = installing.install(received(foreign(parts)), by=BY)
    installing.discard(copy, by=BY)
    assert not Copy.objects.exists()
    copy, _version = installed(foreign(parts))
    with pytest.raises(ExchangeError, match="schon veröffentlicht"):
        installing.discard(copy, by=BY)
