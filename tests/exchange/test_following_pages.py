"""The pages on which a town chooses whom to follow."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone, translation

from rathaus.exchange import contacting
from rathaus.exchange.actions import following
from rathaus.exchange.feed.model import Report
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.templatetags.exchange import until_now
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.exchange.making import BY
from tests.exchange.neighbour import DAY, OTHER_KEY, work
from tests.people.making import colleague, signed_in

PAGE, REPORTS = "/amt/austausch/andere/", "/amt/austausch/erfahrungen/"


@pytest.fixture
def client(scoped) -> Client:
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


@pytest.fixture
def row(neighbour) -> Subscription:
    made = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    return made


def told(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def test_clerk_is_refused(scoped):
    assert signed_in(colleague(Grant(Role.CLERK))).get(PAGE).status_code == 403


def test_town_is_followed_after_its_fingerprint_was_compared(client, neighbour):
    asked = client.post(f"{PAGE}nachsehen/", {"address": neighbour.page})
    found = asked.context["form"].initial["found"]
    without = client.post(f"{PAGE}folgen/", {"found": found})
    assert "Vergleichen Sie erst den Fingerabdruck" in without.content.decode()
    done = client.post(f"{PAGE}folgen/", {"found": found, "compared": "on"}, follow=True)
    assert "Sie folgen Beispielstadt. Gleich wird nachgesehen." in done.content.decode()
    again = client.post(f"{PAGE}folgen/", {"found": found, "compared": "on"})
    assert "Diesem Feed folgen Sie schon." in again.content.decode()


def test_what_was_not_shown_cannot_be_followed(client, neighbour):
    forged = signing.dumps({"key": "0" * 64}, salt="something else")
    done = client.post(f"{PAGE}folgen/", {"found": forged, "compared": "on"}, follow=True)
    assert ("Bitte sehen Sie noch einmal nach." in done.content.decode(), Subscription.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Geben Sie die Adresse der Kommune an."),
        ("http://10.0.0.1/", "„10.0.0.1“ liegt in einem internen Netz."),
        ("gibt-es-nicht.invalid", "Einen Rechner mit dem Namen „gibt-es-nicht.invalid“ gibt es nicht."),
        ("javascript://x", "ist keine Adresse, wie sie im Browser steht"),
    ],
)
def test_address_where_nobody_answers_is_told_beside_the_field(client, address, sentence):
    assert sentence in client.post(f"{PAGE}nachsehen/", {"address": address}).content.decode()


def test_markup_in_a_feed_is_text_on_every_page(client, neighbour):
    evil = "<script>alert(1)</script>"
    neighbour.entries.clear()
    neighbour.offer(2, name=evil, summary=evil, licence=evil, town=evil)
    neighbour.reports.append(Report(evil, f"{neighbour.page}x/", DAY, neighbour.entries[0].package, 2))
    neighbour.tell(town=evil)
    shown = [client.post(f"{PAGE}nachsehen/", {"address": neighbour.page}).content.decode()]
    row = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    arrival = Arrival.objects.get(subscription=row)
    assert arrival.received is not None
    shown += [told(client), told(client, f"{PAGE}paket/{arrival.pk}/"), told(client, f"{PAGE}{row.pk}/beenden/")]
    shown.append(told(client, REPORTS))
    assert [(evil in page, "&lt;script&gt;alert" in page) for page in shown] == [(False, True)] * 5


def test_page_tells_how_it_stands(client, row, neighbour):
    assert ("geprüft, neu" in told(client), "Vor 1 Minute nachgesehen." in told(client)) == (True, True)
    neighbour.server.routes.clear()
    assert client.post(f"{PAGE}{row.pk}/abrufen/").status_code == 302
    work()
    assert "Seit 1 Minute nicht abrufbar" in told(client)
    english = client.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert ("Could not be fetched for 1 minute" in english, "does not know this address" in english) == (True, True)


def test_what_others_learned_is_found_beside_the_package_and_the_own_reports(client, row, neighbour):
    arrival = Arrival.objects.select_related("received").get()
    neighbour.reports += [
        Report("Lief sofort", f"{neighbour.page}lief/", DAY, str(arrival.package), 1),
        Report("Schulen ans Netz", f"{neighbour.page}netz/", DAY),
    ]
    neighbour.tell()
    following.look_again(row, by=BY)
    work()
    both = Grant(Role.DIGITAL_OFFICER), Grant(Role.SERVICE_OWNER)
    owner = signed_in(colleague(*both, email="lindner@musterstadt.example"))
    paths = (REPORTS, f"{PAGE}paket/{arrival.pk}/", f"/amt/austausch/pakete/{arrival.received.package_id}/")
    pages = [told(owner, path) for path in paths]
    assert [(f'href="{neighbour.page}lief/"' in page, "Schulen ans Netz" in page) for page in pages] == [
        (True, True), (True, False), (True, False),
    ]  # fmt: skip
    assert "Beispielstadt, 27.11.2026, zu Fassung 1" in pages[1]
    Subscription.objects.update(other_key="0" * 64)  # whoever that is, it is not the town that was compared
    assert "Lief sofort" not in told(owner, REPORTS)


def test_package_can_be_looked_at(client, row):
    page = told(client, f"{PAGE}paket/{Arrival.objects.get().pk}/")
    assert ("CC0-1.0" in page, "das Formular mit allen Fragen" in page) == (True, True)
    assert ("Als Kopie übernehmen" in page, "wer in Ihrer Kommune Leistungen verantwortet" in page) == (False, True)
    both = Grant(Role.DIGITAL_OFFICER), Grant(Role.SERVICE_OWNER)
    owner = signed_in(colleague(*both, email="lindner@musterstadt.example"))
    taken = owner.get(f"{PAGE}paket/{Arrival.objects.get().pk}/")
    assert "Als Kopie übernehmen" in taken.content.decode()
    assert f"/amt/austausch/pakete/{Arrival.objects.get().received.package_id}/" in taken.content.decode()


def test_other_key_is_shown_beside_the_old_one_and_accepted(client, row, neighbour):
    assert client.get(f"{PAGE}{row.pk}/schluessel/").status_code == 302
    neighbour.key = OTHER_KEY
    neighbour.tell()
    following.look_again(row, by=BY)
    work()
    row.refresh_from_db()
    assert "Diese Kommune nennt auf einmal einen anderen Schlüssel" in told(client)
    assert "nimmt deshalb die Administration an" in told(client, f"{PAGE}{row.pk}/schluessel/")
    officer = client.post(f"{PAGE}{row.pk}/schluessel/", {"found": row.other_key, "compared": "on"})
    assert officer.status_code == 403  # the key of packages that are here is the administrator's matter
    boss = signed_in(colleague(Grant(Role.ADMINISTRATOR), email="weber@musterstadt.example"))
    done = boss.post(f"{PAGE}{row.pk}/schluessel/", {"found": row.other_key, "compared": "on"}, follow=True)
    assert "Der neue Schlüssel von Beispielstadt gilt ab jetzt." in done.content.decode()


def test_following_ends_after_one_more_question(client, row):
    assert "Beispielstadt nicht mehr folgen?" in told(client, f"{PAGE}{row.pk}/beenden/")
    assert (
        "Sie folgen Beispielstadt nicht mehr." in client.post(f"{PAGE}{row.pk}/beenden/", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("ago", "german", "english"),
    [
        (dt.timedelta(seconds=5), "1 Minute", "1 minute"),
        (dt.timedelta(minutes=59), "59 Minuten", "59 minutes"),
        (dt.timedelta(hours=1), "1 Stunde", "1 hour"),
        (dt.timedelta(hours=23, minutes=59), "23 Stunden", "23 hours"),
        (dt.timedelta(days=1), "1 Tag", "1 day"),
        (dt.timedelta(days=3, hours=5), "3 Tagen", "3 days"),
    ],
    ids=str,
)
def test_how_long_ago_is_said_in_whole_units(ago, german, english):
    with translation.override("de"):
        assert until_now(timezone.now() - ago) == german
    with translation.override("en"):
        assert until_now(timezone.now() - ago) == english
