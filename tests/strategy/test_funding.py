"""Funding: what fits a measure and why, grants and what is due for them, the proof of use."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from lxml import html

from rathaus.people.actions import Grant as RoleGrant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy import funding, matching, planning, samples
from rathaus.strategy import plan as values
from rathaus.strategy.actions import funding as actions
from rathaus.strategy.actions import indicators, plans
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import (
    Applicant,
    DueReport,
    Duty,
    Field,
    Goal,
    Grant,
    Instalment,
    Measure,
    Money,
    Programme,
    Strategy,
    UnitKind,
)
from rathaus.strategy.templatetags.strategy import share
from rathaus.towns.errors import NotAllowed
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import BY

pytestmark = pytest.mark.usefixtures("scoped")
TODAY = dt.date(2026, 11, 27)
DAY = dt.date.fromisoformat


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC), tick=False):
        yield


def text(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def refused(change):
    with pytest.raises(StrategyError) as error:
        change()
    return str(error.value)


# What fits ------------------------------------------------------------------------------------------------------------


def programme(**fields):
    given = {
        "name": "Netzgeld", "giver": "Land", "purpose": "Netze", "topics": "Glasfaser\nSchulnetz", "rate": Decimal(50),
        "applicants": ["municipality"], "source": "Richtlinie", "as_of": DAY("2026-01-01"),
    }  # fmt: skip
    return Programme(**(given | fields))


def money(year, source, budget, spent=0, *, own=False):
    return values.Money(year, source, Decimal(budget), Decimal(spent), own=own)


def place(**fields):
    given = {
        "id": "1", "title": "Glasfaser bauen", "description": "", "department": "Bau", "risks": "", "service": "",
        "starts_on": DAY("2027-01-01"), "ends_on": DAY("2028-12-31"), "service_name": "", "stopped_on": None,
        "stopped_why": "", "needs": (), "milestones": (), "reports": (),
        "money": (money(2027, "Haushalt", 90_000, own=True), money(2027, "Land", 110_000)),
    }  # fmt: skip
    return (
        values.Field("f", "Netze", ()),
        values.Goal("g", "Alle am Netz", "", "", ()),
        values.Measure(**given | fields),
    )


def reasons(of=None, at=None, applicant=Applicant.MUNICIPALITY):
    return matching.match(of or programme(), at or place(), applicant=applicant, today=TODAY)


def test_reasons_name_the_figures_that_decide():
    found = reasons(programme(least_cost=Decimal(100_000), own_share=Decimal("12.5"), closes_on=DAY("2026-12-07")))
    assert found.fits
    assert found.supporting == [
        "Die Maßnahme „Glasfaser bauen“ passt zum Stichwort „Glasfaser“.",
        "Gemeinden dürfen Anträge stellen.",
        "Geplant sind 200.000\u00a0€; verlangt sind mindestens 100.000\u00a0€.",
        "50\u00a0% von 200.000\u00a0€ wären 100.000\u00a0€ Förderung.",
        "Eigenes Geld: geplant sind 90.000\u00a0€; verlangt sind 12,5\u00a0% von 200.000\u00a0€, also 25.000\u00a0€.",
        "Anträge sind bis 07.12.2026 möglich, noch 10 Tage.",
    ]


AGAINST = [
    (
        {"topics": "Radweg\nBrücke"}, {},
        "Weder Handlungsfeld noch Ziel noch Maßnahme nennen eines der Stichwörter: Radweg, Brücke.",
    ),
    (
        {"applicants": ["county", "association"]}, {},
        "Nur Kreise und Zweckverbände dürfen Anträge stellen, nicht Gemeinden.",
    ),
    ({}, {"money": ()}, "Für die Maßnahme ist noch kein Geld geplant."),
    ({"least_cost": Decimal(200_001)}, {}, "Geplant sind 200.000\u00a0€; verlangt sind mindestens 200.001\u00a0€."),
    (
        {"own_share": Decimal(46)}, {},
        "Eigenes Geld: geplant sind 90.000\u00a0€; verlangt sind 46\u00a0% von 200.000\u00a0€, also 92.000\u00a0€.",
    ),
    ({}, {"stopped_on": TODAY}, "Die Maßnahme ist schon erledigt oder beendet."),
    (
        {}, {"milestones": (values.Milestone("Fertig", TODAY, TODAY),)},
        "Die Maßnahme ist schon erledigt oder beendet.",
    ),
    (
        {}, {"starts_on": DAY("2026-01-01"), "ends_on": DAY("2026-11-26")},
        "Die Maßnahme sollte am 26.11.2026 fertig sein.",
    ),
    (
        {"only_new": True}, {"starts_on": TODAY},
        "Gefördert wird nur, was noch nicht begonnen hat; Beginn war am 27.11.2026.",
    ),
    (
        {"began_after": DAY("2027-01-02")}, {},
        "Beginn der Maßnahme: 01.01.2027; gefördert wird, was ab dem 02.01.2027 begann.",
    ),
    ({"ends_by": DAY("2028-12-30")}, {}, "Ende der Maßnahme: 31.12.2028; fertig sein muss sie bis 30.12.2028."),
    ({"opens_on": DAY("2026-11-28")}, {}, "Anträge sind erst ab 28.11.2026 möglich."),
    ({"closes_on": DAY("2026-11-26")}, {}, "Die Frist für Anträge endete am 26.11.2026."),
    ({"not_with": "EU\nLand"}, {}, "110.000\u00a0€ kommen aus „Land“; das darf nicht zusammenkommen."),
]  # fmt: skip


@pytest.mark.parametrize(("of", "measure", "sentence"), AGAINST)
def test_one_reason_against_is_enough(of, measure, sentence):
    found = reasons(programme(**of), place(**measure))
    assert (found.fits, found.against) == (False, [sentence])


@pytest.mark.parametrize(
    ("of", "measure"),
    [
        ({"least_cost": Decimal(200_000), "own_share": Decimal(45)}, {}),
        ({"began_after": DAY("2027-01-01"), "ends_by": DAY("2028-12-31")}, {}),
        ({"opens_on": TODAY, "closes_on": TODAY, "only_new": True}, {}),
        ({"not_with": "EU"}, {}),
    ],
)
def test_what_just_suffices_suffices(of, measure):
    assert reasons(programme(**of), place(**measure)).against == []


def test_largest_grant_is_a_limit():
    of = programme(largest_grant=Decimal(60_000))
    assert matching.possible(of, Decimal(200_000)) == 60_000
    assert "50\u00a0% von 200.000\u00a0€ wären mehr als der Höchstbetrag von 60.000\u00a0€." in reasons(of).supporting


def test_raised_rate_is_told_with_whom_it_is_for():
    of = programme(raised_rate=Decimal(70), raised_for="finanzschwache Gebiete")
    said = "50\u00a0% von 200.000\u00a0€ wären 100.000\u00a0€ Förderung (70\u00a0%: finanzschwache Gebiete)."
    assert said in reasons(of).supporting


def test_a_topic_in_the_field_of_action_or_the_goal_counts():
    for word in ("netze", "ALLE AM"):
        assert reasons(programme(topics=word)).about
    assert not reasons(programme(topics="Schule")).about


# Grants ---------------------------------------------------------------------------------------------------------------


def measure(title="Glasfaser bauen", **fields):
    strategy = Strategy.objects.first() or plans.begin(
        Strategy(title="Einfach", vision="Gut.", first_year=2026, last_year=2030), (), by=BY
    )
    goal = Goal.objects.first()
    if goal is None:
        field = plans.save(Field(strategy=strategy, name="Netze"), by=BY)
        goal = plans.save(Goal(field=field, title="Alle am Netz"), by=BY)
    given = {"starts_on": DAY("2027-01-01"), "ends_on": DAY("2028-12-31"), "department": department("Bau")}
    return plans.save(Measure(goal=goal, title=title, **(given | fields)), by=BY)


def grant(of=None, **fields):
    given = {
        "money": "Land", "amount": Decimal(1000), "cost": Decimal(2000), "own_share": Decimal(10),
        "starts_on": DAY("2025-02-01"), "ends_on": DAY("2026-12-31"), "applied_on": DAY("2025-01-01"),
        "granted_on": DAY("2025-01-31"),
    }  # fmt: skip
    from_ = Programme.objects.first() or actions.save(programme(), by=BY)
    return actions.save(Grant(measure=of or measure(), programme=from_, **(given | fields)), by=BY)


def test_reports_come_with_the_programme_once_the_grant_is_given():
    from_ = actions.save(programme(), by=BY)
    for title, moment, months in (("Anzeige", "granted", 1), ("Bericht", "yearly", 2), ("Nachweis", "ended", 6)):
        actions.save(Duty(programme=from_, title=title, moment=moment, months=months), by=BY)
    one = grant(granted_on=None)
    assert one.reports.count() == 0
    one.granted_on = DAY("2025-01-31")
    actions.save(one, by=BY)
    actions.save(one, by=BY)
    assert [(str(row.due_on), row.title) for row in one.reports.all()] == [
        ("2025-02-28", "Anzeige"),
        ("2026-02-28", "Bericht 2025"),
        ("2027-02-28", "Bericht 2026"),
        ("2027-06-30", "Nachweis"),
    ]


def test_state_comes_from_the_days():
    one = Grant()
    seen = [funding.state(one).value]
    for name in ("applied_on", "granted_on", "proved_on", "closed_on"):
        setattr(one, name, TODAY)
        seen.append(funding.state(one).value)
    assert seen == ["planned", "applied", "granted", "proved", "closed"]
    assert funding.state(Grant(applied_on=TODAY, refused_on=TODAY)).value == "refused"


def test_what_is_due_stands_by_its_day_and_what_is_late_is_marked():
    one = grant()
    for due, received in (("2026-11-26", None), ("2026-12-15", None), ("2025-05-01", "2025-05-02")):
        actions.save(
            Instalment(grant=one, amount=Decimal(100), due_on=DAY(due), received_on=received and DAY(received)), by=BY
        )
    actions.save(DueReport(grant=one, title="Bericht", due_on=TODAY), by=BY)
    actions.save(DueReport(grant=one, title="Schon da", due_on=TODAY, sent_on=TODAY), by=BY)
    found = funding.due(funding.grants(), today=TODAY)
    assert [(str(due.day), due.title, due.amount, due.late) for due in found] == [
        ("2026-11-26", "", 100, True),
        ("2026-11-27", "Bericht", None, False),
        ("2026-12-15", "", 100, False),
    ]
    one.refused_on, one.granted_on = one.granted_on, None
    actions.save(one, by=BY)
    assert funding.due(funding.grants(), today=TODAY) == []


CONTRADICTIONS = [
    ({"ends_on": DAY("2025-01-31")}, "Das Ende liegt vor dem Beginn."),
    ({"amount": Decimal(2001)}, "Die Förderung ist höher als die förderfähigen Ausgaben."),
    ({"refused_on": TODAY}, "Bewilligt oder abgelehnt: Beides geht nicht."),
    ({"granted_on": None, "proved_on": TODAY}, "Nachweisen lässt sich erst, was bewilligt ist."),
    (
        {"applied_on": TODAY},
        "Beantragt, entschieden, nachgewiesen, anerkannt: Die Tage stehen nicht in dieser Folge.",
    ),
    ({"proved_on": DAY("2026-11-28")}, "Was geschehen ist, kann nicht in der Zukunft liegen."),
]


@pytest.mark.parametrize(("fields", "sentence"), CONTRADICTIONS)
def test_contradictions_of_a_grant_are_refused(fields, sentence):
    assert refused(lambda: grant(**fields)) == sentence


def test_instalments_are_not_more_than_the_grant():
    one = grant()
    first = actions.save(Instalment(grant=one, amount=Decimal(600), due_on=TODAY), by=BY)
    said = "Zusammen wären es 1.000,01\u00a0€; bewilligt sind 1.000\u00a0€."
    assert refused(lambda: actions.save(Instalment(grant=one, amount=Decimal("400.01"), due_on=TODAY), by=BY)) == said
    first.amount = Decimal(1000)
    actions.save(first, by=BY)


def test_contradictions_of_a_programme_are_refused():
    actions.save(programme(), by=BY)
    for fields, sentence in (
        ({}, "Ein Programm „Netzgeld“ gibt es schon."),
        (
            {"name": "A", "opens_on": TODAY, "closes_on": DAY("2026-11-26")},
            "Die Frist für Anträge endet, bevor sie beginnt.",
        ),
        ({"name": "A", "raised_rate": Decimal(50)}, "Der erhöhte Satz muss über dem gewöhnlichen liegen."),
        ({"name": "A", "own_share": Decimal(51)}, "Fördersatz und Eigenanteil sind zusammen mehr als 100 %."),
    ):
        assert refused(lambda fields=fields: actions.save(programme(**fields), by=BY)) == sentence


@pytest.mark.django_db(transaction=True)
def test_what_a_giver_still_asks_for_is_not_removed():
    one = grant()
    assert refused(lambda: plans.remove(one.measure, by=BY)) == (
        "Dazu gehört eine Zuwendung; ihr Nachweis braucht die Maßnahme."
    )
    assert refused(lambda: plans.remove(Field.objects.get(), by=BY)).startswith("Dazu gehört eine Zuwendung")
    assert refused(lambda: actions.remove(one.programme, by=BY)) == (
        "Aus diesem Programm gibt es eine Zuwendung; es bleibt."
    )
    actions.remove(one, by=BY)
    actions.remove(one.programme, by=BY)
    assert Programme.objects.count() == 0


def test_samples_are_dated_marked_and_taken_once():
    assert (actions.take_samples(samples.read(), by=BY), actions.take_samples(samples.read(), by=BY)) == (2, 0)
    rows = list(Programme.objects.all())
    assert all(one.sample and one.source and one.note and one.as_of < TODAY for one in rows)
    assert {duty.moment for one in rows for duty in one.duties.all()} == {"yearly", "ended"}
    assert {one.rate for one in rows} == {50, 90}


def test_only_what_has_no_grant_yet_is_offered(scoped):
    one = measure()
    plans.save(Money(measure=one, year=2027, source="Haushalt", budget=Decimal(100), own=True), by=BY)
    actions.save(programme(), by=BY)
    assert [(found.measure.title, found.programme.name) for found in funding.fitting(today=TODAY)] == [
        ("Glasfaser bauen", "Netzgeld")
    ]
    assert len(funding.fitting(today=one.ends_on)) == 1
    assert funding.fitting(today=one.ends_on + dt.timedelta(days=1)) == []
    grant(one)
    assert funding.fitting(today=TODAY) == []


def test_a_county_applies_as_a_county():
    assert funding.applicant() is Applicant.MUNICIPALITY
    own = indicators.own_unit(by=BY)
    own.kind = UnitKind.COUNTY
    indicators.save_unit(own, by=BY)
    assert funding.applicant() is Applicant.COUNTY


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_only_the_digital_officer_may(role):
    one, somebody = grant(), staff(colleague(RoleGrant(role)).account)
    for change in (
        lambda: actions.save(one, by=somebody),
        lambda: actions.remove(one, by=somebody),
        lambda: actions.take_samples([], by=somebody),
    ):
        with pytest.raises(NotAllowed):
            change()


# The proof of use -----------------------------------------------------------------------------------------------------


def proved():
    """A grant over two years with money of three sources, and a third year that it does not cover."""
    one = grant(cost=Decimal(2000))
    for year, source, budget, spent in (
        (2025, "Land", 500, 480), (2025, "Haushalt", 80, 40), (2026, "Land", 500, 320),
        (2026, "Haushalt", 120, 35), (2026, "=Stiftung", 100, 25), (2027, "Land", 100, 10),
    ):  # fmt: skip
        row = Money(measure=one.measure, year=year, source=source, budget=Decimal(budget), spent=Decimal(spent))
        row.own = source == "Haushalt"
        plans.save(row, by=BY)
    actions.save(Instalment(grant=one, amount=Decimal(900), due_on=TODAY, received_on=TODAY), by=BY)
    actions.save(Instalment(grant=one, amount=Decimal(100), due_on=DAY("2026-11-01")), by=BY)
    actions.save(DueReport(grant=one, title="Bericht", due_on=DAY("2026-11-26")), by=BY)
    return one


def test_proof_comes_from_the_money_of_the_measure():
    made = funding.proof_of(proved(), today=TODAY)
    assert [(one.source, one.planned, one.spent, one.part, one.own, one.granted) for one in made.sums] == [
        ("Haushalt", 200, 75, Decimal("8.33"), True, False),
        ("Land", 1000, 800, Decimal("88.89"), False, True),
        ("=Stiftung", 100, 25, Decimal("2.78"), False, False),
    ]
    assert (made.planned, made.spent, made.received, made.from_grant, made.own_share) == (
        1300, 900, 900, 800, Decimal("8.33"),
    )  # fmt: skip
    assert sum(one.spent for one in made.rows) == made.spent == sum(one.spent for one in made.sums)


def test_proof_says_what_is_missing():
    assert [one.replace("\u00a0", " ") for one in funding.proof_of(proved(), today=TODAY).missing] == [
        "Eigenanteil: 8,33 % statt 10 %. Von 90 € eigenem Geld sind 75 € ausgegeben, es fehlen 15 €.",
        "Eingegangen sind 900 €, ausgegeben 800 €: 100 € sind noch nicht verwendet.",
        "Von 2.000 € förderfähigen Ausgaben sind 900 € belegt, es fehlen 1.100 €.",
        "10 € aus „Land“ sind 2027 ausgegeben, außerhalb der Förderung.",
        "„Bericht“ war bis 26.11.2026 abzugeben.",
        "100 € waren bis 01.11.2026 abzurufen.",
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [("10", "10 %"), ("12.50", "12,5 %"), ("9.8526", "9,85 %"), ("9.845", "9,85 %"), ("10.001", "10 %")],
)
def test_shares_have_the_decimals_that_they_need(value, told):
    assert share(Decimal(value)).replace("\u00a0", " ") == told


def test_proof_without_gaps_says_nothing():
    one = grant(amount=Decimal(90), cost=Decimal(100))
    for source, spent in (("Land", 90), ("Haushalt", 10)):
        row = Money(measure=one.measure, year=2026, source=source, budget=Decimal(spent), spent=Decimal(spent))
        row.own = source == "Haushalt"
        plans.save(row, by=BY)
    actions.save(Instalment(grant=one, amount=Decimal(90), due_on=TODAY, received_on=TODAY), by=BY)
    assert funding.proof_of(one, today=TODAY).missing == ()


def test_more_than_was_granted_and_nothing_at_all_are_said():
    one = grant(amount=Decimal(50), cost=Decimal(100), own_share=Decimal(0))
    said = funding.proof_of(one, today=TODAY).missing
    assert said[0] == "Im Geld der Maßnahme steht in diesen Jahren nichts unter „Land“."
    plans.save(Money(measure=one.measure, year=2026, source="Land", budget=Decimal(60), spent=Decimal(60)), by=BY)
    one = Grant.objects.get()
    assert funding.proof_of(one, today=TODAY).missing[0].replace("\u00a0", " ") == (
        "Aus der Förderung sind 60 € ausgegeben, bewilligt sind 50 €."
    )


@pytest.fixture
def officer():
    return signed_in(colleague(RoleGrant(Role.DIGITAL_OFFICER)))


def test_proof_as_csv_keeps_formulas_from_running(officer):
    answer = officer.get(f"/amt/foerderung/zuwendung/{proved().pk}/nachweis.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="verwendungsnachweis-glasfaser-bauen.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[:4] == [
        ["Jahr", "Woher", "Geplant in Euro", "Ausgegeben in Euro", "Anteil der Ausgaben in %"],
        ["2025", "Haushalt", "80,00", "40,00", ""],
        ["2025", "Land", "500,00", "480,00", ""],
        ["2026", "'=Stiftung", "100,00", "25,00", ""],
    ]
    assert rows[-1] == ["alle Jahre", "Zusammen", "1300,00", "900,00", "100,00"]


def test_proof_as_xlsx_has_the_same_rows(officer):
    answer = officer.get(f"/amt/foerderung/zuwendung/{proved().pk}/nachweis.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[3] == (2026, "=Stiftung", 100, 25, None)
    assert sheet["B4"].data_type == "s"
    assert rows[-1] == ("alle Jahre", "Zusammen", 1300, 900, 100)


# Pages ----------------------------------------------------------------------------------------------------------------


def test_from_the_samples_to_the_proof(officer):
    one = measure(starts_on=DAY("2026-01-01"), ends_on=DAY("2027-12-31"), title="Schulnetz")
    for source, own in (("Haushalt", "on"), ("Bund", "")):
        officer.post(
            f"/amt/strategie/geld/neu/{one.pk}/",
            {"year": "2026", "source": source, "budget": "50.000", "spent": "20.000", "own": own},
        )
    assert "Mit den Mustern beginnen" in text(officer.get("/amt/foerderung/"))
    assert "2 Muster sind angelegt." in text(officer.post("/amt/foerderung/muster/", follow=True))
    assert "Schulnetz: Digitalpakt 2.0 (Muster)" in text(officer.get("/amt/foerderung/"))
    page = officer.get(f"/amt/strategie/massnahmen/{one.pk}/foerderung/")
    assert "Dafür: 90 % von 100.000 € wären 90.000 € Förderung." in text(page)
    assert "Dagegen: Die Frist für Anträge endete am 30.09.2024." in text(page)
    (address,) = {
        href
        for href in html.fromstring(page.content).xpath("//a[contains(@href, 'zuwendung/neu')]/@href")
        if "90000" in href
    }
    form = html.fromstring(officer.get(address).content).xpath("//form[contains(@class, 'r-form')]")[0]
    known = dict(form.form_values())
    assert (known["amount"], known["cost"], known["starts_on"]) == ("90000,00", "100000,00", "01.01.2026")
    answer = officer.post(address, known | {"money": "Bund", "applied_on": "1.3.2026", "granted_on": "1.6.2026"})
    found = Grant.objects.get()
    assert answer["Location"] == f"/amt/foerderung/zuwendung/{found.pk}/"
    assert "Zwischennachweis 2026: bis 31.03.2027" in text(officer.get(answer["Location"]))
    officer.post(f"/amt/strategie/auszahlung/neu/{found.pk}/", {"amount": "20.000", "due_on": "1.11.2026"})
    assert "01.11.2026 überfällig 20.000 € abrufen Schulnetz" in text(officer.get("/amt/foerderung/"))
    shown = text(officer.get(f"{answer['Location']}nachweis/"))
    assert "50 % Eigenanteil, verlangt 10 %" in shown
    assert "Von 100.000 € förderfähigen Ausgaben sind 40.000 € belegt, es fehlen 60.000 €." in shown
    assert "Zuwendungen daraus Schulnetz: 90.000 € bewilligt" in text(
        officer.get(f"/amt/foerderung/programm/{found.programme_id}/")
    )


@pytest.mark.django_db(transaction=True)
def test_a_programme_is_written_changed_and_removed(officer):
    values_ = {
        "name": "Netzgeld", "giver": "Land", "purpose": "Netze", "topics": "Netze", "applicants": ["county"],
        "rate": "40", "largest_grant": "1.000.000", "source": "Richtlinie", "as_of": "1.1.2026",
    }  # fmt: skip
    address = officer.post("/amt/foerderung/programm/neu/", values_)["Location"]
    one = Programme.objects.get()
    assert (one.rate, one.largest_grant, one.own_share, one.raised_rate) == (40, 1_000_000, 0, None)
    assert "höchstens 1.000.000 €" in text(officer.get(address))
    assert "Ein Programm „Netzgeld“ gibt es schon." in text(officer.post("/amt/foerderung/programm/neu/", values_))
    assert "Ein Anteil liegt zwischen 0 und 100" in text(officer.post(f"{address}aendern/", values_ | {"rate": "101"}))
    officer.post(f"/amt/strategie/nachweis/neu/{one.pk}/", {"title": "Bericht", "moment": "ended", "months": "1"})
    assert "Bericht: 1 Monat nach dem Ende der Förderung" in text(officer.get(address))
    grant(measure())
    assert "es bleibt." in text(officer.post(f"{address}entfernen/", follow=True))
    actions.remove(Grant.objects.get(), by=BY)
    assert "Der Eintrag ist entfernt." in text(officer.post(f"{address}entfernen/", follow=True))


def test_a_sample_that_the_town_changed_is_its_own(officer):
    actions.take_samples(samples.read(), by=BY)
    one = Programme.objects.get(name__startswith="Digital")
    address = f"/amt/foerderung/programm/{one.pk}/"
    assert "Muster, keine Auskunft" in text(officer.get(address))
    form = html.fromstring(officer.get(f"{address}aendern/").content).xpath("//form[contains(@class, 'r-form')]")[0]
    officer.post(f"{address}aendern/", {**dict(form.form_values()), "applicants": ["municipality"]})
    one.refresh_from_db()
    assert (one.sample, one.applicants, one.rate, planning.current()) == (False, ["municipality"], 90, None)


@pytest.mark.django_db(transaction=True)
def test_a_measure_with_a_grant_stays_and_the_page_says_why(officer):
    one = grant()
    answer = officer.post(f"/amt/strategie/massnahme/{one.measure_id}/entfernen/", follow=True)
    assert "ihr Nachweis braucht die Maßnahme." in text(answer)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_nobody_else_comes_in(role):
    one, client = grant(), signed_in(colleague(RoleGrant(role)))
    for address in (
        "",
        f"programm/{one.programme_id}/",
        f"zuwendung/{one.pk}/nachweis/",
        f"zuwendung/{one.pk}/nachweis.csv",
    ):
        assert client.get(f"/amt/foerderung/{address}").status_code == 403
