"""What the house answers while somebody is filling in: the page as it would be now, and nothing is saved."""

from __future__ import annotations

from lxml import html

from rathaus.applications.models import DraftRecord
from rathaus.applications.queries import opened
from tests.applications.applicant import Applicant
from tests.applications.publishing import publish
from tests.applications.walking import DOG, FORWARD, PERSON, proof, to_person
from tests.conftest import ROOT

REASONS, TOWN, DANGER = (f"G99000000001.F9900000000{number}" for number in (1, 2, 3))
MOVED = {REASONS: "002"}
GOES_ON = {"folge": [DANGER]}
"""The page went on below with the question on danger, as it does whatever is answered."""
BOTH = {"folge": [TOWN, DANGER]}


def ask(applicant: Applicant, typed: dict[str, object], query: str = ""):
    """What the script of the open page would get."""
    return applicant.client.post(f"{applicant.path.partition('?')[0]}folgefragen/{query}", typed)


def piece(response):
    return html.fragment_fromstring(response.content.decode())


def begun(applicant: Applicant) -> Applicant:
    return applicant.start("hund-anmelden")


def test_follow_up_comes_as_a_piece_of_the_page_and_nothing_is_saved(applicant: Applicant) -> None:
    begun(applicant)
    before = DraftRecord.objects.get()
    found = piece(ask(applicant, MOVED | GOES_ON))
    assert found.get("data-told") == "Neue Frage: Aus welchem Ort sind Sie zugezogen?"
    assert found.xpath("//div[@data-block]/input[@name='folge']/@value") == [TOWN, DANGER]
    assert found.xpath("//*[@name=$name]/@id", name=TOWN) == ["f-G99000000001-F99000000002"]
    after = DraftRecord.objects.get()
    assert (after.revision, bytes(after.sealed)) == (before.revision, bytes(before.sealed))


def test_follow_up_that_went_away_is_told(applicant: Applicant) -> None:
    found = piece(ask(begun(applicant), {REASONS: "001", TOWN: "Altstadt"} | BOTH))
    assert (found.get("data-told"), found.xpath("//*[@name='folge']/@value")) == ("Fragen sind weggefallen.", [DANGER])


def test_follow_up_that_stays_is_not_told_again(applicant: Applicant) -> None:
    found = piece(ask(begun(applicant), {**MOVED, TOWN: "Altstadt"} | BOTH))
    assert (found.get("data-told"), found.xpath("//*[@name=$name]/@value", name=TOWN)) == ("", ["Altstadt"])


def test_several_follow_ups_are_counted(applicant: Applicant) -> None:
    to_person(applicant).press(FORWARD, PERSON).press(FORWARD, DOG)
    found = piece(ask(applicant, {"?G99000000002.G99000000005": "true"}))
    assert found.get("data-told") == "2 neue Fragen"
    assert [one.text_content() for one in found.xpath("//h2")] == ["Abbuchung vom Konto"]


def test_problems_stay_while_they_are_mended_and_new_questions_have_none(applicant: Applicant) -> None:
    found = piece(ask(begun(applicant), MOVED, "?fehler=1"))
    assert found.xpath("//*[@class='kern-error']") == []
    found = piece(ask(applicant, {**MOVED, "folge": TOWN}, "?fehler=1&folge=1"))
    assert [one.text_content() for one in found.xpath("//*[@class='kern-error']")] == [
        "Beantworten Sie die Frage „Aus welchem Ort sind Sie zugezogen?“."
    ]


def test_page_that_is_not_needed_any_more_has_no_follow_ups(applicant: Applicant) -> None:
    begun(applicant)
    applicant.path = applicant.path.replace(f"{REASONS.partition('.')[0]}.", "G99000000001.F99000000009x")
    assert ask(applicant, MOVED).status_code == 204


def test_browsers_without_a_script_find_the_follow_up_in_a_template_only(applicant: Applicant) -> None:
    begun(applicant)
    first = applicant.path
    applicant.press(FORWARD, {"Warum melden Sie sich?": "Ich bin mit einem Hund zugezogen"})
    assert applicant.heading == "Aus welchem Ort sind Sie zugezogen?"
    applicant.open(first)
    assert len(applicant.tree.xpath("//template")) == 2
    assert applicant.tree.xpath("//template//input[@name='folge']/@value") == [TOWN, DANGER]


def test_follow_up_is_saved_with_its_page(applicant: Applicant) -> None:
    begun(applicant)
    applicant._take(applicant.client.post(applicant.path, {**MOVED, "folge": TOWN, TOWN: "Altstadt"}, follow=True))
    assert applicant.heading == "Ist der Hund als gefährlich eingestuft?"
    applicant.follow("Zurück")
    assert applicant.heading == "Aus welchem Ort sind Sie zugezogen?"


def test_open_follow_up_is_a_problem_of_its_page(applicant: Applicant) -> None:
    begun(applicant)
    applicant._take(applicant.client.post(applicant.path, {**MOVED, **BOTH, DANGER: "false"}, follow=True))
    assert applicant.problems == ["Beantworten Sie die Frage „Aus welchem Ort sind Sie zugezogen?“."]
    assert applicant.path.endswith("?fehler=1&folge=1")


def test_steps_are_counted_without_what_follows(applicant: Applicant) -> None:
    begun(applicant)
    told = [applicant.tree.xpath("string(//label[@for='fortschritt'])")]
    applicant.press(FORWARD, {"Warum melden Sie sich?": "Ich bin mit einem Hund zugezogen"})
    told.append(applicant.tree.xpath("string(//label[@for='fortschritt'])"))
    assert told == ["Schritt 1 von 5", "Schritt 1 von 5"]


def test_file_for_a_follow_up_is_kept(scoped) -> None:
    demo = ROOT / "src" / "rathaus" / "project" / "demo" / "services"
    publish(demo / "hundesteuer-anmelden" / "definition.xml", slug="hundesteuer", roles={})
    applicant = Applicant().start("hundesteuer")
    breed, permit = "G99000001110[1].F99000001111", "G99000001110[1].F99000001112"
    applicant.open(f"{applicant.path.partition('seite/')[0]}seite/G99000001110~1.F99000001111/")
    assert applicant.tree.xpath("//form[@enctype='multipart/form-data']/@data-follow-ups") == [
        f"{applicant.path}folgefragen/"
    ]
    shown = {"folge": permit.replace("[1]", "~1")}
    for answer, there in (("false", 0), ("true", 1)):
        applicant.client.post(applicant.path, {breed: answer, **shown, permit: proof()})
        draft = opened(DraftRecord.objects.select_related("data_key").get()).draft
        assert len(draft.files.get(permit, ())) == there


def test_question_that_the_page_did_not_show_in_time_comes_next(applicant: Applicant) -> None:
    begun(applicant)
    applicant._take(applicant.client.post(applicant.path, {**MOVED, **GOES_ON, DANGER: "false"}, follow=True))
    assert applicant.heading == "Aus welchem Ort sind Sie zugezogen?"
