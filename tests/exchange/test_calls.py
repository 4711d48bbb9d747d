"""A call: judged blind, ranked by plain means, its finalists named in public."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from rathaus.documents import mail
from rathaus.exchange.actions import calls as actions
from rathaus.exchange.models import Call, Criterion, Entry, Juror, Score
from rathaus.exchange.queries import calls as queries
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns.errors import NotAllowed
from tests.exchange.gathering import BY
from tests.exchange.test_meetings import refused, text
from tests.people.making import colleague, signed_in

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def officer() -> Client:
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


@pytest.fixture
def jury() -> list:
    """Two clerks, who have nothing to do with strategies otherwise."""
    return [colleague(Grant(Role.CLERK), email=f"{name}@example.org", name=name) for name in ("Ada", "Ben")]


def call(slug: str = "ohne-papier", **fields: object) -> Call:
    ends_on = timezone.localdate() - dt.timedelta(days=1)
    values = {"title": "Ohne Papier", "text": "Was läuft?", "ends_on": ends_on, "contact": "post@example.org"}
    return actions.save(Call(slug=slug, **(values | fields)), by=BY)


def filled(jury) -> tuple[Call, list[Criterion], list[Entry], list[Juror]]:
    """Two criteria, the first counting three times, two entries, two jurors."""
    made = call()
    criteria = [Criterion(call=made, title="Nutzen", weight=3), Criterion(call=made, title="Aufwand", weight=1)]
    entries = [Entry(call=made, title=title, town="Auental", summary="Gut.") for title in ("Alpha", "Beta")]
    jurors = [Juror(call=made, account=one.account) for one in jury]
    for part in (*criteria, *entries, *jurors):
        actions.save_part(part, by=BY)
    actions.publish(made, by=BY)
    return made, criteria, entries, jurors


def give(juror: Juror, entry: Entry, *points: int) -> None:
    criteria = juror.call.criteria.all()
    by = staff(juror.account)
    actions.score(juror, entry, dict(zip((one.pk for one in criteria), points, strict=True)), by=by)


def test_points_are_means_by_weight_and_equal_points_share_the_better_place(jury):
    made, _criteria, (alpha, beta), (ada, ben) = filled(jury)
    third = actions.save_part(Entry(call=made, title="Gamma", town="Bach", summary="Gut."), by=BY)
    for juror, first, second, last in ((ada, (8, 4), (6, 10), (0, 0)), (ben, (6, 4), (6, 10), (1, 0))):
        give(juror, alpha, *first)
        give(juror, beta, *second)
        give(juror, third, *last)
    actions.close(made, by=BY)
    # Alpha: Nutzen (8+6)/2 = 7, Aufwand 4: (3·7+4)/4 = 6.25. Beta: (3·6+10)/4 = 7. Gamma: (3·0.5+0)/4 = 0.375.
    assert [(one.place, one.entry.title, one.by_criterion, one.points) for one in queries.results(made)] == [
        (1, "Beta", (("Nutzen", 6.0), ("Aufwand", 10.0)), 7.0),
        (2, "Alpha", (("Nutzen", 7.0), ("Aufwand", 4.0)), 6.25),
        (3, "Gamma", (("Nutzen", 0.5), ("Aufwand", 0.0)), 0.38),
    ]  # fmt: skip
    Score.objects.filter(entry=alpha).update(points=7)
    Score.objects.filter(entry=beta).update(points=7)
    assert [one.place for one in queries.results(made)] == [1, 1, 3]


def test_nobody_sees_the_points_of_others_before_the_jury_is_closed(jury, officer):
    made, _criteria, (alpha, beta), (ada, ben) = filled(jury)
    page = f"/amt/austausch/aufrufe/{made.pk}/"
    give(ada, alpha, 9, 7)
    assert queries.results(made) == []
    assert "2 von 4 Wertungen" in text(officer.get(page))
    assert [word for word in ("9,0", "7,0") if word in text(officer.get(page))] == []
    other = signed_in(jury[1])
    assert "bewertet" not in text(other.get(f"{page}jury/"))
    form = text(other.get(f"{page}jury/{alpha.pk}/"))
    values = other.get(f"{page}jury/{alpha.pk}/").content.decode()
    assert ("Nutzen" in form, 'value="9"' in values) == (True, False)
    own = signed_in(jury[0])
    assert 'value="9"' in own.get(f"{page}jury/{alpha.pk}/").content.decode()
    assert officer.get(f"{page}jury/").status_code == 404
    assert [one for one in AuditEntry.objects.filter(action="call.scored") if "9" in one.details] == []
    for juror, entry in ((ada, beta), (ben, alpha), (ben, beta)):
        give(juror, entry, 5, 5)
    actions.close(made, by=BY)
    for client in (own, other):
        assert "7,0" in text(client.get(f"{page}jury/"))


def test_a_juror_gives_only_the_own_points_within_bounds_and_in_time(jury):
    made, criteria, (alpha, beta), (ada, ben) = filled(jury)
    with pytest.raises(NotAllowed):
        actions.score(ada, alpha, {}, by=staff(ben.account))
    bounds = "Geben Sie zu jedem Kriterium 0 bis 10 Punkte."
    assert refused(lambda: give(ada, alpha, 11, 0)) == bounds
    assert refused(lambda: actions.score(ada, alpha, {criteria[0].pk: 1}, by=staff(ada.account))) == bounds
    elsewhere = actions.save_part(Entry(call=call("x"), title="x", town="x", summary="x"), by=BY)
    assert refused(lambda: give(ada, elsewhere, 1, 1)) == "Dieser Beitrag gehört zu einem anderen Aufruf."
    for juror in (ada, ben):
        for entry in (alpha, beta):
            give(juror, entry, 1, 1)
            give(juror, entry, 2, 2)
    assert (Score.objects.count(), set(Score.objects.values_list("points", flat=True))) == (8, {2})
    actions.close(made, by=BY)
    for juror in (ada, ben):
        juror.call.refresh_from_db()
    closed = "Die Jury ist geschlossen; es lässt sich nichts mehr ändern."
    assert refused(lambda: give(ada, alpha, 3, 3)) == closed
    made.refresh_from_db()
    assert refused(lambda: actions.save_part(Criterion(call=made, title="Neu"), by=BY)) == closed
    assert refused(lambda: actions.remove_part(Entry.objects.get(title="Alpha"), by=BY)) == closed


def test_steps_come_in_their_order(jury, client):
    made = call()
    assert refused(lambda: actions.publish(made, by=BY)) == "Nennen Sie zuerst die Kriterien."
    assert refused(lambda: actions.close(made, by=BY)) == "Es fehlen Beiträge, Kriterien oder eine Jury."
    assert refused(call) == "Unter diesem Kurznamen gibt es schon einen Aufruf."
    assert client.get("/austausch/aufrufe/ohne-papier/").status_code == 404
    Call.objects.all().delete()
    made, _criteria, (alpha, beta), (ada, ben) = filled(jury)
    assert refused(lambda: actions.save_part(Criterion(call=made, title="Nutzen"), by=BY)) == (
        "Dieses Kriterium gibt es schon."
    )
    assert refused(lambda: actions.save_part(Juror(call=made, account=ada.account), by=BY)) == (
        "Diese Person ist schon in der Jury."
    )
    give(ada, alpha, 5, 5)
    assert refused(lambda: actions.close(made, by=BY)) == "2 Jurymitglieder haben noch nicht alles bewertet."
    assert refused(lambda: actions.publish_finalists(made, [alpha], by=BY)) == "Die Jury ist noch nicht geschlossen."
    for juror, entry in ((ada, beta), (ben, alpha), (ben, beta)):
        give(juror, entry, 6, 6)
    actions.close(made, by=BY)
    assert refused(lambda: actions.publish_finalists(made, [], by=BY)) == "Wählen Sie mindestens einen Beitrag."
    assert "Beta" not in text(client.get("/austausch/aufrufe/ohne-papier/"))
    actions.publish_finalists(made, [beta], by=BY)
    page = text(client.get("/austausch/aufrufe/ohne-papier/"))
    assert ("Im Finale" in page, "Beta" in page, "Alpha" in page) == (True, True, False)


def test_a_juror_is_told_where_to_judge(jury):
    _made, _criteria, _entries, (ada, _ben) = filled(jury)
    letter = mail._resolvers["exchange.juror"](ada.pk)
    assert (letter.to, letter.subject) == ("ada@example.org", "Sie sind in der Jury: Ohne Papier")
    Call.objects.update(closed_at=timezone.now())
    assert mail._resolvers["exchange.juror"](ada.pk) is None


def test_pages_of_those_who_keep_a_call(officer, jury, client):
    path = "/amt/austausch/aufrufe/"
    ends = f"{timezone.localdate():%d.%m.%Y}"
    officer.post(f"{path}neu/", {"title": "Ruf", "slug": "ruf", "text": "x", "ends_on": ends, "contact": "hier"})
    made = Call.objects.get()
    officer.post(f"{path}{made.pk}/verwerfen/")
    assert Call.objects.count() == 0
    officer.post(f"{path}neu/", {"title": "Ruf", "slug": "ruf", "text": "x", "ends_on": ends, "contact": "hier"})
    made = Call.objects.get()
    officer.post(f"{path}kriterium/neu/{made.pk}/", {"title": "Nutzen", "weight": 2})
    officer.post(f"{path}einreichung/neu/{made.pk}/", {"title": "Alpha", "town": "Auental", "summary": "Gut."})
    officer.post(f"{path}jury/neu/{made.pk}/", {"account": jury[0].account.pk})
    officer.post(f"{path}{made.pk}/schritt/veroeffentlichen/")
    assert "hier" in text(client.get("/austausch/aufrufe/ruf/"))
    Call.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    judging = signed_in(jury[0])
    assert "Sie sind in der Jury." in text(judging.get("/amt/austausch/"))
    entry, criterion = made.entries.get(), made.criteria.get()
    judging.post(f"{path}{made.pk}/jury/{entry.pk}/", {str(criterion.pk): "8"})
    assert "Die Jury ist geschlossen." in text(officer.post(f"{path}{made.pk}/schritt/jury-schliessen/", follow=True))
    officer.post(f"{path}{made.pk}/schritt/finale/", {"finale": [str(entry.pk)]})
    assert "Alpha" in text(client.get("/austausch/aufrufe/ruf/"))
    refused_ = officer.post(f"{path}einreichung/{entry.pk}/entfernen/", follow=True)
    assert "es lässt sich nichts mehr ändern" in text(refused_)
    assert officer.post(f"{path}{made.pk}/schritt/unfug/").status_code == 404
    assert "Das Finale steht fest." in text(client.get("/austausch/aufrufe/"))
