"""The interface for programs: what is public, nothing else, and a sentence where something does not fit."""

import io
import itertools
import json

import openpyxl
import pytest
from jsonschema_rs import validator_for

from rathaus.strategy import columns
from rathaus.strategy.actions import plans, releasing
from rathaus.strategy.api import limits
from rathaus.strategy.api.operations import PARAMETERS, SUMMARIES, limit
from rathaus.strategy.models import Strategy
from rathaus.strategy.views.interface import operations
from rathaus.towns import scope
from rathaus.towns.models import Host
from tests.cases import builders
from tests.strategy.making import BY, enter, figures, indicator, own, unit

pytestmark = pytest.mark.usefixtures("scoped")
V1 = "/api/v1/"


@pytest.fixture(autouse=True)
def _anew():
    columns.forget()
    limit.forget()


@pytest.fixture
def fibre():
    found = indicator("glasfaser")
    figures(found, "2024", {own(): 12.5, unit("01", "Andernorts"): 40})
    figures(found, "2023", {own(): 9})
    enter(found, own(), "2025", 99)
    return found


def ask(client, path, **query):
    answer = client.get(V1 + path, query)
    return answer.status_code, json.loads(answer.content)


def test_indicators_that_are_published(client, fibre):
    indicator("heimlich")
    status, found = ask(client, "indicators")
    assert (status, found["total"], found["next"]) == (200, 1, None)
    (one,) = found["items"]
    assert (one["key"], one["better"], one["unit"]) == ("glasfaser", "higher", "%")
    assert one["values"] == "http://testserver/api/v1/indicators/glasfaser/values"
    assert ask(client, "indicators/glasfaser") == (200, one)


def test_values_that_are_released_the_newest_first(client, fibre):
    status, found = ask(client, "indicators/glasfaser/values")
    assert status == 200
    assert sorted((one["name"], one["period"], one["value"]) for one in found["items"]) == [
        ("Andernorts", "2024", 40), ("Musterstadt", "2023", 9), ("Musterstadt", "2024", 12.5),
    ]  # fmt: skip
    assert found["items"][-1]["period"] == "2023"
    assert found["items"][-1]["source"] == "Musteramt, Tabelle 7"


@pytest.mark.parametrize(
    ("query", "values"),
    [({"place": "01"}, [40]), ({"period": "2023"}, [9]), ({"place": "01", "period": "2023"}, []), ({"place": "x"}, [])],
)
def test_values_of_a_place_and_a_period(client, fibre, query, values):
    assert [one["value"] for one in ask(client, "indicators/glasfaser/values", **query)[1]["items"]] == values


def test_lists_come_in_parts(client, fibre):
    seen, address = [], V1 + "indicators/glasfaser/values?size=2"
    while address:
        found = json.loads(client.get(address).content)
        seen.append([one["value"] for one in found["items"]])
        address = found["next"]
    assert ([len(part) for part in seen], sorted(itertools.chain(*seen))) == ([2, 1], [9, 12.5, 40])


def test_strategy_as_it_was_published_last(client):
    assert ask(client, "strategy") == (404, {"problem": "Noch ist keine Strategie veröffentlicht."})
    plans.begin(Strategy(title="Morgen", vision="Gut.", first_year=2026, last_year=2030), (), by=BY)
    assert ask(client, "strategy")[0] == 404
    plans.publish(by=BY)
    status, found = ask(client, "strategy")
    assert (status, found["number"], found["content"]["title"]) == (200, 1, "Morgen")


def test_services_that_are_offered(client):
    where = builders.department()
    one, other = builders.service(where), builders.service(where, "Zaun")
    other.withdrawn_at = other.current.published_at
    other.save()
    status, found = ask(client, "services")
    assert (status, [service["name"] for service in found["items"]]) == (200, ["Hund anmelden"])
    assert found["items"][0]["page"] == f"http://testserver/leistungen/{one.slug}/"
    assert ask(client, f"services/{one.slug}") == (200, found["items"][0])
    assert ask(client, f"services/{other.slug}")[0] == 404


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("indicators/heimlich", 404, "Eine veröffentlichte Kennzahl „heimlich“ gibt es hier nicht."),
        ("indicators/heimlich/values", 404, "Eine veröffentlichte Kennzahl „heimlich“ gibt es hier nicht."),
        ("services/heimlich", 404, "Eine Leistung „heimlich“ gibt es hier nicht."),
        ("services/Müll", 404, "Diese Adresse gibt es nicht; was sich abfragen lässt, steht unter /api/."),
        (
            "indicators/glasfaser/values?place=%00",
            422,
            f"Die Angabe „place“ passt nicht. Gemeint ist: {PARAMETERS['place']}.",
        ),
        (
            "indicators?size=1001",
            422,
            "Die Angabe „size“ passt nicht. Gemeint ist: Einträge auf einer Seite, eine Zahl von 1 bis 1000.",
        ),
        (
            "indicators?page=zwei",
            422,
            "Die Angabe „page“ passt nicht. Gemeint ist: Seite der Liste, eine Zahl von 1 bis 10000.",
        ),
        (
            "indicators/glasfaser/values?period=gestern",
            422,
            f"Die Angabe „period“ passt nicht. Gemeint ist: {PARAMETERS['period']}.",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(client, fibre, path, status, problem):
    indicator("heimlich")
    assert ask(client, path) == (status, {"problem": problem})


def test_too_many_requests_are_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_MINUTE", 2)
    assert [ask(client, "services")[0] for _ in range(2)] == [200, 200]
    answer = client.get(V1 + "services")
    assert (answer.status_code, 0 < int(answer.headers["Retry-After"]) <= 61) == (429, True)
    assert "zu viele Anfragen" in json.loads(answer.content)["problem"]


def test_only_reading(client):
    answer = client.post(V1 + "services")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert json.loads(answer.content) == {"problem": "Hier lässt sich nur lesen: mit GET."}
    head = client.head(V1 + "services")
    assert (head.status_code, head.headers["Content-Type"], head.content) == (
        200,
        "application/json; charset=utf-8",
        b"",
    )


def test_pages_of_others_may_read_and_browsers_may_keep(client):
    answer = client.get(V1 + "services")
    assert (answer.headers["Access-Control-Allow-Origin"], answer.headers["Cache-Control"]) == ("*", "no-cache")


def test_every_answer_is_as_the_description_says(client, fibre):
    plans.begin(Strategy(title="Morgen", vision="Gut.", first_year=2026, last_year=2030), (), by=BY)
    plans.publish(by=BY)
    slug = builders.service(builders.department()).slug
    described = json.loads(client.get(V1 + "openapi.json").content)
    called = set()
    for path, methods in described["paths"].items():
        operation = methods["get"]
        answer = client.get(path.replace("{key}", "glasfaser").replace("{slug}", slug))
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        validator_for({**schema, "components": described["components"]}).validate(json.loads(answer.content))
        called.add(operation["operationId"])
    assert (described["openapi"][:3], called) == ("3.1", set(SUMMARIES))


def test_page_about_it_names_every_operation(client):
    page = client.get("/api/").content.decode()
    assert [one.path for one in operations() if f"GET {one.path}" not in page] == []
    assert len(operations()) == len(SUMMARIES)


def test_another_town_finds_nothing_of_it(client, fibre, other_town):
    with scope.of(other_town):
        theirs = indicator("heimlich")
        enter(theirs, own(), "2024", 77)
        mine = indicator("glasfaser")
        enter(mine, own(), "2024", 55)
        releasing.release(mine, by=BY)
    Host.objects.create(hostname="testserver", municipality=scope.current())
    assert ask(client, "indicators")[1]["total"] == 1
    assert 55 not in [one["value"] for one in ask(client, "indicators/glasfaser/values")[1]["items"]]
    assert ask(client, "indicators/heimlich/values")[0] == 404


def test_spreadsheet_holds_texts_as_texts(client):
    found = indicator("glasfaser", source="=1+1")
    figures(found, "2024", {own(): 12.5})
    answer = client.get("/strategie/kennzahlen/glasfaser/werte.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    heading, row = ({cell.value: cell for cell in cells} for cells in sheet.iter_rows())
    assert list(heading)[:3] == ["unit", "name", "period"]
    assert (row["=1+1"].data_type, row[12.5].data_type) == ("s", "n")
