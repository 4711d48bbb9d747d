"""The tags give the structure that KERN and the accessibility rules ask for."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from rathaus.towns.models import Municipality


def render(source: str, **context) -> str:
    return Template("{% load rathaus %}" + source).render(Context(context))


class Letter(forms.Form):
    name = forms.CharField(label="Name", help_text="Vor- und Nachname")
    kind = forms.ChoiceField(label="Art", choices=[("", "–"), ("a", "Eins")], widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label="Orte", choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="Einverstanden")
    office = forms.ChoiceField(label="Amt", choices=[("a", "Eins")], required=False)


def test_a_field_is_tied_to_its_hint_and_its_error():
    page = render("{% field form.name %}", form=Letter({}))
    assert 'aria-describedby="id_name-hint id_name-error"' in page
    assert 'aria-invalid="true"' in page
    assert '<div class="kern-error" id="id_name-error">' in page
    assert "kern-form-input__input--error" in page


def test_a_field_without_problem_says_nothing_of_one():
    page = render("{% field form.name %}", form=Letter())
    assert "error" not in page
    assert 'aria-describedby="id_name-hint"' in page


def test_radio_buttons_stand_in_a_fieldset_without_an_empty_choice():
    page = render("{% field form.kind %}", form=Letter({"kind": "a"}))
    assert page.count('type="radio"') == 1
    assert '<legend class="kern-label">Art</legend>' in page
    assert "checked" in page


def test_several_choices_stay_chosen():
    page = render("{% field form.places %}", form=Letter({"places": ["y"]}))
    assert page.count("checked") == 1
    assert 'value="y" checked' in page
    assert "freiwillig" in page


def test_what_is_optional_can_go_unmarked():
    assert "freiwillig" not in render("{% field form.places mark=False %}", form=Letter())


def test_in_a_form_of_optional_fields_nothing_is_marked():
    class Filter(forms.Form):
        q = forms.CharField(label="Suche", required=False)

    assert "freiwillig" not in render("{% field form.q %}", form=Filter())


def test_a_single_checkbox_and_a_select_have_labels():
    page = render("{% field form.agreed %}{% field form.office %}", form=Letter())
    assert '<label class="kern-label" for="id_agreed">' in page
    assert '<div class="kern-form-input__select-wrapper"><select name="office" class="kern-form-input__select"' in page


@pytest.mark.parametrize(("required", "word"), [(True, "Bitte wählen"), (False, "keine Auswahl")])
def test_a_list_says_what_its_empty_line_means(db, required: bool, word: str):
    class Transfer(forms.Form):
        office = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "Eins")], required=required)
        town = forms.ModelChoiceField(Municipality.objects.all(), required=required)
        way = forms.ChoiceField(choices=[("", "mit der Post"), ("b", "zu Fuß")], required=required)

    page = render("{% field form.office %}{% field form.town %}{% field form.way %}", form=Transfer())
    assert re.findall('<option value="" selected>(.*?)</option>', page) == [word, word, "mit der Post"]


def test_the_error_summary_names_each_question_and_leads_to_it():
    page = render("{% form_errors form %}", form=Letter({}))
    assert "Bitte prüfen Sie 3 Angaben" in page
    assert '<a class="kern-link" href="#id_name">Name: Bitte füllen Sie dieses Feld aus.</a>' in page
    assert 'href="#id_kind_0"' in page
    assert 'tabindex="-1"' in page


def test_an_error_summary_takes_plain_pairs_and_is_absent_without_problems():
    assert render("{% error_summary problems %}", problems=[]).strip() == ""
    page = render("{% error_summary problems %}", problems=[("", "Bitte noch einmal.")])
    assert "Bitte prüfen Sie eine Angabe" in page
    assert "<li>Bitte noch einmal.</li>" in page


def test_text_from_outside_is_escaped_everywhere():
    bad = "<script>"
    page = render(
        "{% badge bad %}{% button bad name=bad %}{% button_link bad bad %}{% gap bad %}"
        "{% alert title=bad %}{{ bad }}{% endalert %}{% error_summary problems %}",
        bad=bad,
        problems=[("a", bad)],
    )
    assert "<script>" not in page


@pytest.mark.parametrize(
    "source", ["{% badge 'x' 'loud' %}", "{% button 'x' 'loud' %}", "{% button_link 'x' '/' 'loud' %}"]
)
def test_an_unknown_kind_is_an_error_of_the_template(source):
    with pytest.raises(TemplateSyntaxError, match="loud"):
        render(source)


def test_pagination_keeps_the_rest_of_the_query_and_marks_the_page():
    request = RequestFactory().get("/", {"q": "hund & katze", "seite": "2"})
    page = render("{% pagination page %}", request=request, page=Paginator(range(30), 10).page(2))
    assert '<a href="?q=hund+%26+katze&amp;seite=2" aria-current="page">' in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_pagination_of_one_page_is_nothing():
    request = RequestFactory().get("/")
    assert render("{% pagination page %}", request=request, page=Paginator([1], 10).page(1)).strip() == ""


def test_a_missing_detail_is_a_marked_gap():
    assert render("{% gap '' %}") == '<span class="r-gap">noch anzugeben</span>'
    assert render("{% gap lines %}", lines="Markt 1\n12345 Ort") == "Markt 1<br>12345 Ort"


def test_the_current_page_is_marked_in_the_navigation():
    request = RequestFactory().get("/amt/personal/")
    assert render("{% current '/amt/personal/' %}", request=request) == ' aria-current="page"'
    assert render("{% current '/amt/' %}", request=request) == ' aria-current="true"'
    assert render("{% current '/leistungen/' %}", request=request) == ""
