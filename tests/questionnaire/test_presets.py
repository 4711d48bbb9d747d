"""Answers given beforehand: shown with where they come from, changed unless locked, never instead of the definition."""

from __future__ import annotations

from rathaus.fim.model import DataType, FieldKind
from rathaus.fim.rules.logic import Equals
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire import Draft, plan
from rathaus.questionnaire.language import say
from rathaus.questionnaire.presets import fitting

from .samples import NOBODY, both, field, group, required, rule, schema

TOWN, LOCKED, HIDDEN, CODE, FILE, YES, DAY, GROUP = (
    "F99000000001", "F99000000002", "F99000000003", "F99000000004", "F99000000005", "F99000000006", "F99000000007",
    "G99000000001",
)  # fmt: skip
CHANGEABLE = "Vorausgefüllt von der Verwaltung (Musterstadt). Sie können das ändern."


def asked(*positions, rules=(), **presets):
    return plan(schema(*positions), RuleReport(rules), {}, roles=NOBODY, presets=presets)


def shown(questionnaire, draft):
    """Value and hint of each question of the first page, by path."""
    outcome = questionnaire.check(draft)
    step = questionnaire.steps(draft, outcome)[0]
    view = questionnaire.view(step, draft, outcome, show_problems=False, town="Musterstadt")
    return {item.question.path: (item.value, item.hint) for item in view.items if hasattr(item, "question")}


def test_preset_is_shown_with_its_origin_until_somebody_changes_it():
    questionnaire = asked(field(TOWN, "Ort"), field(DAY, "Tag"), **{TOWN: "Musterstadt"})
    assert shown(questionnaire, Draft()) == {TOWN: ("Musterstadt", CHANGEABLE), DAY: ("", None)}
    step = questionnaire.steps(Draft())[0]
    kept = questionnaire.apply(Draft(), step, {TOWN: ["Musterstadt"], DAY: ["x"]})
    assert shown(questionnaire, kept)[TOWN] == ("Musterstadt", CHANGEABLE)
    changed = questionnaire.apply(Draft(), step, {TOWN: ["Anderswo"], DAY: ["x"]})
    assert shown(questionnaire, changed)[TOWN] == ("Anderswo", None)
    assert questionnaire.check(changed).answers == {TOWN: "Anderswo", DAY: "x"}
    emptied = questionnaire.apply(Draft(), step, {TOWN: [""], DAY: ["x"]})
    assert shown(questionnaire, emptied)[TOWN] == ("", None)


def test_origin_is_said_in_english_too():
    hint = shown(asked(field(TOWN, "Ort"), **{TOWN: "Musterstadt"}), Draft())[TOWN][1]
    assert say(hint, "en") == "Filled in by the administration (Musterstadt). You can change it."


def test_what_an_applicant_has_in_the_account_goes_before_the_preset():
    questionnaire = asked(field(TOWN, "Ort"), **{TOWN: "Musterstadt"})
    draft = Draft(values={TOWN: "Nachbarstadt"}, origins={TOWN: "account"})
    assert shown(questionnaire, draft)[TOWN] == ("Nachbarstadt", "Aus Ihrem Konto übernommen.")


def test_locked_field_takes_the_preset_for_good_and_a_hidden_one_passes_it_on():
    questionnaire = asked(
        field(LOCKED, "Behörde", kind=FieldKind.LOCKED),
        field(HIDDEN, "Kennung", kind=FieldKind.HIDDEN),
        field(DAY, "Tag", anzahl="0:1"),
        **{LOCKED: "Stadt Musterstadt", HIDDEN: "4711"},
    )
    assert shown(questionnaire, Draft()) == {
        LOCKED: ("Stadt Musterstadt", "Vorgegeben von der Verwaltung (Musterstadt)."),
        DAY: ("", None),
    }
    typed = Draft(values={LOCKED: "anders", HIDDEN: "anders"})
    assert questionnaire.check(typed).answers == {LOCKED: "Stadt Musterstadt", HIDDEN: "4711"}
    assert questionnaire.findings == ()


def test_preset_inside_a_repeated_group_begins_every_entry():
    inner = f"{GROUP}.{TOWN}"
    questionnaire = asked(group(GROUP, "Ort", field(TOWN, "Ort"), anzahl="1:*"), **{inner: "Musterstadt"})
    assert shown(questionnaire, Draft()) == {inner: ("Musterstadt", CHANGEABLE)}


def test_rules_see_a_preset_like_any_answer():
    positions = field(CODE, "Art", codes={"1": "neu", "2": "alt"}), field(TOWN, "Warum", anzahl="0:1")
    questionnaire = asked(*positions, rules=(rule(*both(TOWN, Equals(CODE, "1"))),), **{CODE: "1"})
    step = questionnaire.steps(Draft())[0]
    draft = questionnaire.apply(Draft(), step, {CODE: ["1"]})
    assert TOWN in questionnaire.check(draft).required


def test_only_single_questions_that_the_definition_leaves_open_can_be_answered_beforehand():
    made = schema(
        field(TOWN, "Ort"),
        field(LOCKED, "Fest", kind=FieldKind.LOCKED, content="steht"),
        field(FILE, "Datei", DataType.FILE),
        field(CODE, "Mehrere", anzahl="0:*"),
        field(YES, "Ja", DataType.BOOL),
        field(DAY, "Titel", kind=FieldKind.LABEL, content="Text"),
    )
    known = plan(made, RuleReport((rule(required(TOWN, Equals(YES, True))),)), {}, roles=NOBODY).presettable(made)
    assert list(known) == [TOWN, YES]


def test_unfit_presets_are_left_out_with_a_sentence_and_choices_kept_by_their_code():
    made = schema(
        group(
            GROUP, "Rahmen", field(CODE, "Art", codes={"1": "Neubau", "2": "Altbau"}), field(DAY, "Tag", DataType.DATE)
        )
    )
    known = plan(made, RuleReport(()), {}, roles=NOBODY).presettable(made)
    assert known[f"{GROUP}.{CODE}"].around == ("Rahmen",)
    given = {f"{GROUP}.{CODE}": "altbau", f"{GROUP}.{DAY}": "bald", TOWN: "x"}
    assert fitting(known, given) == (
        {f"{GROUP}.{CODE}": "2"},
        (
            (
                "Die Vorgabe für „Tag“ entfällt: "
                "Geben Sie bei „Tag“ ein Datum aus Tag, Monat und Jahr an, zum Beispiel 27.3.1985."
            ),
            f"Die Vorgabe für {TOWN} entfällt: Diese Frage gibt es hier nicht zum Vorausfüllen.",
        ),
    )
