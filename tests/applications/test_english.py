"""Filling in on English pages: what the house says is English, what the definition says stays German and is marked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.utils import translation

from rathaus.applications import queries
from rathaus.applications.models import DraftRecord
from rathaus.applications.rendering import render_items
from rathaus.catalogue.spoken import spoken
from rathaus.catalogue.texts import ServiceTexts, Translation
from rathaus.questionnaire.language import Together, sentence
from rathaus.web.telling import foreign, told
from tests.applications.applicant import Applicant
from tests.applications.walking import FORWARD, PERSON, to_papers, to_person

WRONG = PERSON | {"Postleitzahl": "123", "Ort": "", "Geburtsdatum": "31.2.1985"}
GERMAN = [
    "Prüfen Sie „Geburtsdatum“: Dieses Datum gibt es im Kalender nicht.",
    "Prüfen Sie „Postleitzahl“: Nötig sind mindestens 5 Zeichen.",
    "Geben Sie „Ort“ an.",
]
ENGLISH = [
    "Check “Geburtsdatum”: This date does not exist in the calendar.",
    "Check “Postleitzahl”: At least 5 characters are needed.",
    "Enter “Ort”.",
]


def in_english(applicant: Applicant) -> Applicant:
    """The same page in English, as the link above every page gives it."""
    applicant.client.get(f"/sprache/en/?next={applicant.path}")
    return applicant.open(applicant.path)


def errors(applicant: Applicant) -> list[str]:
    return [" ".join(one.text_content().split()) for one in applicant.tree.xpath("//p[contains(@id, '-error')]")]


def language_of(element) -> str:
    """The language that the element, or the nearest around it, is marked with."""
    return element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]


def test_problems_are_english_and_quote_the_german_label(applicant: Applicant) -> None:
    to_person(applicant).press(FORWARD, WRONG)
    assert (applicant.problems, errors(applicant)) == (GERMAN, GERMAN)
    in_english(applicant)
    assert (applicant.problems, errors(applicant)) == (ENGLISH, ENGLISH)
    assert {language_of(one) for one in applicant.tree.xpath("//*[@id='fehler']//li/a")} == {"en"}


def test_labels_are_marked_as_german_and_the_words_of_the_house_are_not(applicant: Applicant) -> None:
    in_english(to_person(applicant))
    label = applicant.tree.xpath("//label[starts-with(normalize-space(), 'Ort')]/*")[0]
    assert (label.text, language_of(label)) == ("Ort", "de")
    day = applicant.tree.xpath("//fieldset//label")[0]
    assert (day.text_content(), language_of(day)) == ("Day", "en")
    heading = applicant.tree.xpath("//h1/span[@lang]")[-1]
    assert (heading.text, language_of(heading)) == ("Halterin oder Halter", "de")


def test_a_german_page_marks_nothing(applicant: Applicant) -> None:
    to_person(applicant)
    assert applicant.tree.xpath("//form[contains(@class, 'r-form')]//@lang") == []


def test_choosers_are_asked_in_english(applicant: Applicant) -> None:
    in_english(to_papers(applicant))
    (asked,) = (one for one in applicant.tree.xpath("//legend") if "pay" in one.text_content())
    assert (asked.text_content(), language_of(asked)) == (
        "Would you like to pay by direct debit?",
        "en",
    )
    answers = [one.text_content() for one in asked.getparent().xpath(".//label")]
    assert answers == ["Yes", "No"]


def test_visitors_of_both_languages_share_one_questionnaire(applicant: Applicant) -> None:
    """At the same time, from the very same check and view: nothing of one reader reaches another."""
    to_person(applicant).press(FORWARD, WRONG)
    opened = queries.opened(DraftRecord.objects.get())
    asked, outcome = opened.questionnaire, opened.questionnaire.check(opened.draft)
    step = next(one for one in asked.steps(opened.draft, outcome) if outcome.problems_on(one))
    view = asked.view(step, opened.draft, outcome, show_problems=True)

    def shown(language: str) -> bool:
        with translation.override(language):
            page = render_items(view, lambda slug: slug)
        wanted, other = (ENGLISH, GERMAN) if language == "en" else (GERMAN, ENGLISH)
        return all(one in page for one in wanted) and not any(one in page for one in other)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(shown, ["de", "en"] * 20))


def test_a_service_has_its_english_name_on_english_pages() -> None:
    known = ServiceTexts(name="Hund anmelden", translations={"en": Translation(name="Register a dog")})
    both, german = spoken(known, "name"), spoken(ServiceTexts(name="Hund anmelden"), "name")
    assert (both, told(both), told(german)) == ("Hund anmelden", "Hund anmelden", "Hund anmelden")
    with translation.override("en"):
        assert (told(both), told(german)) == ("Register a dog", '<span lang="de">Hund anmelden</span>')


def test_texts_of_house_and_definition_are_told_apart() -> None:
    both = Together.of("Wie im <Ausweis>.", sentence("Zum Beispiel {example}.", example="12a"))
    assert told(both) == "Wie im &lt;Ausweis&gt;. Zum Beispiel 12a."
    with translation.override("en"):
        assert told(both) == '<span lang="de">Wie im &lt;Ausweis&gt;.</span> For example 12a.'
        assert (foreign("Ort"), foreign(both)) == (' lang="de"', "")
