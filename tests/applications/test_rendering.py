"""Every kind of question as HTML: label, hint, control and error hang together, and nothing typed becomes markup."""

import re
from dataclasses import replace

import pytest
from lxml import html

from rathaus.applications.rendering import render_items, render_record
from rathaus.applications.rendering.because import NOTHING, Because
from rathaus.fim.model import Cardinality, LegalBasis
from rathaus.questionnaire import (
    Control,
    EntryListView,
    EntryView,
    FileView,
    HeadingView,
    OptionView,
    Page,
    PageView,
    PartView,
    Question,
    QuestionView,
    RecordRow,
    RecordSection,
    Step,
    TextView,
)
from rathaus.questionnaire.reasons import Reason

NASTY = "<script>alert(1)</script>\"'&"


def view_of(control: Control, **changes) -> QuestionView:
    question = Question(path="F1", label="Ort", label_output="Ort", control=control)
    question = replace(question, **changes.pop("question", {}))
    basis = QuestionView(
        question=question,
        key="F1",
        name="F1",
        id="F1",
        label="Ort",
        control=control,
        hint=None,
        help=None,
        value="",
        required=True,
        problems=(),
    )
    return replace(basis, **changes)


def page(*items, because=NOTHING, **changes):
    step = Step(Page("p", "Seite", "s", ()), slug="p")
    view = PageView(step, "Seite", None, None, tuple(items), (), {}, **changes)
    rendered = render_items(view, lambda slug: f"/seite/{slug}/", because=because)
    return html.fragment_fromstring(rendered, create_parent="main")


def test_a_heading_is_told_once_for_follow_up_questions_in_a_row() -> None:
    def seen(title: str) -> PageView:
        items = (HeadingView("Darin", 1), view_of(Control.TEXT), view_of(Control.TEXT))
        return PageView(Step(Page(title, title, "s", ()), slug=title), title, None, None, items, (), {})

    below = [seen(title) for title in ("Firma", "Unterlagen", "Unterlagen", "Firma")]
    rendered = render_items(seen("Firma"), lambda slug: f"/seite/{slug}/", below, at_once=True)
    found = html.fragment_fromstring(rendered, create_parent="main").xpath("//h2|//h3")
    assert [(one.tag, one.text) for one in found] == [
        ("h2", "Darin"), ("h2", "Darin"), ("h2", "Unterlagen"), ("h3", "Darin"), ("h3", "Darin"), ("h2", "Firma"),
        ("h3", "Darin"),
    ]  # fmt: skip


CHOICES = (OptionView("001", "Erste", "Hilfe dazu", False), OptionView("002", "Zweite", None, True))
PARTS = tuple(PartView(part, f"F1.{part}", part.title(), "1", f"bday-{part}", 2) for part in ("day", "month", "year"))
SAMPLES = {
    Control.TEXT: view_of(Control.TEXT, value=NASTY, inputmode="email", autocomplete="email"),
    Control.TEXTAREA: view_of(Control.TEXTAREA, value=f"\n{NASTY}"),
    Control.RADIO: view_of(Control.RADIO, options=CHOICES, value="002"),
    Control.SELECT: view_of(Control.SELECT, options=CHOICES, value="002"),
    Control.CHECKBOXES: view_of(Control.CHECKBOXES, options=CHOICES, question={"repeat": Cardinality(0, None)}),
    Control.YES_NO: view_of(Control.YES_NO, options=CHOICES),
    Control.CHECKBOX: view_of(Control.CHECKBOX, value="true"),
    Control.DATE: view_of(Control.DATE, parts=PARTS),
    Control.DATE_PARTS: view_of(Control.DATE_PARTS, parts=PARTS),
    Control.NUMBER: view_of(Control.NUMBER, value="1,5", inputmode="decimal"),
    Control.AMOUNT: view_of(Control.AMOUNT, value="1,50", question={"unit": "€"}),
    Control.TIME: view_of(Control.TIME, value="12:30"),
    Control.DATETIME: view_of(Control.DATETIME, value="22.11.2026 12:30"),
    Control.FILE: view_of(Control.FILE, files=(FileView("id-1", NASTY, 1_400_000, "application/pdf"),), accept=".pdf"),
    Control.FIXED: view_of(Control.FIXED, value=NASTY),
}


def test_samples_cover_every_control() -> None:
    assert set(SAMPLES) == set(Control)


@pytest.mark.parametrize("control", Control)
def test_control_has_a_name_for_everybody(control: Control) -> None:
    """Each input has a label of its own, each group a legend; ids are unique."""
    tree = page(SAMPLES[control])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "F1" in ids
    labelled = set(tree.xpath("//label/@for"))
    assert {one.get("id") for one in tree.xpath("//input|//select|//textarea")} == labelled
    assert all(fieldset[0].tag == "legend" for fieldset in tree.xpath("//fieldset"))


@pytest.mark.parametrize("control", [one for one in Control if one is not Control.FIXED])
def test_control_says_what_is_wrong_beside_it(control: Control) -> None:
    sentence = "Ort: Diese Angabe fehlt."
    tree = page(replace(SAMPLES[control], problems=(sentence,), hint="So geht es."))
    assert tree.xpath("//*[@id='F1-error']")[0].text_content() == sentence
    described = " ".join(tree.xpath("//@aria-describedby")).split()
    assert {"F1-hint", "F1-error"} <= set(described)
    assert set(described) <= set(tree.xpath("//@id"))


@pytest.mark.parametrize("control", Control)
def test_control_never_lets_a_value_become_markup(control: Control) -> None:
    texts = {"value": NASTY, "label": NASTY, "hint": NASTY, "help": NASTY, "problems": (NASTY,)}
    options = tuple(OptionView(NASTY, NASTY, NASTY, True) for _ in range(2))
    nasty = replace(SAMPLES[control], **texts, options=options, name=NASTY)
    bases = {"legal_bases": (LegalBasis(NASTY, "javascript:alert(1)"), LegalBasis("§ 1", f"https://x/{NASTY}"))}
    tree = page(replace(nasty, question=replace(nasty.question, unit=NASTY, **bases)))
    assert tree.xpath("//script") == []
    assert [link for link in tree.xpath("//a/@href") if not link.startswith("https://")] == []


def test_text_keeps_what_was_typed() -> None:
    assert page(SAMPLES[Control.TEXT]).xpath("//input/@value") == [NASTY]
    assert page(SAMPLES[Control.TEXT]).xpath("//input/@type") == ["email"]
    # Browsers drop one line break right after the tag; lxml does not.
    assert page(SAMPLES[Control.TEXTAREA]).xpath("//textarea")[0].text == f"\n\n{NASTY}"


def test_optional_is_marked_and_required_is_not() -> None:
    required, optional = page(SAMPLES[Control.TEXT]), page(replace(SAMPLES[Control.TEXT], required=False))
    assert required.xpath("//label")[0].text_content() == "Ort"
    assert optional.xpath("//label")[0].text_content() == "Ort – freiwillig"
    assert required.xpath("//input/@required") == [""]
    assert optional.xpath("//input/@required") == []


@pytest.mark.parametrize(("control", "state"), [(Control.RADIO, "checked"), (Control.SELECT, "selected")])
def test_choice_shows_what_was_chosen(control: Control, state: str) -> None:
    assert page(SAMPLES[control]).xpath(f"//*[@{state}]/@value") == ["002"]


def test_select_begins_with_nothing_chosen() -> None:
    nothing = page(view_of(Control.SELECT, options=(CHOICES[0],)))
    assert nothing.xpath("//option/@value") == ["", "001"]
    assert nothing.xpath("//option[@selected]") == []


def test_date_has_three_inputs_under_one_legend() -> None:
    tree = page(SAMPLES[Control.DATE])
    assert tree.xpath("//fieldset//input/@name") == ["F1.day", "F1.month", "F1.year"]
    assert tree.xpath("//input/@id") == ["F1", "F1-month", "F1-year"]
    assert tree.xpath("//input/@autocomplete") == ["bday-day", "bday-month", "bday-year"]


def test_amount_names_its_unit() -> None:
    assert page(SAMPLES[Control.AMOUNT]).xpath("//*[@class='kern-input-group-text']/text()") == ["€"]


def test_file_lists_what_is_there_with_a_way_back() -> None:
    tree = page(SAMPLES[Control.FILE])
    assert tree.xpath("//button/@name") == ["remove-file"]
    assert tree.xpath("//button/@value") == ["id-1"]
    assert "1,4 MB" in tree.xpath("//li")[0].text_content()
    assert tree.xpath("//input/@accept") == [".pdf"]
    assert tree.xpath("//input/@multiple") == []


@pytest.mark.parametrize(("maximum", "inputs", "multiple"), [(None, 1, 1), (3, 1, 1), (2, 1, 0), (1, 1, 0)])
def test_file_takes_as_many_as_there_is_room_for(maximum: int | None, inputs: int, multiple: int) -> None:
    tree = page(replace(SAMPLES[Control.FILE], question=replace(FILES, repeat=Cardinality(0, maximum))))
    assert len(tree.xpath("//input")) == inputs
    assert len(tree.xpath("//input/@multiple")) == multiple


FILES = SAMPLES[Control.FILE].question


def test_file_without_room_says_so_and_can_still_be_pointed_at() -> None:
    two = (FileView("a", "a.pdf", 1, "application/pdf"), FileView("b", "b.pdf", 1, "application/pdf"))
    tree = page(replace(SAMPLES[Control.FILE], files=two, question=replace(FILES, repeat=Cardinality(0, 2))))
    assert tree.xpath("//input") == []
    assert tree.xpath("//*[@id='F1']")[0].text_content().startswith("Entfernen Sie zuerst eine Datei")


def test_repeated_field_shows_each_entry_and_how_to_add_one() -> None:
    def entry(key: str, *, removable: bool) -> QuestionView:
        return view_of(
            Control.TEXT,
            key=key,
            name=key,
            id=key.replace("[", "-").rstrip("]"),
            label=f"Nummer {key}",
            removable=removable,
            question={"repeat": Cardinality(0, 3)},
        )

    inputs = (entry("F1[a]", removable=False), entry("F1[b]", removable=True))
    tree = page(view_of(Control.TEXT, inputs=inputs, add=True, question={"repeat": Cardinality(0, 3)}))
    assert tree.xpath("//input/@name") == ["F1[a]", "F1[b]"]
    assert [(one.get("name"), one.get("value")) for one in tree.xpath("//button")] == [
        ("remove", "F1[b]"),
        ("add", "F1"),
    ]


ENTRIES = EntryListView(
    key="G1",
    id="G1",
    label="Hund",
    help="Jeden einzeln.",
    entries=(EntryView("x", "Bello", "p~x", True, True), EntryView("y", NASTY, "p~y", False, False)),
    add=True,
    minimum=1,
    maximum=3,
    problems=(),
)


def test_entries_can_be_edited_removed_and_added() -> None:
    tree = page(ENTRIES)
    assert tree.xpath("//a/@href") == ["/seite/p~x/", "/seite/p~y/"]
    assert [(one.get("name"), one.get("value")) for one in tree.xpath("//button")] == [
        ("remove", "G1[x]"),
        ("add", "G1"),
    ]
    assert [one.text_content() for one in tree.xpath("//*[contains(@class,'kern-badge--')]")] == [
        "Erledigt",
        "Unvollständig",
    ]


@pytest.mark.parametrize(
    ("minimum", "maximum", "sentence"),
    [
        (0, None, ""),
        (2, None, "Mindestens 2 Einträge."),
        (2, 2, "Genau 2 Einträge."),
        (2, 5, "Mindestens 2, höchstens 5 Einträge."),
        (0, 5, "Höchstens 5 Einträge."),
    ],
)
def test_entries_say_how_many_there_may_be(minimum: int, maximum: int | None, sentence: str) -> None:
    tree = page(replace(ENTRIES, minimum=minimum, maximum=maximum))
    assert "".join(tree.xpath("//p[@class='kern-hint']/text()")) == sentence


def test_no_entries_says_so() -> None:
    tree = page(replace(ENTRIES, entries=(), add=False, problems=("Hund: Mindestens ein Eintrag fehlt.",)))
    assert "Noch kein Eintrag." in tree.text_content()
    assert tree.xpath("//button") == []
    assert tree.xpath("//*[@id='G1-error']")[0].text_content() == "Hund: Mindestens ein Eintrag fehlt."


def test_headings_and_texts_stand_where_they_belong() -> None:
    tree = page(HeadingView("Anschrift", 1), HeadingView("Inland", 2), TextView("Hinweis", f"Eins.\n\n{NASTY}"))
    assert [one.text for one in tree.xpath("//h2|//h3")] == ["Anschrift", "Inland"]
    assert [one.text for one in tree.xpath("//p")] == ["Eins.", NASTY]


COMMON, OWN = LegalBasis("§ 1 Hundegesetz"), LegalBasis("§ 2 Hundegesetz", "https://example.org/2")


def on_norms(key: str, *bases: LegalBasis) -> QuestionView:
    """A question that rests on these norms."""
    basis = SAMPLES[Control.TEXT]
    return replace(basis, key=key, name=key, id=key, question=replace(basis.question, legal_bases=bases))


def why(tree) -> list[tuple[str, list[str]]]:
    """The fold-outs about norms: what they are about, and the norms in them."""
    found = []
    for one in tree.xpath("//details"):
        about = re.sub(r"\s+", " ", one.xpath("summary")[0].text_content()).partition(" – ")[2]
        found.append((about, [norm.text_content().split(" (")[0] for norm in one.xpath(".//li")]))
    return found


def test_why_names_the_norms_once_at_the_end() -> None:
    tree = page(on_norms("F1", COMMON, OWN), on_norms("F2", COMMON), legal_bases=(COMMON,))
    assert why(tree) == [("Seite", [COMMON.text])]
    assert [(one.text, own.text_content()) for one, own in zip(*map(tree.xpath, ("//dt", "//dd")), strict=True)] == [
        ("Ort", f"{OWN.text} (öffnet ein neues Fenster)")
    ]
    assert tree.xpath("//details//a/@rel") == ["noopener noreferrer"]


def test_why_names_everything_below_the_only_question() -> None:
    assert why(page(on_norms("F1", COMMON, OWN), legal_bases=(COMMON,))) == [("Ort", [COMMON.text, OWN.text])]


REASON = Reason("Weil Sie zugezogen sind, fragen wir danach.", (OWN,))
SAID = f"Weil Sie zugezogen sind, fragen wir danach. ({OWN.text} (öffnet ein neues Fenster))"


def because(tree) -> list[tuple[str, list[str]]]:
    """Each fold-out by its title, with its paragraphs."""
    folded = tree.xpath("//details")
    texts = [[" ".join(p.text_content().split()) for p in one.xpath(".//p[@lang]")] for one in folded]
    return [(one.xpath("summary")[0].text_content(), said) for one, said in zip(folded, texts, strict=True)]


def test_question_says_why_a_rule_opened_it() -> None:
    tree = page(on_norms("F1"), on_norms("F2"), because=Because({"F2": REASON}))
    assert because(tree) == [("Warum fragen wir das? – Ort", [SAID])]


def test_page_says_why_a_rule_opened_its_group() -> None:
    told = Because(pages={"p": REASON})
    assert because(page(on_norms("F1"), on_norms("F2"), because=told)) == [("Warum fragen wir das? – Seite", [SAID])]
    assert because(page(on_norms("F1"), because=told)) == [("Warum fragen wir das? – Ort", [SAID])]


def test_problem_says_why_an_answer_is_needed() -> None:
    wrong = view_of(Control.TEXT, problems=("Geben Sie „Ort“ an.",))
    needed = Reason("Weil Sie zugezogen sind, brauchen wir diese Angabe.", ())
    tree = page(wrong, because=Because(problems={"F1": needed}))
    (said,) = tree.xpath("//*[contains(@class, 'r-because')]")
    assert (said.text_content(), said.get("lang")) == (needed.sentence, "de")


def test_questions_that_explain_themselves_share_one_fold_out() -> None:
    basis = SAMPLES[Control.TEXT]
    noted = [
        replace(basis, key=k, name=k, id=k, question=replace(basis.question, note=f"So: {k}.")) for k in ("A", "B")
    ]
    tree = page(*noted)
    assert [one.text_content() for one in tree.xpath("//details/summary")] == ["Hinweise zum Ausfüllen"]
    assert [one.text_content() for one in tree.xpath("//details//dd")] == ["So: A.", "So: B."]


def test_only_question_is_the_heading_of_its_page() -> None:
    for control in (Control.TEXT, Control.RADIO, Control.DATE, Control.FILE):
        tree = page(replace(SAMPLES[control], heading=True))
        assert [one.text_content() for one in tree.xpath("//legend/h1|//h1/label")] == ["Ort"]


def test_repeated_question_with_one_answer_is_not_numbered() -> None:
    one = replace(SAMPLES[Control.TEXT], key="F1[1]", name="F1[1]", id="F1-1", label="1. Angabe")
    repeated = view_of(Control.TEXT, question={"repeat": Cardinality(1, 5)}, inputs=(one,), add=True)
    assert [one.text_content() for one in page(repeated).xpath("//label|//legend")] == ["Ort"]
    assert [one.text_content() for one in page(replace(repeated, inputs=(one, one))).xpath("//label|//legend")] == [
        "Ort",
        "1. Angabe",
        "1. Angabe",
    ]


RECORD = (
    RecordSection(
        "Hund",
        (RecordRow("Name", NASTY, "F1", "p1"), RecordRow("Chip", "", "F2", "p1", answered=False)),
        (RecordSection("Impfung", (RecordRow("Am", "1.2.2026\nmorgens"),)),),
    ),
)


def test_record_shows_answers_with_a_way_to_change_them() -> None:
    tree = html.fragment_fromstring(render_record(RECORD, lambda slug: f"/{slug}/"), create_parent="main")
    assert [one.text_content() for one in tree.xpath("//h2|//h3")] == ["Hund", "Impfung"]
    assert [one.text_content() for one in tree.xpath("//dt")] == ["Name", "Chip", "Am"]
    assert tree.xpath("//dd")[0].text_content() == f"{NASTY} Ändern: Name"
    assert tree.xpath("//dd")[1].text_content() == "Keine Angabe Ändern: Chip"
    assert tree.xpath("//dd")[2].xpath("string()") == "1.2.2026morgens"
    assert tree.xpath("//a/@href") == ["/p1/", "/p1/"]


def test_record_without_addresses_has_no_links() -> None:
    assert "<a" not in render_record(RECORD)
