"""The published strategy as PDF: everything that the pages say, tagged, and the same twice."""

import datetime as dt
import io
from decimal import Decimal

import pikepdf
import pytest
import time_machine
from lxml import etree, html

from rathaus.documents import paper as papers
from rathaus.documents.paper import Chart, Heading, Items, Paper, Prose, Table, paper
from rathaus.strategy import charts, told
from rathaus.strategy.actions import funding, plans, releasing, rollouts
from rathaus.strategy.charts import Line
from rathaus.strategy.models import Goal, Instalment, Milestone, Money, Rollout
from rathaus.strategy.plan import Change, Kind, State
from tests.documents.test_pdf import MARKUP, metadata
from tests.documents.test_pdf import text as words
from tests.strategy.making import BY, enter, indicator, own
from tests.strategy.test_funding import grant, measure

pytestmark = pytest.mark.usefixtures("scoped")
DAY = dt.date.fromisoformat
AT = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC), tick=False):
        yield


def of(*blocks):
    return Paper("Musterstadt", "Strategie", "2026 bis 2030", "Fassung 1", AT, blocks)


def structure(document):
    """The kinds of tags of a PDF in reading order, and the alternatives of its figures."""
    kinds, alternatives = [], []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for one in element:
                walk(one)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kinds.append(str(element.S))
            if "/Alt" in element:
                alternatives.append(str(element.Alt))
            walk(element.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(document)) as file:
        walk(file.Root.StructTreeRoot.K)
    return kinds, alternatives


def test_a_paper_is_tagged_block_by_block():
    svg = charts.printable(
        charts.lines(
            [Line("Muster", [(DAY("2025-01-01"), 1.0), (DAY("2026-01-01"), 2.0)])],
            title="T", description="D", unit="%", places=0,
        )
    )  # fmt: skip
    table = Table(("A", "B"), (("5", "6"),), 1)
    document = paper(
        of(Heading("Eins"), Prose("Zwei"), Heading("Drei", 2), Items(("Vier",)), table, Chart(svg, "Sieben"))
    )
    assert metadata(document, "pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "dc:title") == [
        "1", "3", "A", "Strategie",
    ]  # fmt: skip
    kinds, alternatives = structure(document)
    wanted = ("/H1", "/H2", "/L", "/Table", "/TH", "/TD", "/Figure")
    assert [one for one in kinds if one in wanted] == [
        "/H1", "/H2", "/L", "/Table", "/TH", "/TH", "/TD", "/TD", "/Figure",
    ]  # fmt: skip
    assert alternatives == ["Sieben"]
    assert words(document).startswith("Musterstadt Strategie 2026 bis 2030 Eins Zwei Drei • Vier A B 5 6")


@pytest.mark.parametrize("lines", [24, 30, 36])
def test_a_chart_stands_on_the_page_of_what_leads_to_it_and_of_its_table(lines):
    svg = charts.printable('<svg class="s-chart" viewBox="0 0 720 400"><text x="9" y="99">Bild</text></svg>')
    table = Table(("Zeitraum",), tuple((str(year),) for year in range(2000, 2015)))
    before = Items(tuple("Vorher" for _line in range(lines)))
    said = words(paper(of(before, Heading("Netze"), Heading("Ziel", 2), Prose("Zahl"), Chart(svg, "Bild"), table)))
    assert "Seite 1 von 2 Netze Ziel Zahl Bild Zeitraum 2000" in said


def test_texts_of_a_paper_are_never_markup():
    blocks = (Heading(MARKUP), Prose(MARKUP), Items((MARKUP,)), Table((MARKUP,), ((MARKUP,),)))
    assert words(paper(of(*blocks))).count("#strong[x] *fett* _kursiv_") == 5


def test_the_same_paper_is_made_once():
    papers.paper.cache_clear()
    first = paper(of(Prose("Gleich")))
    assert paper(of(Prose("Gleich"))) is first
    papers.paper.cache_clear()
    assert paper(of(Prose("Gleich"))) == first


def test_a_chart_for_paper_is_a_file_of_its_own():
    svg = charts.printable('<svg class="s-chart" viewBox="0 0 1 1"><title>T</title></svg>')
    root = etree.fromstring(svg)
    assert (root.tag, root[0].tag) == ("{http://www.w3.org/2000/svg}svg", "{http://www.w3.org/2000/svg}style")


# The strategy ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def published(scoped):
    """A strategy in two states: what changed is a milestone, money, a report and the end of a measure."""
    figure = indicator("glasfaser")
    for year, share in (("2024", 20), ("2025", 31.6)):
        enter(figure, own(), year, share)
    releasing.release(figure, by=BY)
    one = measure("Glasfaser bauen", starts_on=DAY("2026-01-01"), risks="Regen", description="Überall.")
    goal = Goal.objects.get()
    goal.indicator = figure
    plans.save(goal, by=BY)
    late = plans.save(Milestone(measure=one, title="Baubeginn", due_on=DAY("2026-06-30")), by=BY)
    money = plans.save(
        Money(measure=one, year=2026, source="Haushalt", budget=Decimal(1000), spent=Decimal(250)), by=BY
    )
    other = measure("WLAN", starts_on=DAY("2026-01-01"))
    schools = rollouts.save_rollout(Rollout(slug="s", name="Schulen", meaning="Im Haus.", public=True), by=BY)
    rollouts.save_rollout(Rollout(slug="g", name="Geheim", meaning="Noch nicht."), by=BY)
    table = "Kennung;Name;Ortsteil;Breite;Länge;Stand;Seit\n1;Eins;Au;51;8;fertig;1.2.2026\n2;Zwei;Au;51,1;8;;\n"
    rollouts.take_in(rollouts.propose(schools, table.encode(), file_name="s.csv", by=BY)[0], by=BY)
    plans.publish(by=BY)
    late.reached_on = DAY("2026-11-01")
    plans.save(late, by=BY)
    plans.save(Milestone(measure=one, title="Fertig", due_on=DAY("2026-10-31")), by=BY)
    money.spent = Decimal(300)
    plans.save(money, by=BY)
    plans.report(one, "Es geht voran.", by=BY)
    plans.stop(other, day=DAY("2026-11-20"), why="Kein Geld", by=BY)
    given = grant(one)
    funding.save(Instalment(grant=given, amount=Decimal(400), due_on=DAY("2026-05-01"), received_on=AT.date()), by=BY)
    grant(other, granted_on=None)
    plans.publish(by=BY)
    plans.report(one, "Noch nicht öffentlich.", by=BY)
    return one


@pytest.mark.usefixtures("published")
def test_whole_strategy(client):
    answer = client.get("/strategie/strategie.pdf")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf", 'inline; filename="musterstadt-einfach.pdf"',
    )  # fmt: skip
    said = words(answer.content)
    for part in (
        "Musterstadt Einfach Strategie 2026 bis 2030 Gut. 2 Maßnahmen: verspätet 1, beendet 1.",
        "Glasfaser: 31,6 % (2025, +11,6 Punkte gegenüber 2024, besser)",
        "verspätet, Bau, 01.01.2026 bis 31.12.2028, 300 € von 1.000 € ausgegeben Überall.",
        "• Baubeginn: erreicht am 01.11.2026 • Fertig: bis 31.10.2026 (überfällig)",
        "Risiken: Regen Bericht vom 27.11.2026: Es geht voran.",
        "Beendet am 20.11.2026: Kein Geld",
        "Förderung: 1.000 € aus „Netzgeld“, davon 400 € eingegangen",
        "Haushalt 1.000 € 300 €",
        "Schulen Im Haus.",
        "Punkte: voll fertig, mit Kern in Arbeit, leer geplant, Kreuz entfällt. Ortsteil fertig",
        "Zusammen 1 0 1 50 %",
        "Fassung 2 vom 27.11.2026",
    ):
        assert part in said
    assert [one for one in ("Noch nicht öffentlich", "Geheim", "�") if one in said] == []
    assert structure(answer.content)[1] == [
        "Glasfaser. Von 20,0\u00a0% (2024) auf 31,6\u00a0% (2025).",
        "Schulen. 2 Standorte: 1 geplant, 1 fertig.",
    ]


@pytest.mark.usefixtures("published")
def test_page_for_the_council(client):
    said = words(client.get("/strategie/rat.pdf").content)
    for part in (
        "So steht es am 27.11.2026 Einfach 2 Maßnahmen: verspätet 1, beendet 1. 300 € von 1.000 € sind ausgegeben.",
        "Darüber ist zu reden Glasfaser bauen Bau • Fertig: bis 31.10.2026 (überfällig) Bericht vom 27.11.2026: Es",
        "Schulen 1 0 1 50 %",
        "Förderung • Glasfaser bauen: 1.000 € aus „Netzgeld“, davon 400 € eingegangen Seit der letzten Fassung",
        "WLAN: jetzt beendet, zuvor läuft nach Plan: Kein Geld",
    ):
        assert part in said


@pytest.mark.usefixtures("published")
def test_what_changed(client):
    said = words(client.get("/strategie/aenderungen.pdf?seit=1").content).replace("\u00ad ", "")
    assert said.startswith(
        "Musterstadt Was sich geändert hat Von Fassung 1 (27.11.2026) bis Fassung 2 (27.11.2026) "
        "• Glasfaser bauen: „Baubeginn“ erreicht am 01.11.2026; 1.000 € bewilligt aus „Netzgeld“; "
        "ausgegeben 300 € (zuvor 250 €) von 1.000 €; Es geht voran. (27.11.2026) "
        "• WLAN: jetzt beendet, zuvor läuft nach Plan: Kein Geld"
    )
    assert client.get("/strategie/aenderungen.pdf?seit=9").status_code == 404


@pytest.mark.usefixtures("published")
def test_papers_speak_the_language_of_the_page(client):
    for name, title, wanted in (
        ("strategie", "Einfach", "late, Bau, 1 Jan 2026 to 31 Dec 2028, 300 € of 1,000 € spent Überall."),
        ("rat", "How it stands on 27 Nov 2026", "2 measures: late 1, ended 1. 300 € of 1,000 € has been spent."),
        ("aenderungen", "What has changed", "WLAN: now ended, before on track"),
    ):
        document = client.get(f"/strategie/{name}.pdf", headers={"accept-language": "en"}).content
        with pikepdf.open(io.BytesIO(document)) as file:
            assert (str(file.Root.Lang), metadata(document, "dc:title")) == ("en-GB", [title])
        said = words(document)
        assert wanted in said
        assert "Page 1 of " in said
        assert "Seite" not in said


def test_council_and_measure_show_what_was_granted(client, published):
    for page in ("rat/", f"massnahme/{published.pk}/"):
        said = " ".join(html.fromstring(client.get(f"/strategie/{page}").content).text_content().split())
        assert said.count("1.000 € aus „Netzgeld“, davon 400 € eingegangen") == 1


@pytest.mark.usefixtures("published")
def test_pages_lead_to_the_papers(client):
    for page, wanted in (("", "strategie.pdf"), ("rat/", "rat.pdf"), ("aenderungen/", "aenderungen.pdf?seit=1")):
        links = html.fromstring(client.get(f"/strategie/{page}").content).xpath("//a/@href")
        assert f"/strategie/{wanted}" in links


def test_first_state_has_no_changes_and_no_state_no_papers(client):
    assert {client.get(f"/strategie/{name}.pdf").status_code for name in ("strategie", "rat", "aenderungen")} == {404}
    measure()
    plans.publish(by=BY)
    assert [client.get(f"/strategie/{name}.pdf").status_code for name in ("rat", "aenderungen")] == [200, 404]


def pair(budget, spent):
    return Decimal(budget), Decimal(spent)


NEW_YEAR, FEBRUARY = DAY("2026-01-01"), DAY("2026-02-01")
SAID = [
    (Change(Kind.NEW, "M"), "neu"),
    (Change(Kind.GONE, "M"), "entfallen"),
    (Change(Kind.MOVED, "M", "1", "Bau", NEW_YEAR, FEBRUARY), "„Bau“ verschoben von 01.01.2026 auf 01.02.2026"),
    (Change(Kind.MOVED, "M", "1", "", NEW_YEAR, FEBRUARY), "Ende verschoben von 01.01.2026 auf 01.02.2026"),
    (Change(Kind.STATE, "M", "1", "", State.RUNNING, State.LATE), "jetzt verspätet, zuvor läuft nach Plan"),
    (Change(Kind.TEXT, "M", "1", "", "Alt", "M"), "hieß zuvor „Alt“"),
    (Change(Kind.MONEY, "M", "1", "", pair(1, 2), pair(1, 3)), "ausgegeben 3\u00a0€ (zuvor 2\u00a0€) von 1\u00a0€"),
    (Change(Kind.MONEY, "M", "1", "", pair(1, 2), pair(3, 2)), "geplant 3\u00a0€ (zuvor 1\u00a0€)"),
    (
        Change(Kind.MONEY, "M", "1", "", pair(1, 2), pair(3, 4)),
        "geplant 3\u00a0€ (zuvor 1\u00a0€), ausgegeben 4\u00a0€ (zuvor 2\u00a0€)",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), SAID)
def test_changes_in_words(change, sentence):
    assert told.change(change) == sentence


def test_changes_stand_once_for_each_measure():
    found = [
        Change(Kind.REPORT, "M", "1", "Gut.", after=NEW_YEAR),
        Change(Kind.GONE, "N"),
        Change(Kind.STATE, "M", "1", "", State.RUNNING, State.DONE),
    ]
    assert told.changed(found) == [
        told.Changed("M", "1", ("jetzt erledigt, zuvor läuft nach Plan", "Gut. (01.01.2026)")),
        told.Changed("N", "", ("entfallen",)),
    ]
