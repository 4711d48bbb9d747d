"""Pages ready to render."""

from decimal import Decimal

from rathaus.fim.model import DataType, FieldKind, Limits
from rathaus.fim.rules.logic import Equals
from rathaus.questionnaire import (
    Draft,
    EntryListView,
    FileRef,
    HeadingView,
    ItemView,
    PageView,
    Questionnaire,
    QuestionView,
    Roles,
    TextView,
)

from .samples import both, field, group, make, rule

G, H = "G99000000001", "G99000000002"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
CODES = {"1": "eins", "2": "zwei"}
LONG = {str(n): f"Nummer {n}" for n in range(20)}


def show(asked: Questionnaire, draft: Draft | None = None, slug: str = "", *, problems: bool = False) -> PageView:
    draft = draft or Draft()
    outcome = asked.check(draft)
    step = asked.step(slug, draft, outcome) if slug else asked.steps(draft, outcome)[0]
    assert step is not None
    return asked.view(step, draft, outcome, show_problems=problems)


def question(view: PageView, number: int = 0) -> QuestionView:
    found = [item for item in view.items if isinstance(item, QuestionView)][number]
    assert isinstance(found, QuestionView)
    return found


def test_a_page_in_full() -> None:
    asked = make(
        group(
            G,
            "Zu Ihnen",
            field(A, "Hinweis", kind=FieldKind.LABEL, content="Bitte lesen."),
            field(B, "Name", help_="Wie im Ausweis."),
            group(H, "Anschrift", field(C, "Ort", anzahl="0:1")),
            help_="Ihre Angaben.",
        )
    )
    view = show(asked, Draft(values={f"{G}.{B}": "Ada"}))
    assert (view.title, view.preline, view.help, view.problems) == ("Zu Ihnen", None, "Ihre Angaben.", ())
    assert [item.kind for item in view.items] == ["text", "question", "heading", "question"]
    assert view.items[0] == TextView("Hinweis", "Bitte lesen.")
    assert view.items[2] == HeadingView("Anschrift", 1)
    name, place = question(view), question(view, 1)
    assert (name.key, name.name, name.id) == (f"{G}.{B}", f"{G}.{B}", f"f-{G}-{B}")
    assert (name.label, name.hint, name.value, name.required) == ("Name", "Wie im Ausweis.", "Ada", True)
    assert (place.required, place.problems) == (False, ())


def test_problems_are_shown_only_when_asked_for() -> None:
    asked = make(field(A, "Name"))
    assert question(show(asked)).problems == ()
    view = show(asked, problems=True)
    assert question(view).problems == ("Geben Sie „Name“ an.",)
    assert [(p.sentence, view.anchors[p.key]) for p in view.problems] == [("Geben Sie „Name“ an.", f"f-{A}")]


def test_an_inner_page_names_its_section() -> None:
    asked = make(group(G, "Zu Ihnen", group(H, "Anschrift", field(A), field(B))))
    assert (show(asked).title, show(asked).preline) == ("Anschrift", "Zu Ihnen")


def test_choices() -> None:
    asked = make(
        field(A, codes=CODES),
        field(B, codes=CODES, anzahl="0:1"),
        field(C, codes=LONG),
        field(D, codes=CODES, anzahl="0:2"),
    )
    view = show(asked, Draft(values={A: "2", C: "7", D: ("1",)}))
    controls = [question(view, n).control for n in range(4)]
    assert controls == ["radio", "radio", "select", "checkboxes"]
    assert [(o.code, o.selected) for o in question(view).options] == [("1", False), ("2", True)]
    assert [(o.code, o.label) for o in question(view, 1).options][-1] == ("", "Keine Angabe")
    assert [o.code for o in question(view, 2).options if o.selected] == ["7"]
    assert [(o.code, o.selected) for o in question(view, 3).options] == [("1", True), ("2", False)]


def test_many_choices_several_times_are_several_lists() -> None:
    asked = make(field(A, "Staatsangehörigkeit", codes=LONG, anzahl="1:*"))
    view = question(show(asked, Draft(entries={A: ("x", "y")}, values={f"{A}[x]": "7"})))
    assert [one.control for one in view.inputs] == ["select", "select"]
    assert [one.label for one in view.inputs] == ["1. Angabe", "2. Angabe"]
    assert [one.required for one in view.inputs] == [True, False]


def test_truth_values_have_three_states() -> None:
    asked = make(field(A, "Stimmt das?", DataType.BOOL))
    assert [o.selected for o in question(show(asked)).options] == [False, False]
    assert [o.selected for o in question(show(asked, Draft(values={A: "false"}))).options] == [False, True]


def test_a_chooser_is_a_question_like_any_other() -> None:
    asked = make(group(G, "Vertretung", field(A), field(B), anzahl="0:1", help_="Nur wenn nötig."))
    view = question(show(asked))
    assert (view.key, view.name, view.id) == (f"?{G}", f"?{G}", f"w-{G}")
    assert (view.control, view.required, view.hint) == ("yes_no", True, "Nur wenn nötig.")
    assert view.question.is_chooser
    long = make(group(G, "Vertretung", field(A), field(B), anzahl="0:1", help_="Lang. " * 40))
    assert (question(show(long)).hint, question(show(long)).help) == (None, "Lang. " * 40)


def test_dates_have_parts_however_they_were_typed() -> None:
    asked = make(field(A, data_type=DataType.DATE))

    def parts(raw: str) -> list[str]:
        return [part.value for part in question(show(asked, Draft(values={A: raw}))).parts]

    assert parts("1. Februar 2026") == ["1", "2", "2026"]
    assert parts("31.2.2026") == ["31", "2", "2026"]
    assert parts("1..26") == ["1", "", "26"]
    assert parts("bald") == ["bald", "", ""]
    assert [part.name for part in question(show(asked)).parts] == [f"{A}.day", f"{A}.month", f"{A}.year"]


def test_a_date_of_three_fields_points_at_its_first_part() -> None:
    parts = [field(f"F6000000023{n}", data_type=DataType.NUM_INT, anzahl="0:1") for n in (1, 2)]
    whole = group("G60000000083", "Geburtsdatum", *parts, field("F60000000233", data_type=DataType.NUM_INT))
    asked = make(whole, roles=Roles(family="x", email="y", date_of_birth="G60000000083"))
    view = show(asked, Draft(values={"G60000000083.F60000000231": "1"}), problems=True)
    one = question(view)
    assert one.id == "f-G60000000083-day"
    assert set(view.anchors.values()) == {"f-G60000000083-day"}
    assert [(p.part, p.value, p.autocomplete, p.width) for p in one.parts] == [
        ("day", "1", "bday-day", 2),
        ("month", "", "bday-month", 2),
        ("year", "", "bday-year", 4),
    ]


def test_repeated_inputs() -> None:
    asked = make(field(A, "Zeile", anzahl="2:3"))
    view = show(asked, problems=True)
    one = question(view)
    assert [i.key for i in one.inputs] == [f"{A}[1]", f"{A}[2]"]
    assert [i.id for i in one.inputs] == [f"f-{A}-1", f"f-{A}-2"]
    assert (one.add, one.inputs[0].removable) == (True, True)
    assert view.anchors[A] == f"f-{A}-1"
    full = question(show(asked, Draft(entries={A: ("1", "2", "x")})))
    assert full.add is False
    single = make(field(A, "Zeile", anzahl="0:*"))
    assert question(show(single)).inputs[0].removable is False


def test_files_are_listed() -> None:
    asked = make(
        field(A, "Plan", DataType.FILE, "0:2", media_types=("application/pdf",), max_size=2_500_000),
        field(B, "Foto", DataType.FILE, "0:1"),
    )
    ref = FileRef("id-1", "Plan.pdf", 5, "application/pdf")
    view = show(asked, Draft(files={A: (ref,), B: (ref,)}))
    plan, photo = question(view), question(view, 1)
    assert [(f.id, f.name, f.size, f.media_type) for f in plan.files] == [("id-1", "Plan.pdf", 5, "application/pdf")]
    assert (plan.add, plan.accept, plan.hint) == (True, "application/pdf", "Erlaubt: PDF, höchstens 2,5 MB je Datei.")
    assert (photo.add, photo.accept, photo.hint) == (False, None, None)
    assert question(show(make(field(A, data_type=DataType.FILE, anzahl="0:*")))).add is True


def test_fixed_values_are_shown_in_words() -> None:
    asked = make(
        field(A, "Stadt", kind=FieldKind.LOCKED, content="Musterstadt"),
        field(B, "Offen", DataType.BOOL, kind=FieldKind.LOCKED, content="wahr"),
    )
    view = show(asked)
    assert [(question(view, n).control, question(view, n).value) for n in (0, 1)] == [
        ("fixed", "Musterstadt"),
        ("fixed", "Ja"),
    ]
    assert asked.check(Draft()).answers == {A: "Musterstadt", B: True}


def test_what_the_definition_suggests_is_shown_until_the_page_is_saved() -> None:
    asked = make(field(A, content="Vorschlag"), field(B, data_type=DataType.BOOL, content="ja"))
    assert [question(show(asked), n).value for n in (0, 1)] == ["Vorschlag", "true"]
    assert asked.check(Draft()).answers == {}
    saved = asked.apply(Draft(), asked.steps(Draft())[0], {A: [""]})
    assert question(show(asked, saved)).value == ""


def test_hidden_items_are_left_out() -> None:
    asked = make(
        field(C, anzahl="0:1"),
        field(B, codes=CODES),
        rules=(rule(*both(C, Equals(B, "1"))),),
    )
    assert [i.key for i in show(asked).items if isinstance(i, QuestionView)] == [B]


def test_hints_tell_how_to_answer() -> None:
    number = Limits(min_value=Decimal(1), max_value=Decimal(1500))
    asked = make(
        field(A, data_type=DataType.NUM_CURRENCY, help_="Brutto"),
        field(B, data_type=DataType.NUM_INT, limits=number),
        field(C, data_type=DataType.TIME, help_="x" * 200),
        field(D, data_type=DataType.DATETIME),
    )
    view = show(asked)
    assert [(question(view, n).hint, question(view, n).inputmode) for n in range(4)] == [
        ("Brutto. Betrag in Euro, zum Beispiel 1.250,00.", "text"),
        ("Eine Zahl von 1 bis 1.500.", "numeric"),
        ("Zum Beispiel 14:30.", None),
        ("Datum und Uhrzeit, zum Beispiel 27.3.2026 14:30.", None),
    ]
    assert question(view).question.unit == "€"
    assert question(view, 2).help == "x" * 200


def test_the_only_question_is_the_heading_and_takes_the_help_of_its_group() -> None:
    view = show(make(group(G, "Hund", field(A, "Wie heißt der Hund?"), help_="Rufname.")))
    assert (view.title, view.preline, view.help) == ("Wie heißt der Hund?", "Hund", None)
    assert (question(view).heading, question(view).hint, question(view).help) == (True, "Rufname.", None)
    both = question(show(make(group(G, "Hund", field(A, help_="Kurz."), help_="Rufname."))))
    assert (both.hint, both.help) == ("Kurz.", "Rufname.")


def test_fields_that_everybody_knows_get_the_hint_of_the_house() -> None:
    long, short = "Geben Sie an, wie die Straße heißt, ohne Abkürzungen.", "Nur in Musterstadt."
    street, place, other = "F60000000243", "F60000247", "F60000000246"
    view = show(make(field(street, help_=long), field(place, help_=short), field(other)))
    told = [(question(view, n).hint, question(view, n).help, question(view, n).question.note) for n in range(3)]
    assert told == [(None, None, long), (short, None, None), (None, None, None)]


def test_what_the_definition_says_itself_is_not_said_twice() -> None:
    file = field(A, data_type=DataType.FILE, media_types=("application/pdf",), help_="Als PDF, höchstens 5 MB.")
    chosen = field(B, codes={"1": "ja", "2": "keine Angabe"}, anzahl="0:1")
    view = show(make(file, chosen))
    assert question(view).hint == "Als PDF, höchstens 5 MB."
    assert [option.label for option in question(view, 1).options] == ["ja", "keine Angabe"]


def test_keyboards_fit_what_is_typed() -> None:
    plain = Limits(min_value=Decimal(0))
    fields = {
        field(A, "E-Mail", limits=Limits(pattern=r"[a-z]+@[a-z]+")): "email",
        field(A, "Telefonnummer"): "tel",
        field(A, "PLZ", limits=Limits(pattern="[0-9]{5}")): "numeric",
        field(A, "Name"): None,
        field(A, "Anzahl", DataType.NUM_INT): "text",
        field(A, "Anzahl", DataType.NUM_INT, limits=plain): "numeric",
        field(A, "Menge", DataType.NUM, limits=plain): "text",
        field(A, "Betrag", DataType.NUM_CURRENCY, limits=plain): "decimal",
    }
    assert [question(show(make(one))).inputmode for one in fields] == list(fields.values())


def test_long_texts_get_several_lines() -> None:
    fields = {
        field(A, "Name"): "text",
        field(A, "Begründung"): "textarea",
        field(A, "Begründung", limits=Limits(max_length=20)): "text",
        field(A, "Begründung", limits=Limits(max_length=200)): "textarea",
        field(A, "Text", limits=Limits(max_length=2000)): "textarea",
        field(A, "Text", limits=Limits(max_length=2000, pattern=".*")): "text",
        field(A, "Sagen Sie uns in eigenen Worten, wie es dazu gekommen ist und warum"): "textarea",
        field("F60000000319", "Eingetragener Name", limits=Limits(max_length=1000)): "text",
    }
    assert [question(show(make(one))).control for one in fields] == list(fields.values())


def test_autocomplete_is_for_the_applicant_alone() -> None:
    asked = make(field(A, "Familienname"), field(B, "Familienname"), roles=Roles(family=B, email="x"))
    view = show(asked)
    assert [question(view, n).autocomplete for n in (0, 1)] == [None, "family-name"]


# --- overviews


def overview(asked: Questionnaire, draft: Draft, *, problems: bool = False) -> EntryListView:
    item: ItemView = show(asked, draft, f"{G}-liste", problems=problems).items[0]
    assert isinstance(item, EntryListView)
    return item


def kids(anzahl: str = "0:3") -> Questionnaire:
    name = group(H, "Name", field(A, "Vorname"), field(B, "Nachname"))
    return make(group(G, "Kinder", name, field(C, "Ja?", DataType.BOOL), anzahl=anzahl, help_="Alle."))


def test_an_overview_lists_entries_by_what_they_say() -> None:
    draft = Draft(
        entries={G: ("x", "y")},
        values={f"{G}[x].{H}.{A}": "Ada", f"{G}[x].{H}.{B}": "Muster", f"{G}[x].{C}": "true"},
    )
    view = overview(kids(), draft)
    assert (view.key, view.id, view.label, view.help) == (G, f"f-{G}", "Kinder", "Alle.")
    assert (view.add, view.minimum, view.maximum) == (True, 0, 3)
    assert [(e.id, e.title, e.complete, e.removable, e.step) for e in view.entries] == [
        ("x", "Ada, Muster", True, True, f"{G}~x.{H}.{A}"),
        ("y", "2. Eintrag", False, True, f"{G}~y.{H}.{A}"),
    ]


def test_demanded_entries_cannot_be_removed() -> None:
    view = overview(kids("1:2"), Draft())
    assert [e.removable for e in view.entries] == [False]
    assert view.minimum == 1
    full = overview(kids("1:2"), Draft(entries={G: ("x", "y")}))
    assert (full.add, [e.removable for e in full.entries]) == (False, [True, True])


def test_an_overview_shows_its_own_problem() -> None:
    asked = make(group(G, "Kinder", field(A, anzahl="0:1"), anzahl="1:*"))
    assert overview(asked, Draft(), problems=True).problems == (
        "Machen Sie bei „Kinder“ mindestens einen Eintrag vollständig.",
    )


def test_long_titles_are_cut() -> None:
    asked = make(group(G, "Kinder", field(A), anzahl="1:*"))
    title = overview(asked, Draft(values={f"{G}[1].{A}": "x" * 100})).entries[0].title
    assert len(title) == 60
    assert title.endswith("…")


def test_a_page_of_an_entry_says_which() -> None:
    draft = Draft(entries={G: ("x", "y")})
    assert show(kids(), draft, f"{G}~y.{H}.{A}").preline == "2. Eintrag"
    inner = make(group(G, "Kinder", group(H, "Name", field(A), field(B)), anzahl="0:3"))
    assert show(inner, draft, f"{G}~y.{H}.{A}").preline == "Kinder: 2. Eintrag"


def test_entries_inside_entries_have_titles_too() -> None:
    inner = group(H, "Geräte", field(B, "Art"), anzahl="0:*")
    asked = make(group(G, "Räume", field(A), inner, anzahl="1:*"))
    draft = Draft(entries={f"{G}[1].{H}": ("z",)}, values={f"{G}[1].{A}": "Küche", f"{G}[1].{H}[z].{B}": "Herd"})
    item = show(asked, draft, f"{G}~1.{H}-liste").items[0]
    assert isinstance(item, EntryListView)
    assert [e.title for e in item.entries] == ["Herd"]
