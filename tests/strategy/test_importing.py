"""Figures from a table: all of them with their origin, or none."""

import pytest

from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy.actions import importing
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Import, Observation, Unit
from rathaus.strategy.tables import Mapping, TableError
from rathaus.towns.errors import NotAllowed
from tests.people.making import colleague
from tests.strategy.making import BY, indicator, period, table, unit

pytestmark = pytest.mark.usefixtures("scoped")
TABLE = "Schlüssel;Jahr;Wert;Name\n05;2023;1,5;Eins\n05;2024;2,5;Eins\n06;2024;-;Zwei\n07;2024;3;Drei\n"


def stored():
    rows = Observation.objects.order_by("row")
    return [(row.unit.key, row.start.year, row.value, row.row, row.released_at is not None) for row in rows]


def test_every_figure_keeps_its_row_and_its_file():
    proposal, reading = table(indicator(), TABLE)
    assert stored() == [("05", 2023, 1.5, 2, True), ("05", 2024, 2.5, 3, True), ("07", 2024, 3.0, 5, True)]
    assert set(Observation.objects.values_list("origin", flat=True)) == {proposal.pk}
    assert (reading.empty, proposal.rows, proposal.taken_in_at is not None) == (1, 3, True)
    assert importing.content(proposal) == TABLE.encode()


def test_unknown_places_are_added_with_their_name():
    unit("05", "Schon da")
    table(indicator(), TABLE)
    assert list(Unit.objects.order_by("key").values_list("key", "name")) == [("05", "Schon da"), ("07", "Drei")]


def test_figures_that_are_not_public_wait_for_their_release():
    table(indicator(), TABLE, public=False)
    assert {released for *_rest, released in stored()} == {False}


def test_figures_that_stand_there_are_replaced():
    found = indicator()
    table(found, TABLE)
    second, _reading = table(found, "Schlüssel;Jahr;Wert\n05;2024;9\n")
    assert ("05", 2024, 9.0, 2, True) in stored()
    assert len(stored()) == 3
    assert Observation.objects.get(origin=second).end == period("2024").end


def test_one_bad_row_and_nothing_is_stored():
    proposal, reading = table(indicator(), TABLE + "08;2024;viel;Vier\n")
    assert reading.problems == ["Zeile 6: „viel“ ist keine Zahl."]
    assert (stored(), Unit.objects.count(), proposal.taken_in_at) == ([], 0, None)


def test_place_without_a_name_must_be_known():
    _proposal, reading = table(indicator(), "Schlüssel;Jahr;Wert\n05;2024;1\n05;2023;1\n06;2024;1\n")
    assert reading.problems == [
        "Zeile 2: Die Einheit „05“ ist nicht bekannt, und ihr Name fehlt.",
        "Zeile 4: Die Einheit „06“ ist nicht bekannt, und ihr Name fehlt.",
    ]


def test_table_without_any_figure_says_so():
    _proposal, reading = table(indicator(), "Schlüssel;Jahr;Wert\n05;2024;-\n")
    assert reading.problems == ["In der Datei steht kein einziger Wert."]


def test_import_that_was_cut_off_is_completed_by_taking_it_in_again(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    found = indicator()
    proposal = importing.propose(found, TABLE.encode(), file_name="t.csv", source="Amt", public=True, by=BY)
    mapping = Mapping(unit=0, period=1, value=2, name=3)

    class Cut(Exception):
        pass

    def cut(_rows):
        raise Cut

    with pytest.raises(Cut):
        importing.take_in(proposal, mapping, by=BY, progress=cut)
    assert len(stored()) == 2
    proposal.refresh_from_db()
    assert proposal.taken_in_at is None
    heard = []
    importing.take_in(proposal, mapping, by=BY, progress=heard.append)
    assert (len(stored()), heard) == (3, [2, 1])


def test_proposal_is_discarded():
    proposal = importing.propose(indicator(), TABLE.encode(), file_name="t.csv", source="Amt", public=True, by=BY)
    importing.discard(proposal, by=BY)
    assert Import.objects.count() == 0


def test_file_that_figures_came_from_stays():
    proposal, _reading = table(indicator(), TABLE)
    with pytest.raises(StrategyError) as error:
        importing.discard(proposal, by=BY)
    assert str(error.value) == "Aus dieser Datei sind Werte übernommen; sie bleibt als ihr Beleg."


def test_what_is_no_table_is_not_kept():
    with pytest.raises(TableError):
        importing.propose(indicator(), b"\0\0", file_name="t.csv", source="Amt", public=True, by=BY)
    assert Import.objects.count() == 0


def test_computed_indicator_takes_no_table():
    with pytest.raises(StrategyError):
        importing.propose(indicator(computed="x"), TABLE.encode(), file_name="t", source="Amt", public=True, by=BY)


def test_only_the_digital_officer_may():
    clerk = staff(colleague(Grant(Role.CLERK)).account)
    found = indicator()
    proposal = importing.propose(found, TABLE.encode(), file_name="t.csv", source="Amt", public=True, by=BY)
    for change in (
        lambda: importing.propose(found, TABLE.encode(), file_name="t.csv", source="Amt", public=True, by=clerk),
        lambda: importing.take_in(proposal, Mapping(0, 1, 2, 3), by=clerk),
        lambda: importing.discard(proposal, by=clerk),
    ):
        with pytest.raises(NotAllowed):
            change()
