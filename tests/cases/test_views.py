"""The clerk's pages: what they show, what they refuse, and whom."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from rathaus.cases import actions, urls
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, Decision, Letter, Outcome, State
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection import files
from rathaus.protection.models import SealedFile
from rathaus.towns import scope
from rathaus.towns.models import Host
from rathaus.towns.transactions import atomic_write
from tests.cases import builders
from tests.people.making import colleague, signed_in

# Actions refuse inside their transaction, and the page is shown after it: only real transactions can be rolled back.
pytestmark = pytest.mark.django_db(transaction=True)
DAY = "%d.%m.%Y"


@pytest.fixture
def petra(taxes):
    return colleague(Grant(Role.CLERK, taxes), email="petra@musterstadt.example", name="Petra Sommer")


@pytest.fixture
def by(petra):
    return actors.staff(petra.account)


@pytest.fixture
def client(petra):
    return signed_in(petra)


@pytest.fixture
def case(taxes):
    """A case whose definition really asks, with a file among the answers."""
    sent = builders.application(builders.dog_service(taxes))
    file = builders.with_file(sent, 'Police "Müller";\n.pdf')
    named = {"file": str(file.pk), "name": "Police.pdf", "size": 15, "media_type": "application/pdf"}
    builders.put_answers(sent, builders.dog_answers(named))
    return Case.objects.get(application=sent)


@pytest.fixture
def taken(case, by):
    return actions.take_over(case.pk, by=by)


def address(name: str, case: Case, *more) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def page(response) -> html.HtmlElement:
    assert response.status_code == 200
    return html.fromstring(response.content)


def words(element) -> str:
    return " ".join(element.text_content().split())


def summary(tree) -> list[str]:
    """The sentences of the error summary."""
    return [words(item) for item in tree.xpath("//*[@id='fehler']//li")]


def said(response, kind: str) -> list[str]:
    """What the page shows as a message after a redirect."""
    titles = page(response).xpath(f"//main//*[contains(@class, 'kern-alert--{kind}')]//h2")
    return [words(title) for title in titles]


# Looking --------------------------------------------------------------------------------------------------------------


def test_the_case_page_shows_the_answers_in_the_words_of_the_definition(client, case):
    tree = page(client.get(address("case", case)))
    assert words(tree.xpath("//h1")[0]) == f"{case.application.number}Hund anmelden"
    rows = {words(row.xpath("dt")[0]): words(row.xpath("dd")[0]) for row in tree.xpath("//main//dl/div")}
    assert rows["Name des Hundes"] == "Rex"
    assert rows["Ist der Hund als gefährlich eingestuft"] == "Nein"
    assert rows["Nachweis der Haftpflichtversicherung"] == 'Police "Müller"; .pdf (15 Byte) nicht auf Viren geprüft'
    assert rows["Bearbeitung"] == "noch niemand"


def test_whoever_applied_in_another_language_is_answered_knowing_it(client, taxes, case):
    foreign = builders.case(builders.dog_service(taxes, "Katze melden"), language="en")
    told = [words(page(client.get(address("case", one))).xpath("//main")[0]) for one in (case, foreign)]
    assert ["Englisch" in one for one in told] == [False, True]


def test_why_a_rule_is_not_read_is_said_in_english_on_an_english_page(client, case):
    assert "Nicht sicher zu lesen ab „Zahl“." in words(page(client.get(address("case", case))))
    client.get("/sprache/en/")
    tree = page(client.get(address("case", case)))
    assert (
        words(tree.xpath("//li[@class='c-check']/p[@class='r-muted']")[0])
        == "Cannot be read for certain from “Zahl” on."
    )


def test_personal_pages_are_not_kept(client, case):
    for name in ("case", "inbox"):
        response = client.get(address("case", case) if name == "case" else reverse("cases:inbox"))
        assert response["Cache-Control"] == "no-store"


def test_the_case_page_asks_the_same_number_of_queries_after_a_long_history(
    client, taken, by, django_assert_num_queries
):
    client.get(address("case", taken))
    counted = _queries(client, taken)
    for number in range(12):
        actions.note(taken.pk, text=f"Vermerk {number}", by=by)
        builders.with_file(taken.application, f"Anlage {number}.pdf")
    assert _queries(client, taken) == counted
    assert counted <= 16


def _queries(client, case) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address("case", case)).status_code == 200
    return len(captured)


def test_the_inbox_asks_the_same_number_of_queries_for_many_cases(client, taxes):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    service, counted = builders.service(taxes), []
    client.get(reverse("cases:inbox"))
    for wanted in (1, 26):
        while Case.objects.count() < wanted:
            builders.case(service)
        with CaptureQueriesContext(connection) as captured:
            tree = page(client.get(reverse("cases:inbox")))
        assert len(tree.xpath("//tbody/tr")) == min(wanted, 25)
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_the_inbox_pages_on_and_back(client, taxes, monkeypatch):
    monkeypatch.setattr("rathaus.cases.queries.PAGE", 2)
    service = builders.service(taxes)
    for _ in range(3):
        builders.case(service)
    tree = page(client.get(reverse("cases:inbox"), {"zustand": "new"}))
    assert len(tree.xpath("//tbody/tr")) == 2
    (following,) = tree.xpath("//a[@rel='next']/@href")
    tree = page(client.get(reverse("cases:inbox") + following))
    assert len(tree.xpath("//tbody/tr")) == 1
    assert tree.xpath("//a[@rel='next']") == []
    (start,) = tree.xpath("//p[@class='c-paging']/a/@href")
    assert start == "?zustand=new"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Müller"}, 1),
        ({"q": "Schmitt"}, 0),
        ({"zustand": "new"}, 1),
        ({"zustand": "decided"}, 0),
        ({"zustand": "unsinn", "leistung": "unsinn", "meine": "x" * 300}, 0),
        ({"meine": "on"}, 0),
        ({"faellig": "on"}, 0),
        ({"leistung": str(uuid4())}, 0),
    ],
)
def test_the_inbox_is_narrowed_down(client, case, query, found):
    tree = page(client.get(reverse("cases:inbox"), query))
    assert len(tree.xpath("//tbody/tr")) == found


def test_the_search_says_why_it_finds_nothing(client, case):
    tree = page(client.get(reverse("cases:inbox"), {"q": "Schmitt"}))
    text = words(tree.xpath("//main")[0])
    assert "Kein Vorgang passt zu dieser Auswahl." in text
    assert "nur als ganze Wörter" in text


# Working --------------------------------------------------------------------------------------------------------------


def test_take_over_and_release(client, case, petra):
    response = client.post(address("take_over", case), follow=True)
    assert said(response, "success") == ["Sie bearbeiten den Vorgang."]
    case.refresh_from_db()
    assert case.assignee == petra.account
    response = client.post(address("release", case), follow=True)
    assert said(response, "success") == ["Der Vorgang ist wieder frei."]
    response = client.post(address("release", case), follow=True)
    assert said(response, "danger") == ["Diesen Vorgang hat niemand übernommen."]


def test_assign(client, case, klaus):
    response = client.post(address("assign", case), {"to": klaus.id}, follow=True)
    assert said(response, "success") == ["Der Vorgang ist zugewiesen."]
    case.refresh_from_db()
    assert case.assignee_id == UUID(klaus.id)


@pytest.mark.parametrize("to", ["", "unsinn", "0f4b1c9e-5d0a-4d6e-9b57-3a1e8a4f2c11"])
def test_assign_to_nobody_shows_the_error_at_its_field(client, case, to):
    tree = page(client.post(address("assign", case), {"to": to}))
    (sentence,) = summary(tree)
    assert sentence.startswith("Zuweisen an: Wählen Sie eine Person aus")
    assert tree.xpath("//title")[0].text.startswith("Fehler:")
    assert tree.xpath("//details[.//*[@id='id_to']]/@open") == [""]


def test_set_due(client, case):
    day = timezone.localdate() + timedelta(days=30)
    client.post(address("due", case), {"due_on": day.strftime(DAY)})
    case.refresh_from_db()
    assert case.due_on == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Neue Frist: Geben Sie die neue Frist an."),
        ("morgen", "Neue Frist: Schreiben Sie den Tag so: 24.12.2026."),
        ("1.1.2020", "Neue Frist: Die Frist liegt in der Vergangenheit. Geben Sie einen Tag ab heute an."),
    ],
)
def test_set_due_to_nonsense(client, case, typed, sentence):
    assert summary(page(client.post(address("due", case), {"due_on": typed}))) == [sentence]


def test_note_appears_in_the_course_of_events(client, case):
    response = client.post(address("note", case), {"text": "Anruf\n<script>alert(1)</script>"}, follow=True)
    assert said(response, "success") == ["Der Vermerk ist gespeichert."]
    entries = [words(item) for item in page(response).xpath("//ol[@class='r-timeline']/li")]
    assert entries[0].endswith("Petra Sommer Vermerk Anruf<script>alert(1)</script>")


def test_note_without_text(client, case):
    tree = page(client.post(address("note", case), {"text": " "}))
    assert summary(tree) == ["Neuer Vermerk: Schreiben Sie den Vermerk auf."]


def test_a_check_by_hand_is_ticked_and_opened_again(client, case):
    tree = page(client.get(address("case", case)))
    (rule,) = tree.xpath("//input[@name='rule']/@value")
    response = client.post(address("tick", case), {"rule": rule, "done": "1"}, follow=True)
    (check,) = page(response).xpath("//li[@class='c-check']")
    assert re.search(r"Geprüft Haltung im Haushalt.*Petra Sommer, .* Uhr", words(check))
    response = client.post(address("tick", case), {"rule": rule, "done": "0"}, follow=True)
    (check,) = page(response).xpath("//li[@class='c-check']")
    assert words(check).startswith("Offen Haltung im Haushalt")


def test_a_check_that_does_not_exist_is_refused(client, case):
    response = client.post(address("tick", case), {"rule": "R1", "done": "1"}, follow=True)
    assert said(response, "danger") == ["Diese Prüfung gibt es in der Vorlage nicht."]


def test_ask_and_the_answer_with_its_file(client, taken, petra):
    day = timezone.localdate() + timedelta(days=5)
    typed = {"question": "Ist Rex geimpft?", "reply_by": day.strftime(DAY)}
    assert said(client.post(address("ask", taken), typed, follow=True), "success") == ["Die Rückfrage ist gestellt."]
    reply = builders.reply(taken, "Ja, seit März.")
    builders.with_file(taken.application, "Impfpass.pdf", event=reply)
    tree = page(client.get(address("case", taken)))
    newest = tree.xpath("//ol[@class='r-timeline']/li")[0]
    assert words(newest).endswith("Antwort eingegangen Ja, seit März. Impfpass.pdf (15 Byte) nicht auf Viren geprüft")
    response = client.get(newest.xpath(".//a/@href")[0])
    assert b"".join(response.streaming_content) == b"%PDF-1.7 CANARY"


def test_ask_without_taking_over_shows_the_sentence(client, case):
    typed = {"question": "?", "reply_by": (timezone.localdate() + timedelta(days=5)).strftime(DAY)}
    tree = page(client.post(address("ask", case), typed))
    assert summary(tree) == ["Niemand bearbeitet diesen Vorgang. Übernehmen Sie ihn zuerst."]


def test_ask_empty(client, taken):
    tree = page(client.post(address("ask", taken), {}))
    assert summary(tree) == [
        "Was möchten Sie wissen? Schreiben Sie auf, was Sie wissen möchten.",
        "Antwort bis: Geben Sie an, bis wann Sie die Antwort brauchen.",
    ]


def test_write_to_the_applicant(client, taken):
    tree = page(client.post(address("write", taken), {"text": ""}))
    assert summary(tree) == ["Ihre Nachricht: Schreiben Sie die Nachricht auf."]
    sent = client.post(address("write", taken), {"text": "Der Ausweis ist fertig."}, follow=True)
    assert said(sent, "success") == ["Die Nachricht ist gesendet."]


def test_write_without_taking_over_shows_the_sentence(client, case):
    tree = page(client.post(address("write", case), {"text": "x"}))
    assert summary(tree) == ["Niemand bearbeitet diesen Vorgang. Übernehmen Sie ihn zuerst."]


# Deciding -------------------------------------------------------------------------------------------------------------


def test_deciding_step_by_step(client, taken):
    assert summary(page(client.post(address("decide", taken), {}))) == [
        "Wie entscheiden Sie? Wählen Sie aus, wie Sie entscheiden."
    ]
    response = client.post(address("decide", taken), {"outcome": "refused"})
    assert response["Location"] == address("wording", taken, "refused")
    form = _typed(page(client.get(response["Location"])))
    assert form["remedy"] == "Gegen diesen Bescheid können Sie innerhalb eines Monats Widerspruch erheben."
    tree = page(client.post(response["Location"], form | {"check": "1"}))
    assert summary(tree) == ["Begründung: Begründen Sie die Entscheidung; ohne Begründung ist sie angreifbar."]
    tree = page(client.post(response["Location"], form | {"insert": "met"}))
    form = _typed(tree)
    assert form["reason"].startswith("Die Voraussetzungen liegen vor.")
    tree = page(client.post(response["Location"], form | {"check": "1"}))
    assert words(tree.xpath("//h1")[0]).endswith("Prüfen und senden")
    assert "Eine Regel ist noch nicht von Hand geprüft" in words(tree.xpath("//main")[0])
    assert "Schicken Sie es auch mit der Post" in words(tree.xpath("//main")[0])
    hidden = {field.get("name"): field.get("value") for field in tree.xpath("//main//input[@type='hidden']")}
    tree = page(client.post(response["Location"], hidden | {"edit": "1"}))
    assert _typed(tree) == form
    sent = client.post(response["Location"], hidden | {"send": "1"}, follow=True)
    assert said(sent, "success") == ["Der Vorgang ist entschieden. Das Schreiben liegt auf der Statusseite bereit."]
    assert Decision.objects.get(case=taken).outcome == Outcome.REFUSED
    newest = page(sent).xpath("//ol[@class='r-timeline']/li")[0]
    assert "Entschieden: Abgelehnt" in words(newest)
    assert "können wir nicht entsprechen." in words(newest)
    taken.refresh_from_db()
    assert taken.state == State.DECIDED


def _typed(tree) -> dict[str, str]:
    return {field.get("name"): (field.text or "").lstrip("\n") for field in tree.xpath("//main//textarea")}


def test_the_preview_is_a_pdf_and_stores_nothing(client, taken):
    response = client.post(address("preview", taken, "granted"), {"decision": "Ja."})
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert response["Content-Disposition"] == 'inline; filename="Vorschau.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert Decision.objects.count() == 0


def test_the_preview_of_an_incomplete_letter_says_what_is_missing(client, taken):
    tree = page(client.post(address("preview", taken, "granted"), {"decision": ""}))
    assert summary(tree) == ["Entscheidung: Schreiben Sie auf, was Sie entscheiden."]


def test_an_ellipsis_left_in_a_proposal_is_refused(client, taken):
    form = _typed(page(client.get(address("wording", taken, "partly"))))
    tree = page(client.post(address("wording", taken, "partly"), form | {"reason": "Weil.", "check": "1"}))
    assert summary(tree) == ["Entscheidung: Ersetzen Sie die Auslassungspunkte „…“ durch Ihren Text."]


def test_an_outcome_that_does_not_exist_is_404(client, taken):
    assert client.get(address("wording", taken, "maybe")).status_code == 404


def test_a_text_module_that_does_not_exist_is_404(client, taken):
    assert client.post(address("wording", taken, "refused"), {"insert": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["decide", "wording"])
def test_nobody_decides_a_case_that_is_not_taken(client, case, name):
    more = ["granted"] if name == "wording" else []
    response = client.get(address(name, case, *more), follow=True)
    assert said(response, "danger") == ["Niemand bearbeitet diesen Vorgang. Übernehmen Sie ihn zuerst."]


def test_deciding_twice_shows_who_was_first(client, taken, by):
    actions.decide(taken.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=by)
    response = client.post(address("wording", taken, "granted"), {"decision": "Ja.", "send": "1"}, follow=True)
    (sentence,) = said(response, "danger")
    assert re.fullmatch(r"Dieser Vorgang ist schon entschieden: .* Uhr durch Petra Sommer\.", sentence)


# Files ----------------------------------------------------------------------------------------------------------------


def test_an_attachment_is_saved_under_its_name(client, case):
    file = case.application.attachments.get()
    response = client.get(address("file", case, file.pk))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 CANARY"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


def test_a_file_is_seen_beside_its_name_unless_it_has_a_virus(client, case, settings):
    settings.RATHAUS_PREVIEWS = True
    attachment = case.application.attachments.select_related("file").get()
    there = address("file_preview", case, attachment.pk)
    tree = page(client.get(address("case", case)))
    assert ("keine Vorschau" in words(tree), client.get(there).status_code) == (True, 404)
    with atomic_write():
        drawn = files.store(b"a picture", case.application.data_key, name="", media_type="image/jpeg")
        SealedFile.objects.filter(pk=attachment.file_id).update(preview=drawn)
    tree = page(client.get(address("case", case)))
    assert (tree.xpath("//main//li/img/@src"), "keine Vorschau" in words(tree)) == ([there], False)
    response = client.get(there)
    assert (response.content, response["Content-Type"], response["Cache-Control"]) == (
        b"a picture", "image/jpeg", "no-store",
    )  # fmt: skip
    SealedFile.objects.filter(pk=attachment.file_id).update(scan=SealedFile.Scan.INFECTED)
    tree = page(client.get(address("case", case)))
    link = f"//a[@href='{address('file', case, attachment.pk)}']"
    assert (tree.xpath("//main//li/img"), tree.xpath(link)) == ([], [])
    assert client.get(there).status_code == 404


def test_the_letter_is_downloaded(client, taken, by):
    actions.decide(taken.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=by)
    tree = page(client.get(address("case", taken)))
    (link,) = [a.get("href") for a in tree.xpath("//main//a") if "Schreiben herunterladen" in words(a)]
    response = client.get(link)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert taken.application.number in response["Content-Disposition"]


def test_a_file_of_another_case_is_404(client, case, taxes):
    other = builders.case(builders.service(taxes))
    file = builders.with_file(other.application)
    assert client.get(address("file", case, file.pk)).status_code == 404
    assert client.get(address("letter", case, uuid4())).status_code == 404


# Who may --------------------------------------------------------------------------------------------------------------


def every_address(case: Case) -> list[str]:
    """All addresses of the room for a case, with a letter and a file of it where they are asked for."""
    letter, file = Letter.objects.get(case=case), case.application.attachments.first()
    values = {"case_id": case.pk, "outcome": "granted", "file_id": file.pk, "letter_id": letter.pk}
    return [
        reverse(f"cases:{pattern.name}", kwargs={name: values[name] for name in pattern.pattern.converters})
        for pattern in urls.urlpatterns
        if "case_id" in pattern.pattern.converters
    ]


def answers_of(client, case) -> set[int]:
    return {
        status
        for path in every_address(case)
        for status in (
            client.get(path).status_code,
            client.post(path, {"decision": "Ja.", "to": str(uuid4())}).status_code,
        )
    }


@pytest.fixture
def decided(taken, by):
    return actions.decide(taken.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=by)


def test_another_department_gets_nothing(decided, scoped):
    stranger = colleague(Grant(Role.CLERK, builders.department("Verkehr")), email="ute@musterstadt.example")
    assert answers_of(signed_in(stranger), decided) == {404, 405}


def test_another_town_gets_nothing(decided, scoped, other_town):
    Host.objects.create(hostname="testserver", municipality=other_town)
    paths = every_address(decided)
    with scope.of(other_town):
        neighbour = signed_in(colleague(Grant(Role.CLERK, builders.department()), email="olga@nachbarstadt.example"))
    assert {neighbour.get(path).status_code for path in paths} <= {404, 405}


def test_without_the_role_of_a_clerk_nothing_is_shown(decided, taxes):
    owner = colleague(Grant(Role.SERVICE_OWNER, taxes), email="owner@musterstadt.example")
    assert answers_of(signed_in(owner), decided) == {403, 405}


def test_without_signing_in_every_address_leads_to_the_door(client, decided):
    client.logout()
    found = {client.get(path).status_code for path in every_address(decided)}
    assert found == {302, 405}
