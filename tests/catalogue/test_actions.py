"""Publishing: an immutable version, once confirmed, by those who may, and nothing half."""

import pytest

from rathaus import fim
from rathaus.catalogue import actions, preflight, queries
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.models import Definition, Proposal, Service, ServiceVersion, StoredCodeList
from rathaus.catalogue.slugs import slug_for
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.questionnaire import Roles
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.catalogue import samples
from tests.people import making

KEY = f"{samples.LIST}_1"


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Definition, StoredCodeList, Service, ServiceVersion, AuditEntry))


def test_first_version_makes_the_service_and_says_so_last(publish, department):
    version = publish()
    service = version.service
    assert (service.slug, service.name, service.department, service.current) == (
        "zaun", "Zaun streichen", department, version,
    )  # fmt: skip
    assert (version.number, version.land, version.published_by) == (1, "NW", "Test")
    assert version.lists == {KEY: samples.colours().content_hash}
    assert version.roles["family"] == "F99000000001"
    last = AuditEntry.objects.order_by("-sequence").first()
    assert (last.action, last.subject_id) == ("catalogue.published", str(version.pk))


def test_second_version_counts_on_and_the_first_stays(publish):
    first = publish()
    second = publish(label="Zaun neu streichen", texts=ServiceTexts(name="Zaun neu streichen"))
    assert (second.number, second.service_id, second.service.current_id) == (2, first.service_id, second.pk)
    assert ServiceVersion.objects.get(pk=first.pk).texts["name"] == "Zaun streichen"


def test_same_definition_and_list_are_stored_once_for_all_towns(publish, other_town):
    publish()
    with scope.of(other_town):
        publish(in_department=making.department("Bauamt"))
        assert counts()[:4] == (1, 1, 1, 1)


def test_missing_list_needs_confirmation_and_stores_nothing_before(publish):
    before = counts()
    with pytest.raises(PublishError) as error:
        publish(lists=())
    assert str(error.value) == (
        "Die Codeliste urn:de:musterstadt:codeliste:farben 1 ist nicht in der verlangten Fassung da. "
        "Bestätigen Sie zuerst den Ersatz."
    )
    assert counts() == before
    version = publish(lists=(), confirm=[KEY])
    assert version.lists == {}


def test_list_in_another_version_is_used_once_confirmed(publish):
    version = publish(lists=(samples.colours("2"),), confirm=[KEY])
    assert version.lists == {KEY: samples.colours("2").content_hash}
    colour = next(
        item for page in queries.questionnaire(version.pk).pages for item in page.items if item.label == "Farbe"
    )
    assert [option.label for option in colour.options] == ["rot", "grün 2"]


def test_stored_list_is_found_for_a_later_definition(publish):
    publish()
    assert publish(lists=(), slug="tor").lists == {KEY: samples.colours().content_hash}


def test_only_service_owners_of_the_department_publish(publish, owner):
    other = making.department("Schulamt")
    by = actors.staff(owner.account)
    assert publish(by=by).number == 1
    with pytest.raises(NotAllowed):
        publish(by=by, in_department=other, slug="schule")
    clerk = making.colleague(Grant(Role.CLERK), email="clerk@musterstadt.example")
    with pytest.raises(NotAllowed):
        publish(by=actors.staff(clerk.account))
    with pytest.raises(NotAllowed):
        publish(by=Actor.applicant("x"))


def test_service_of_another_department_cannot_be_taken_over(publish, owner):
    publish(in_department=making.department("Schulamt"))
    with pytest.raises(NotAllowed):
        publish(by=actors.staff(owner.account))


def test_blocking_notice_of_a_later_room_forbids_publishing(publish, monkeypatch):
    publish()
    blocked = preflight.Notice("Drei Entwürfe können nicht mitziehen.", blocking=True)
    monkeypatch.setattr(preflight, "_checks", [lambda _service, _new: [preflight.Notice("nur so"), blocked]])
    with pytest.raises(PublishError, match=r"^Drei Entwürfe können nicht mitziehen\.$"):
        publish()
    assert ServiceVersion.objects.count() == 1


def test_proposal_is_kept_read_again_and_gone_after_publishing(department):
    proposal = actions.propose(
        samples.definition(),
        file_name="zaun.xml",
        list_files=[samples.colours()],
        department=department,
        by=making.OPERATOR,
    )
    reading = actions.reading_of(proposal)
    assert (proposal.name, reading.to_confirm, reading.roles.weak) == ("Zaun streichen", (), {"family", "email"})
    version = actions.publish_proposal(
        proposal,
        texts=ServiceTexts(name="Zaun"),
        roles=Roles(family="F99000000001"),
        department=department,
        slug="zaun",
        by=making.OPERATOR,
    )
    assert (version.number, version.roles["family"], version.roles["email"]) == (1, "F99000000001", None)
    assert Proposal.objects.count() == 0


def test_proposal_for_a_new_service_does_not_take_an_address_in_use(publish, department):
    publish()
    proposal = actions.propose(samples.definition(), file_name="zaun.xml", department=department, by=making.OPERATOR)
    with pytest.raises(PublishError, match="„zaun“ gibt es schon eine Leistung"):
        actions.publish_proposal(
            proposal,
            texts=ServiceTexts(name="Zaun"),
            roles=Roles(),
            department=department,
            slug="zaun",
            by=making.OPERATOR,
        )
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("source", [b"kein XML", b"<a/>", samples.definition()[:-300]])
def test_unreadable_definition_leaves_nothing(department, source):
    before = counts()
    with pytest.raises(fim.FimError, match=r"^kaputt\.xml"):
        actions.propose(source, file_name="kaputt.xml", department=department, by=making.OPERATOR)
    assert (counts(), Proposal.objects.count()) == (before, 0)


def test_role_that_names_no_field_is_refused(department):
    proposal = actions.propose(samples.definition(), file_name="zaun.xml", department=department, by=making.OPERATOR)
    with pytest.raises(
        fim.FimError, match="Die Rolle „town“ nennt F99999999999; das gibt es in dieser Definition nicht"
    ):
        actions.reading_of(proposal, roles=Roles(town="F99999999999"))


def test_discarding_removes_the_proposal(department):
    proposal = actions.propose(samples.definition(), file_name="z.xml", department=department, by=making.OPERATOR)
    actions.discard(proposal, by=making.OPERATOR)
    assert Proposal.objects.count() == 0
    assert AuditEntry.objects.order_by("-sequence").first().action == "catalogue.discarded"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hund anmelden (Hundesteuer)", "hund-anmelden-hundesteuer"),
        ("Außengastronomie für Café", "aussengastronomie-fuer-cafe"),
        ("wort " * 40, "wort-" * 15 + "wort"),
    ],
)
def test_address_comes_from_the_name(name, slug):
    assert slug_for(name) == slug
