"""A town enters a call of another town of the house: what it hands over, and nothing else, crosses the wall."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

import rathaus
from rathaus.documents import mail
from rathaus.events import outbox
from rathaus.events.models import OutboxMessage
from rathaus.exchange.actions import calls, entering
from rathaus.exchange.models import Call, Criterion, Entry, Juror, OwnEntry, Score
from rathaus.exchange.queries import entering as queries
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection import audit
from rathaus.towns import scope
from rathaus.towns.errors import NotAllowed
from rathaus.towns.models import Host, Municipality
from tests.exchange.gathering import BY
from tests.exchange.test_meetings import refused, text
from tests.people.making import colleague, signed_in

DAY = dt.timedelta(days=1)
STEPPING = {
    "applications/erase_command.py", "catalogue/commands.py", "catalogue/usage.py", "events/commands.py",
    "events/timers.py",
    "events/worker.py", "exchange/commands/__init__.py", "exchange/feed_commands.py",
    "project/backup/actions.py", "project/demo/building.py", "project/demo/neighbours.py",
    "project/rehearsal/moving_in.py", "project/setting_up.py",
    "protection/audit.py", "protection/commands.py", "protection/key_commands.py", "strategy/commands.py",
    "towns/middleware.py",
}  # fmt: skip
"""Where a town is chosen: by its host name, by an operator, by the worker."""


@pytest.fixture
def keeper(other_town) -> Municipality:
    """Another town, with an open call and one that is still a draft."""
    with scope.of(other_town):
        for slug in ("offen", "entwurf"):
            made = Call(slug=slug, title=f"Ruf {slug}", text="Was läuft?", contact="x", ends_on=timezone.localdate())
            calls.save(made, by=BY)
            calls.save_part(Criterion(call=made, title="Nutzen", weight=2), by=BY)
        calls.publish(Call.objects.get(slug="offen"), by=BY)
    return other_town


def the_call(keeper: Municipality) -> Call:
    with scope.of(keeper):
        return Call.objects.get(slug="offen")


def delivered() -> None:
    """What the worker does with everything that waits in the town in scope."""
    for message in OutboxMessage.objects.filter(topic__in=(entering.CARRY, calls.REMOVED, calls.NAMED), done_at=None):
        outbox.consumer_of(message.topic)(message.payload, message.key)
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=timezone.now())


def entered(keeper: Municipality, title: str = "Alpha") -> OwnEntry:
    call = queries.call_of(keeper, the_call(keeper).pk)
    assert call is not None
    return entering.enter(OwnEntry(title=title, summary="Gut.", link="https://example.org/"), call, by=BY)


def there(keeper: Municipality) -> list[tuple[str, str, str]]:
    with scope.of(keeper):
        return list(Entry.objects.order_by("title").values_list("title", "summary", "town"))


def state(entry: OwnEntry) -> tuple[bool, str]:
    entry.refresh_from_db()
    return entry.under_way, entry.refusal


def test_an_entry_crosses_the_wall_and_nothing_else_does(scoped, keeper):
    entry = entered(keeper)
    assert (state(entry), there(keeper)) == ((True, ""), [])
    delivered()
    assert (state(entry), there(keeper)) == ((False, ""), [("Alpha", "Gut.", "Musterstadt")])
    entry.summary = "Besser."
    entering.change(entry, by=BY)
    delivered()
    entering.carry(entry.pk, by=BY)  # the worker died before it had said so
    assert there(keeper) == [("Alpha", "Besser.", "Musterstadt")]
    entering.withdraw(entry, by=BY)
    delivered()
    assert (state(entry), there(keeper)) == ((False, ""), [])
    assert refused(lambda: entering.change(entry, by=BY)) == "Dieser Beitrag ist nicht mehr dabei."
    assert (Entry.objects.count(), OwnEntry.objects.count()) == (0, 1)
    for town in (scoped, keeper):
        assert audit.verify(town).problems == []


def test_a_town_finds_what_is_open_elsewhere_and_no_draft(scoped, keeper):
    assert [(one.town_name, one.title, one.criteria) for one in queries.elsewhere()] == [
        ("Nachbarstadt", "Ruf offen", (("Nutzen", 2),))
    ]
    with scope.of(keeper):
        assert queries.elsewhere() == []
        draft = Call.objects.get(slug="entwurf")
        made = Call.objects.get(slug="offen")
        made.ends_on -= DAY
        calls.save(made, by=BY)
    assert queries.call_of(keeper, draft.pk) is None
    assert queries.elsewhere() == []
    keeper.refresh_from_db()
    assert keeper.calls_until == made.ends_on


def test_after_the_deadline_nothing_is_entered_changed_or_withdrawn(scoped, keeper):
    entry, late, call = entered(keeper), entered(keeper, "Beta"), queries.call_of(keeper, the_call(keeper).pk)
    OwnEntry.objects.filter(pk=late.pk).update(sent_at=timezone.now() + DAY)
    delivered()
    assert (state(entry), state(late)) == ((False, ""), (False, "late"))
    with scope.of(keeper):
        Call.objects.update(ends_on=timezone.localdate() - DAY)
    over = "Der Einsendeschluss ist vorbei."
    assert [refused(lambda change=change: change(entry, by=BY)) for change in (entering.change, entering.withdraw)] == [
        over
    ] * 2
    fresh = queries.call_of(keeper, call.id)
    assert refused(lambda: entering.enter(OwnEntry(title="x", summary="x"), fresh, by=BY)) == over
    waiting = OwnEntry(
        title="Gamma", summary="x", keeper=keeper.pk, call=call.id, sent_at=timezone.now() - 2 * DAY, revision=1
    )
    waiting.save()
    with scope.of(keeper):
        Call.objects.update(closed_at=timezone.now())
    entering.carry(waiting.pk, by=BY)
    assert state(waiting) == (False, "closed")
    with scope.of(keeper):
        Call.objects.update(published_at=None, closed_at=None)
    OwnEntry.objects.filter(pk=waiting.pk).update(arrived=0)
    entering.carry(waiting.pk, by=BY)
    assert state(waiting) == (False, "gone")
    assert there(keeper) == [("Alpha", "Gut.", "Musterstadt")]


def test_those_who_keep_the_call_may_take_it_out_and_not_change_it(scoped, keeper):
    entry = entered(keeper)
    delivered()
    with scope.of(keeper):
        arrived = Entry.objects.get()
        assert refused(lambda: calls.save_part(arrived, by=BY)) == (
            "Diesen Beitrag hat die Kommune selbst eingereicht; nur sie kann ihn ändern."
        )
        juror = calls.save_part(Juror(call=arrived.call, account=colleague(Grant(Role.CLERK)).account), by=BY)
        calls.score(juror, arrived, {arrived.call.criteria.get().pk: 9}, by=staff(juror.account))
        assert (
            refused(lambda: calls.close(arrived.call, by=BY)) == "Bis zum Einsendeschluss können noch Beiträge kommen."
        )
    entry.title = "Alpha 2"
    entering.change(entry, by=BY)
    delivered()
    with scope.of(keeper):
        assert (Entry.objects.get().title, Score.objects.count()) == ("Alpha 2", 0)  # given for other words
        calls.remove_part(Entry.objects.get(), by=BY)
        delivered()
    assert state(entry) == (False, "removed")
    assert refused(lambda: entering.withdraw(entry, by=BY)) == "Dieser Beitrag ist nicht mehr dabei."


def test_who_leads_the_strategy_enters_up_to_ten(scoped, keeper):
    clerk = staff(colleague(Grant(Role.CLERK)).account)
    entry, call = entered(keeper), queries.call_of(keeper, the_call(keeper).pk)
    for change in (
        lambda: entering.enter(OwnEntry(title="x", summary="x"), call, by=clerk),
        lambda: entering.change(entry, by=clerk),
        lambda: entering.withdraw(entry, by=clerk),
    ):
        with pytest.raises(NotAllowed):
            change()
    for number in range(9):
        entered(keeper, str(number))
    assert refused(lambda: entered(keeper)) == "Mehr als 10 Beiträge einer Kommune nimmt ein Aufruf nicht."


def test_pages_of_a_town_that_enters_and_sees_its_result(town, keeper):
    for host, one in (("musterstadt.example", town), ("nachbarstadt.example", keeper)):
        Host.objects.create(hostname=host, municipality=one)
    with scope.of(town):
        officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    call = the_call(keeper)
    path = "/amt/austausch/aufrufe/anderswo/"
    at = {"headers": {"host": "musterstadt.example"}}
    assert "Ruf offenNachbarstadt" in text(officer.get(path, **at))
    address = f"{path}in/{keeper.slug}/{call.pk}/"
    assert "Nutzen Gewicht 2" in text(officer.get(address, **at))
    assert "Beitrag" in text(officer.post(address, {"title": ""}, **at))
    answer = officer.post(address, {"title": "Alpha", "summary": "Gut."}, follow=True, **at)
    assert "Der Beitrag ist abgeschickt." in text(answer)
    with scope.of(town):
        entry = OwnEntry.objects.get()
        delivered()
    own = f"{path}beitrag/{entry.pk}/"
    assert "angekommen" in text(officer.get(own, **at))
    assert "Die neue Fassung ist abgeschickt." in text(
        officer.post(own, {"title": "Alpha 2", "summary": "Gut."}, follow=True, **at)
    )
    with scope.of(town):
        delivered()
    with scope.of(keeper):
        keeping = signed_in(colleague(Grant(Role.DIGITAL_OFFICER), email="dort@example.org"))
    there_ = {"headers": {"host": "nachbarstadt.example"}}
    page = text(keeping.get(f"/amt/austausch/aufrufe/einreichung/{entry.pk}/", **there_))
    assert ("Alpha 2" in page, "Ändern kann den Beitrag nur die Kommune." in page) == (True, True)
    shared = text(Client().get("/austausch/aufrufe/offen/", **there_))
    assert "Aufrufe anderer Kommunen" in shared
    with scope.of(keeper):
        Call.objects.update(ends_on=timezone.localdate() - DAY)
        assert "Die Jury bewertet." in text(officer.get(own, **at))
        Call.objects.filter(pk=call.pk).update(closed_at=timezone.now())
        calls.publish_finalists(Call.objects.get(pk=call.pk), [Entry.objects.get()], by=BY)
    assert "Ihr Beitrag steht im Finale." in text(officer.get(own, **at))
    assert told_of_finals(town, keeper) == [("k.weber@musterstadt.example", "Ihr Beitrag „Alpha 2“ steht im Finale.")]
    assert "Der Einsendeschluss ist vorbei." in text(officer.post(f"{own}zurueckziehen/", follow=True, **at))
    assert officer.get(address, **at).status_code == 404


def told_of_finals(town: Municipality, keeper: Municipality) -> list[tuple[str, str]]:
    """The mails of a town about finalists, as they leave now: to whom, and what they say."""
    with scope.of(keeper):
        delivered()
    with scope.of(town):
        rows = OutboxMessage.objects.filter(topic=mail.TOPIC, key__startswith=f"{entering.RESULT}:")
        mails = [mail._resolvers[entering.RESULT](UUID(row.payload["subject"])) for row in rows.order_by("created_at")]
        return [(one.to, one.text.split("\n\n")[1]) for one in mails]


def test_who_entered_hears_of_the_finalists_and_again_only_of_what_changes(scoped, keeper):
    officer = colleague(Grant(Role.DIGITAL_OFFICER))
    first, second, gone = (entered(keeper, title) for title in ("Alpha", "Beta", "Gamma"))
    delivered()
    with scope.of(keeper):
        call = Call.objects.get(slug="offen")
        Call.objects.filter(pk=call.pk).update(closed_at=timezone.now(), ends_on=timezone.localdate() - DAY)
        call.refresh_from_db()
        calls.publish_finalists(call, [Entry.objects.get(pk=first.pk)], by=BY)
    OwnEntry.objects.filter(pk=gone.pk).update(refusal="removed")
    no = "Ihr Beitrag „Beta“ steht nicht im Finale."
    assert sorted(told_of_finals(scoped, keeper)) == sorted([
        (officer.email, "Ihr Beitrag „Alpha“ steht im Finale."), (officer.email, no),
    ])  # fmt: skip
    with scope.of(keeper):
        calls.publish_finalists(call, list(Entry.objects.filter(pk__in=(first.pk, second.pk))), by=BY)
    assert sorted(told_of_finals(scoped, keeper)) == sorted([
        (officer.email, "Ihr Beitrag „Alpha“ steht im Finale."),
        *[(officer.email, "Ihr Beitrag „Beta“ steht im Finale.")] * 2,
    ])  # fmt: skip


def test_only_these_modules_step_into_the_scope_of_a_town():
    """Whoever adds one says why a town is entered there; the last two let an entry cross the wall."""
    root = Path(rathaus.__file__).parent
    found = {str(one.relative_to(root)) for one in root.rglob("*.py") if re.search(r"\bscope\.of\(", one.read_text())}
    assert found - {"towns/scope.py", "towns/errors.py"} == STEPPING | {
        "exchange/actions/entering.py",
        "exchange/queries/entering.py",
    }
