"""The pages of rules: written, tried, signed and put in force by the right people."""

import json

from lxml import html

from rathaus.catalogue.models import WrittenRule
from tests.catalogue import pages
from tests.catalogue.writing import COLOUR, RULE, TEXT, WHY, checks, write
from tests.people import making


def form(client, address=f"{RULE}schreiben/"):
    return dict(html.fromstring(client.get(address).content).forms[-1].form_values())


def meaning(answer):
    return pages.texts(html.fromstring(answer.content.decode()), "//*[@data-meaning]//*[self::li or self::p]")


def results(answer):
    return pages.texts(html.fromstring(answer.content.decode()), "//*[@class='kern-table__body']/tr/td[last()]")


def test_rule_is_written_tried_signed_and_published_in_the_browser(service, owner, second):
    client, other = making.signed_in(owner), making.signed_in(second)
    answer = client.post(f"{RULE}schreiben/", {"regel": TEXT, "pruefen": "1", "zeilen": "2"})
    assert meaning(answer) == [
        "„Warum“ muss ausgefüllt werden, wenn bei „Farbe“ „rot“ gewählt ist.",
        "„Warum“ entfällt, wenn bei „Farbe“ nicht „rot“ gewählt ist.",
    ]
    values = {"regel": TEXT, "zeilen": "2", f"a1:{COLOUR}": "1", f"a2:{COLOUR}": "2"}
    assert results(client.post(f"{RULE}erklaerung/", values)) == [
        "„Warum“: entfällt",
        "„Warum“: Pflicht",
        "„Warum“: entfällt",
    ]
    assert client.post(f"{RULE}schreiben/", {**values, "speichern": "1"})["Location"] == RULE
    row = WrittenRule.objects.get()
    assert [one["answers"] for one in row.trials] == [{}, {COLOUR: "1"}, {COLOUR: "2"}]
    assert form(client)[f"a2:{COLOUR}"] == "2"
    own = client.get(RULE).content.decode()
    assert ("Freigeben muss eine zweite Person" in own, f"/amt/freigaben/{row.pk}/freigeben/" in own) == (True, False)
    assert f"{RULE}" in other.get("/amt/freigaben/").content.decode()
    other.post(f"/amt/freigaben/{row.pk}/freigeben/")
    client.post("/amt/leistungen/zaun/regeln/in-kraft/")
    assert checks(service) == []
    downloaded = json.loads(client.get("/amt/leistungen/zaun/regeln/datei/").content)
    assert [one["rule"] for one in downloaded["rules"]] == ["R99000000001"]


def test_own_rule_is_not_signed_by_a_forged_request(service, owner):
    row, client = write(service, owner), making.signed_in(owner)
    client.post(f"/amt/freigaben/{row.pk}/freigeben/")
    row.refresh_from_db()
    assert row.signed_at is None
    assert "Sie haben diese Regel selbst geschrieben" in client.get(RULE).content.decode()


def test_administrator_signs_in_the_browser_but_finds_no_way_to_write(service, owner, administrator):
    row, client = write(service, owner), making.signed_in(administrator)
    page = client.get(RULE).content.decode()
    assert (f"/amt/freigaben/{row.pk}/freigeben/" in page, f"{RULE}schreiben/" in page) == (True, False)
    assert client.get(f"{RULE}schreiben/").status_code == 403
    assert client.post("/amt/leistungen/zaun/regeln/in-kraft/").status_code == 403
    assert client.post(f"/amt/freigaben/{row.pk}/zuruecknehmen/").status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None


def test_mistake_is_shown_with_its_place_and_nothing_is_kept(service, owner):
    client = making.signed_in(owner)
    answer = client.post(f"{RULE}schreiben/", {"regel": "wenn F99000000003 = 7 dann", "speichern": "1"})
    sentence = "Zeile 1, Zeichen 21: „Farbe“ hat keinen Wert „7“. Es gibt: 1, 2."
    assert (answer.status_code, meaning(answer)) == (200, [sentence])
    assert client.post(f"{RULE}schreiben/", {"regel": " ", "speichern": "1"}).status_code == 200
    contradicting = f"wenn {COLOUR} = 1 dann Pflicht: {WHY}; verboten: {WHY}."
    answer = client.post(f"{RULE}schreiben/", {"regel": contradicting, "speichern": "1"})
    assert len(meaning(answer)) == 1
    client.get("/sprache/en/")
    answer = client.post(f"{RULE}schreiben/", {"regel": contradicting, "speichern": "1"})
    id_ = WHY.rpartition(".")[2]
    assert meaning(answer) == [f"The text contradicts itself: {id_} would be required and forbidden at once."]
    client.get("/sprache/de/")
    answer = client.post(f"{RULE}schreiben/", {"regel": TEXT, "zeilen": "1", f"a1:{COLOUR}": "1", "speichern": "1"})
    assert (answer.status_code, WrittenRule.objects.count()) == (302, 1)


def test_question_is_put_in_or_offered_or_unknown(service, owner):
    client = making.signed_in(owner)

    def inserted(**values):
        answer = client.post(f"{RULE}schreiben/", {"regel": "wenn", "einfuegen": "", **values})
        tree = html.fromstring(answer.content)
        offered = pages.texts(tree, "//fieldset[contains(@class, 'c-found')]//button")
        return tree.xpath("//textarea")[0].text.strip(), offered, pages.texts(tree, "//*[@id='fehler']//p")

    assert inserted(frage="farb") == ('wenn "Farbe" (F99000000003)', [], [])
    assert inserted(einfuegen='"Warum" (F99000000004)')[0] == 'wenn "Warum" (F99000000004)'
    assert inserted(frage="F990")[1] == [
        '"Familienname" (F99000000001)',
        '"E-Mail-Adresse" (F99000000002)',
        '"Farbe" (F99000000003)',
        '"Warum" (F99000000004)',
    ]
    assert inserted(frage="Hund") == ("wenn", [], ["Eine Frage mit „Hund“ gibt es in dieser Definition nicht."])


def test_answers_tried_stay_while_the_text_is_being_changed(service, owner):
    client = making.signed_in(owner)
    values = {"regel": f"wenn {COLOUR} = ", "zeilen": "3", f"a3:{COLOUR}": "2"}
    tree = html.fromstring(client.post(f"{RULE}erklaerung/", values).content)
    kept = {one.get("name"): one.get("value") for one in tree.xpath("//input[@type='hidden']")}
    assert kept == {f"a3:{COLOUR}": "2", "zeilen": "3", "eintraege": "1"}
    tree = html.fromstring(client.post(f"{RULE}schreiben/", {**values, "regel": TEXT, "zeile": "1"}).content)
    assert [one.get("name") for one in tree.xpath("//select")] == [f"a{row}:{COLOUR}" for row in (1, 2, 3, 4)]


def test_unknown_rule_is_not_found(service, owner):
    client = making.signed_in(owner)
    for path in ("", "schreiben/"):
        assert client.get(f"/amt/leistungen/zaun/regeln/R99000000009/{path}").status_code == 404
