"""How surely the house knows a citizen: raised by a document and a second factor, lost with it, never claimed."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from lxml import html

from rathaus.people import actors, citizens, registering, second_factor
from rathaus.people.actions import Grant
from rathaus.people.identifying import Document, NotIdentified, identify, level_of
from rathaus.people.models import Role
from rathaus.people.trust import TrustLevel, enough
from rathaus.protection.models import AuditEntry
from rathaus.towns.errors import NotAllowed
from tests.people.citizen import EMAIL, citizen, identified, visitor
from tests.people.making import OPERATOR, SECRET, colleague, signed_in

SHOWN = Document("Käthe", "Özdemir", "1985-04-03")
NORMAL, SUBSTANTIAL, HIGH = TrustLevel


@pytest.mark.parametrize(
    ("needed", "held", "is_enough"),
    [
        (NORMAL, None, True),
        (NORMAL, NORMAL, True),
        (SUBSTANTIAL, None, False),
        (SUBSTANTIAL, NORMAL, False),
        (SUBSTANTIAL, SUBSTANTIAL, True),
        (SUBSTANTIAL, HIGH, True),
        (HIGH, SUBSTANTIAL, False),
    ],
)
def test_a_level_covers_itself_and_those_below(needed, held, is_enough) -> None:
    assert enough(needed, held) is is_enough


def test_a_document_and_a_second_factor_raise_the_level_and_fix_the_name(scoped) -> None:
    account = citizen()
    clerk = colleague(Grant(Role.CLERK))
    second_factor.enrol(account, SECRET)
    assert level_of(account) is NORMAL
    identify(f" {EMAIL.upper()}", SHOWN, by=actors.staff(clerk.account))
    assert level_of(account) is SUBSTANTIAL
    registering.save_profile(account, {**asdict(SHOWN), "given": "Kim", "town": "Hier"}, by=actors.holder(account))
    known = citizens.profile(account)
    assert (known.given, known.family, known.date_of_birth, known.town) == ("Käthe", "Özdemir", "1985-04-03", "Hier")
    entry = AuditEntry.objects.filter(action="citizen.identified").get()
    assert (entry.actor_id, entry.subject_id) == (str(clerk.account.pk), str(account.pk))
    assert [word for word in ("Käthe", "Özdemir", EMAIL) if word in entry.details] == []


def test_the_level_falls_with_the_second_factor_but_not_the_name(scoped) -> None:
    account = citizen()
    identified(account)
    second_factor.forget(account)
    assert level_of(account) is NORMAL
    registering.save_profile(account, {"given": "Kim"}, by=actors.holder(account))
    second_factor.enrol(account, SECRET)
    assert (level_of(account), citizens.profile(account).given) == (SUBSTANTIAL, "Käthe")


def test_no_account_no_factor_no_permission(scoped) -> None:
    registering.register(EMAIL)  # nobody has come by the link yet
    with pytest.raises(NotIdentified, match="gibt es kein Konto"):
        identify(EMAIL, SHOWN, by=OPERATOR)
    account = citizen()
    with pytest.raises(NotIdentified, match="zweiten Faktor"):
        identify(EMAIL, SHOWN, by=OPERATOR)
    for who in (actors.holder(account), actors.staff(colleague(Grant(Role.SERVICE_OWNER)).account)):
        with pytest.raises(NotAllowed):
            identify(EMAIL, SHOWN, by=who)
    assert level_of(account) is NORMAL
    assert level_of(None) is None


def test_clerk_confirms_on_a_page_and_the_holder_sees_it(scoped) -> None:
    account = citizen()
    clerk = signed_in(colleague(Grant(Role.CLERK)))
    document = {"email": EMAIL, "given": "Käthe", "family": "Özdemir", "date_of_birth": "3.4.1985"}
    refused = clerk.post("/amt/ausweis/", document).content.decode()
    assert "Das Konto braucht zuerst einen zweiten Faktor" in refused
    second_factor.enrol(account, SECRET)
    assert clerk.post("/amt/ausweis/", document).headers["Location"] == "/amt/ausweis/"
    holder = visitor(account)
    assert "Ihr Konto hat das Vertrauensniveau „substanziell“." in holder.get("/mein/vertrauen/").content.decode()
    page = holder.get("/mein/daten/").content.decode()
    assert ('name="given"' in page, 'name="town"' in page, "Käthe" in page) == (False, True, True)
    assert clerk.get("/mein/vertrauen/").status_code == 403
    assert holder.get("/amt/ausweis/").status_code == 403


def test_page_about_the_level_leads_back_to_this_house_only(scoped) -> None:
    holder = visitor(citizen())
    wanted = ["https://boese.example/", "//boese.example", "/\\boese.example", "javascript:alert(1)", "/leistungen/x/"]
    pages = [html.fromstring(holder.get("/mein/vertrauen/", {"zurueck": one}).content) for one in wanted]
    back = [page.xpath("//main//a[normalize-space()='Zurück']/@href") for page in pages]
    assert back == [["/mein/daten/"]] * 4 + [["/leistungen/x/"]]
