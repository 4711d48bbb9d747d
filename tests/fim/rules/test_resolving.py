"""Which position an id means, and which value a word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rathaus.fim.model import Code, CodeList, Dialect, Schema
from rathaus.fim.rules import RuleStatus, read_rules
from rathaus.fim.rules.logic import Compare, Effect, EffectKind, Equals, Filled, Not
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.terms import Answer, Number, Op
from tests.fim.rules import building

A, T, U = "F99000000001", "F99000000021", "F99000000022"
ART = "F99000000011"
G, H, K = "G99000000001", "G99000000002", "G99000000003"
OPENS = f"Wenn {A} = wahr, dann muss {T} befüllt werden."


def rules_of(made: Schema) -> list[ReadRule]:
    return list(read_rules(made).rules)


def opened(rule: ReadRule) -> list[tuple[str, object]]:
    return [(effect.target, effect.when) for effect in rule.effects]


def test_id_means_the_position_below_the_bearer() -> None:
    inner = building.group(G, building.field(A, building.TRUTH), building.field(T), rules=(OPENS,))
    outer = building.group(H, building.field(A, building.TRUTH), building.field(T))
    (rule,) = rules_of(building.schema(outer, inner))
    assert opened(rule) == [(f"{G}.{T}", Equals(f"{G}.{A}", True))]


def test_id_that_is_not_below_the_bearer_means_the_nearest_enclosing_scope() -> None:
    bearer = building.group(G, building.field(T), rules=(OPENS,))
    near = building.group(H, building.field(A, building.TRUTH), bearer)
    far = building.group(K, building.field(A, building.TRUTH))
    (rule,) = rules_of(building.schema(near, far))
    assert opened(rule) == [(f"{H}.{G}.{T}", Equals(f"{H}.{A}", True))]


def test_id_at_several_places_of_the_nearest_scope_is_unclear() -> None:
    made = building.schema(
        building.field(A, building.TRUTH),
        building.group(G, building.field(T)),
        building.group(H, building.field(T)),
        rules=(OPENS,),
    )
    (rule,) = rules_of(made)
    assert rule.status is RuleStatus.UNCLEAR
    assert rule.reasons == (f"{T} steht an 2 Stellen; der Text sagt nicht, welche gemeint ist.",)


def test_dotted_path_is_taken_as_written() -> None:
    text = f"Wenn {G}.{A} = wahr, dann muss {H}.{T} befüllt werden."
    made = building.schema(
        building.field(A, building.TRUTH),
        building.group(G, building.field(A, building.TRUTH), building.field(T)),
        building.group(H, building.field(T)),
        rules=(text,),
    )
    (rule,) = rules_of(made)
    assert opened(rule) == [(f"{H}.{T}", Equals(f"{G}.{A}", True))]


def test_dotted_path_that_is_not_there_is_unclear() -> None:
    made = building.schema(
        building.group(G, building.group(H, building.field(T))),
        building.field(A, building.TRUTH),
        rules=(f"Wenn {A} = wahr, dann muss {G}.{T} befüllt werden.",),
    )
    (rule,) = rules_of(made)
    assert rule.reasons == (f"Den Pfad {G}.{T} gibt es im Schema nicht.",)


def test_group_named_in_words_may_lie_further_up() -> None:
    made = building.schema(
        building.group(G, building.group(K, building.field(A, building.TRUTH))),
        building.group(H, building.field(A, building.TRUTH)),
        building.field(T),
        rules=(f"Wenn in Feldgruppe {G} „Erste“ im Datenfeld {A} „Frage“ = wahr, dann muss {T} befüllt werden.",),
    )
    (rule,) = rules_of(made)
    assert opened(rule) == [(T, Equals(f"{G}.{K}.{A}", True))]


def test_field_cannot_be_named_inside_a_field() -> None:
    made = building.schema(
        building.field(A, building.TRUTH),
        building.field(T),
        rules=(f"Wenn in Feld {T} „Erste“ im Datenfeld {A} = wahr, dann muss {T} befüllt werden.",),
    )
    (rule,) = rules_of(made)
    assert rule.status is RuleStatus.UNCLEAR


def test_ids_of_eight_digits_mean_those_of_eleven_in_version_3() -> None:
    text = "Wenn F99000001 = wahr, dann muss F99000021 befüllt werden."
    made = building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,))
    (rule,) = rules_of(made)
    assert opened(rule) == [(T, Equals(A, True))]


def test_ids_of_eight_digits_are_themselves_in_version_2() -> None:
    text = "Wenn F99000001 = wahr, dann muss F99000021 befüllt werden."
    fields = (building.field("F99000001", building.TRUTH), building.field("F99000021"))
    (rule,) = rules_of(building.schema(*fields, rules=(text,), dialect=Dialect.XDF2))
    assert opened(rule) == [("F99000021", Equals("F99000001", True))]
    (rule,) = rules_of(building.schema(building.field(A), building.field(T), rules=(text,), dialect=Dialect.XDF2))
    assert rule.reasons == ("F99000001 kommt im Schema nicht vor.",)


def test_absent_target_beside_others_is_void_and_noted() -> None:
    text = f"Wenn {A} = wahr, dann müssen {T} „da“ und F99000099999 „weg“ befüllt werden."
    made = building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,))
    (rule,) = rules_of(made)
    assert (rule.status, rule.notes) == (RuleStatus.EXECUTABLE, ("F99000099999 kommt im Schema nicht vor.",))
    assert opened(rule) == [(T, Equals(A, True))]


def test_absent_condition_makes_the_sentence_void() -> None:
    text = f"Wenn F99000099999 = wahr, dann muss {T} befüllt werden."
    (rule,) = rules_of(building.schema(building.field(T), rules=(text,)))
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, ("F99000099999 kommt im Schema nicht vor.",))


def test_absent_member_of_at_least_one_changes_nothing_for_the_others() -> None:
    text = f"Es muss mindestens eines der Felder {T}, {U} oder F99000099999 befüllt sein."
    (rule,) = rules_of(building.schema(building.field(T), building.field(U), rules=(text,)))
    assert (rule.status, rule.notes) == (RuleStatus.EXECUTABLE, ("F99000099999 kommt im Schema nicht vor.",))
    (constraint,) = rule.constraints
    assert constraint.paths == (T, U)


def test_only_present_member_of_at_least_one_must_be_there() -> None:
    text = f"Es muss mindestens eines der Felder {T} oder F99000099999 befüllt sein."
    (rule,) = rules_of(building.schema(building.field(T), rules=(text,)))
    assert rule.constraints[0].holds == Filled(T)


def test_at_least_one_of_nothing_that_is_there_is_unclear() -> None:
    text = "Es muss mindestens eines der Felder F99000099998 oder F99000099999 befüllt sein."
    (rule,) = rules_of(building.schema(building.field(T), rules=(text,)))
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, ("F99000099999 kommt im Schema nicht vor.",))


def test_absent_member_of_exactly_one_is_unclear() -> None:
    text = f"Es muss entweder das Feld {T} oder das Feld F99000099999 befüllt werden."
    (rule,) = rules_of(building.schema(building.field(T), rules=(text,)))
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, ("F99000099999 kommt im Schema nicht vor.",))


LIST = "urn:de:beispiel:art"


def list_of(*codes: tuple[str, str]) -> dict[str, CodeList]:
    made = tuple(Code(code, name) for code, name in codes)
    return {f"{LIST}_1": CodeList(LIST, "1", f"{LIST}_1", "Art", None, made, "code", "name")}


def by_list(value: str) -> Schema:
    text = f"Wenn {ART} = {value}, dann muss {T} befüllt werden."
    return building.schema(building.field(ART, list_uri=LIST), building.field(T), rules=(text,))


@pytest.mark.parametrize(
    ("value", "meant"), [("02", "02"), ("02 „beliebig benannt“", "02"), ("„zweitens“", "02"), ("„ZWEITENS“", "02")]
)
def test_value_is_a_code_of_the_list_or_its_name(value: str, meant: str) -> None:
    (rule,) = read_rules(by_list(value), list_of(("01", "erstens"), ("02", "zweitens"))).rules
    assert opened(rule) == [(T, Equals(ART, meant))]


@pytest.mark.parametrize("value", ["„drittens“", "2", "„erstens und zweitens“"])
def test_value_that_the_list_does_not_know_is_unclear(value: str) -> None:
    (rule,) = read_rules(by_list(value), list_of(("01", "erstens"), ("02", "zweitens"))).rules
    text = value.strip("„“")
    assert rule.reasons == (f"Die Codeliste von {ART} kennt „{text}“ nicht.",)


def test_name_that_two_codes_share_is_unclear() -> None:
    (rule,) = read_rules(by_list("„gleich“"), list_of(("01", "gleich"), ("02", "gleich"))).rules
    assert rule.status is RuleStatus.UNCLEAR


def test_code_is_taken_as_written_where_the_list_is_missing() -> None:
    (rule,) = read_rules(by_list("001 „erstens“")).rules
    assert opened(rule) == [(T, Equals(ART, "001"))]


def test_name_without_a_code_is_unclear_where_the_list_is_missing() -> None:
    (rule,) = read_rules(by_list("„erstens“")).rules
    assert rule.reasons == (f"Die Codeliste von {ART} fehlt; „erstens“ hat keinen sicheren Code.",)


def test_bare_name_with_und_must_be_the_name_of_the_code() -> None:
    listed = list_of(("01", "Name und Anschrift"), ("02", "Name"))
    (rule,) = read_rules(by_list("01 - Name und Anschrift"), listed).rules
    assert opened(rule) == [(T, Equals(ART, "01"))]
    (rule,) = read_rules(by_list("02 - Name und Anschrift"), listed).rules
    assert rule.reasons == ("Ob „Name und Anschrift“ ganz zum Namen des Werts 02 gehört, ist nicht sicher.",)


def test_bare_name_with_und_must_be_the_name_of_the_element() -> None:
    text = f"Wenn {A} Jagd und Fischerei = wahr, dann muss {T} befüllt werden."
    made = building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,))
    (rule,) = rules_of(made)
    assert rule.reasons == (f"Ob „Jagd und Fischerei“ ganz zum Namen von {A} gehört, ist nicht sicher.",)


def test_number_is_compared_as_number_and_no_date_is_one() -> None:
    text = f"Wenn {A} = 5, dann muss {T} befüllt werden."
    (rule,) = rules_of(building.schema(building.field(A, building.NUMBER), building.field(T), rules=(text,)))
    assert opened(rule) == [(T, Compare(Answer(A), Op.EQ, Number(Decimal(5))))]
    (rule,) = rules_of(building.schema(building.field(A, building.DATE), building.field(T), rules=(text,)))
    assert rule.reasons == (f"{A} kann den Wert „5“ nicht haben.",)


def test_two_values_at_once_on_a_repeated_choice_are_a_contradiction() -> None:
    text = (
        f"WENN {ART} = 001, DANN aktiviere {T} „a“. "
        f"WENN {ART} = alle anderen möglichen Ausprägungen, DANN deaktiviere {T} „a“."
    )
    codes = ("001 erstens", "002 zweitens")
    single = building.schema(building.field(ART, codes=codes), building.field(T), rules=(text,))
    assert rules_of(single)[0].status is RuleStatus.EXECUTABLE
    branches = f"Wenn {ART} = 001, dann muss {T} befüllt sein. Wenn {ART} = 002, dann darf {T} nicht befüllt sein."
    several = building.schema(building.field(ART, codes=codes, anzahl="0:*"), building.field(T), rules=(branches,))
    assert rules_of(several)[0].reasons == (f"Der Text widerspricht sich: {T} wäre zugleich Pflicht und verboten.",)


def test_unread_sentence_about_another_element_leaves_the_rest_running() -> None:
    text = f"Wenn {A} = wahr, dann muss {T} befüllt werden. Wenn {A} = wahr, dann vielleicht {U}."
    made = building.schema(building.field(A, building.TRUTH), building.field(T), building.field(U), rules=(text,))
    (rule,) = rules_of(made)
    assert rule.status is RuleStatus.PARTIAL
    assert rule.effects == (Effect(EffectKind.REQUIRED, T, Equals(A, True)),)
    assert rule.unread == (f"Wenn {A} = wahr, dann vielleicht {U}",)


def test_unread_sentence_about_the_same_element_stops_it() -> None:
    text = f"Wenn {A} = wahr, dann muss {T} befüllt werden. Wenn {A} <> wahr, dann vielleicht {T}."
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,)))
    assert (rule.status, rule.effects) == (RuleStatus.UNCLEAR, ())
    assert len(rule.unread) == 2


@pytest.mark.parametrize("other", ["Das war nicht ernst gemeint.", f"Folgendes gilt nur sonntags für {U}."])
def test_unread_sentence_that_could_mean_everything_stops_everything(other: str) -> None:
    text = f"Wenn {A} = wahr, dann muss {T} befüllt werden. {other}"
    made = building.schema(building.field(A, building.TRUTH), building.field(T), building.field(U), rules=(text,))
    (rule,) = rules_of(made)
    assert (rule.status, rule.effects) == (RuleStatus.UNCLEAR, ())


def test_sentence_that_may_or_may_not_be_limited_to_the_laender_before_is_unread() -> None:
    text = (
        f"Für die Länder NW, SL gilt: Wenn {A} = wahr, dann muss {T} befüllt sein. "
        f"Wenn {A} = wahr, dann muss {U} befüllt sein."
    )
    made = building.schema(building.field(A, building.TRUTH), building.field(T), building.field(U), rules=(text,))
    (rule,) = rules_of(made)
    assert (rule.status, [effect.target for effect in rule.effects]) == (RuleStatus.PARTIAL, [T])
    assert rule.reasons == ("Ob der Satz noch für die zuvor genannten Länder gilt, sagt der Text nicht.",)


def test_all_other_values_need_every_other_branch() -> None:
    text = f"WENN {ART} = alle anderen möglichen Ausprägungen, DANN deaktiviere {T} „a“."
    codes = ("001 erstens", "002 zweitens")
    (rule,) = rules_of(building.schema(building.field(ART, codes=codes), building.field(T), rules=(text,)))
    assert rule.reasons == ("„Alle anderen“ ist nur sicher, wenn alle übrigen Zweige gelesen sind.",)


def test_all_other_values_inside_another_condition_is_unclear() -> None:
    text = f"WENN {ART} = alle anderen Werte UND {A} = wahr, DANN deaktiviere {T} „a“."
    fields = (building.field(ART, codes=("001 a", "002 b")), building.field(A, building.TRUTH), building.field(T))
    (rule,) = rules_of(building.schema(*fields, rules=(text,)))
    assert rule.reasons == ("„Alle anderen“ steht neben anderen Bedingungen; das ist nicht sicher zu lesen.",)


def test_bare_reference_that_is_no_truth_value_is_unclear() -> None:
    text = f"Wenn {ART}, dann muss {T} befüllt werden."
    (rule,) = rules_of(building.schema(building.field(ART, codes=("001 a", "002 b")), building.field(T), rules=(text,)))
    assert rule.reasons == (f"Die Codeliste von {ART} kennt „wahr“ nicht.",)


def test_not_of_several_values_in_a_list() -> None:
    text = f"Wenn {ART} <> 001, 002 und 003, dann muss {T} befüllt werden."
    made = building.schema(building.field(ART, codes=("001 a", "002 b", "003 c")), building.field(T), rules=(text,))
    (rule,) = rules_of(made)
    (effect,) = rule.effects
    assert isinstance(effect.when, Not)


def many(count: int, text: str) -> Schema:
    asked = (building.field(f"F990001000{number:02}", building.TRUTH) for number in range(count))
    return building.schema(*asked, building.field(T), rules=(text,))


def test_many_alternatives_are_still_checked_for_contradictions() -> None:
    names = ", ".join(f"F990001000{number:02}" for number in range(14))
    (rule,) = rules_of(many(14, f"{T} ist ein Pflichtfeld, wenn eines der Felder {names} mit „Ja“ belegt ist."))
    assert rule.status is RuleStatus.EXECUTABLE


def test_condition_that_is_too_large_to_check_is_unclear() -> None:
    names = ", ".join(f"F990001000{number:02}" for number in range(15))
    (rule,) = rules_of(many(15, f"{T} ist ein Pflichtfeld, wenn eines der Felder {names} mit „Ja“ belegt ist."))
    assert rule.reasons == ("Die Bedingung ist zu verwickelt, um sie auf Widersprüche zu prüfen.",)


def test_branches_that_are_too_large_together_are_unclear() -> None:
    first = ", ".join(f"F990001000{number:02}" for number in range(8))
    second = ", ".join(f"F990001000{number:02}" for number in range(8, 16))
    text = (
        f"{T} ist ein Pflichtfeld, wenn eines der Felder {first} mit „Ja“ belegt ist. "
        f"{T} ist auszublenden, wenn alle Felder {second} mit „Nein“ belegt sind."
    )
    (rule,) = rules_of(many(16, text))
    assert rule.reasons == (f"Die Bedingungen für {T} sind zu verwickelt, um sie auf Widersprüche zu prüfen.",)


def test_count_of_a_report() -> None:
    report = read_rules(many(1, OPENS))
    assert [report.count(status) for status in RuleStatus] == [0, 0, 1]


@pytest.mark.parametrize("written", ["F9900000021", "F990000000021", "F99000000012", "F99000000031", "F99000000201"])
def test_mistyped_id_is_the_one_that_its_name_leaves_no_doubt_of(written: str) -> None:
    text = f"Wenn {A} = wahr, dann muss {written} „Grund“ befüllt werden."
    reason = building.relabelled(building.field(T), "Grund")
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), reason, rules=(text,)))
    assert opened(rule) == [(T, Equals(A, True))]


@pytest.mark.parametrize(
    ("written", "name"), [("F9900000021", "Anderer Name"), ("F99000000099", "Grund"), ("G9900000021", "Grund")]
)
def test_mistyped_id_with_another_name_or_more_than_one_slip_is_absent(written: str, name: str) -> None:
    text = f"Wenn {A} = wahr, dann muss {written} „{name}“ befüllt werden."
    reason = building.relabelled(building.field(T), "Grund")
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), reason, rules=(text,)))
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, (f"{written} kommt im Schema nicht vor.",))


def test_mistyped_id_is_the_one_that_has_its_name_in_the_same_text() -> None:
    text = (
        f"Wenn {A} „Art“ = wahr, dann muss {T} befüllt sein. Wenn F9900000001 „Art“ <> wahr, dann ist {T} auszublenden."
    )
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,)))
    assert opened(rule) == [(T, Equals(A, True)), (T, Not(Equals(A, True)))]


def test_absent_element_drops_out_of_any_and_none() -> None:
    text = (
        f"Wenn {A} = wahr ODER F99000099999 = wahr, dann muss {T} befüllt sein. "
        f"Wenn {A} <> wahr UND F99000099999 <> wahr, dann ist {T} auszublenden."
    )
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,)))
    assert (rule.status, rule.notes) == (RuleStatus.EXECUTABLE, ("F99000099999 kommt im Schema nicht vor.",))
    assert [effect.kind for effect in rule.effects] == [EffectKind.REQUIRED, EffectKind.FORBIDDEN]


def test_absent_element_among_all_stops_the_sentence() -> None:
    text = f"Wenn {A} = wahr UND F99000099999 = wahr, dann muss {T} befüllt sein."
    (rule,) = rules_of(building.schema(building.field(A, building.TRUTH), building.field(T), rules=(text,)))
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, ("F99000099999 kommt im Schema nicht vor.",))
