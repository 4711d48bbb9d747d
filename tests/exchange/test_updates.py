"""Three ways by meaning: what the origin changed, beside what the town changed, and what is left once it is taken."""

from dataclasses import replace

import pytest

from rathaus import fim
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.trials import Trial
from rathaus.exchange.updates.model import Part
from rathaus.exchange.updates.services import Update
from rathaus.fim import writer
from rathaus.fim.rules.byhand import HandReading, text_hash
from rathaus.fim.rules.jsonform import statement_from_json
from tests.catalogue import samples
from tests.fim import samples as old_samples

TEXTS = {"name": "Zaun streichen", "teaser": "Für Zäune.", "cost": "10 Euro"}


def contents(*, source=None, changes=(), lists="1", **more):
    """The small sample; `changes` are replaced in its XML."""
    xml = (source or samples.definition(list_version=lists, rules=more.pop("rules", (samples.READ_RULE,)))).decode()
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new)
    given = {f"{samples.LIST}_{lists}": samples.colours(lists).data}
    return ServiceContents(definition=xml.encode(), lists=given, **{"texts": TEXTS} | more)


def update(theirs, mine=None, base=None):
    before = base or contents()
    return Update.of(before, mine or before, theirs)


def label(number, text, old=None):
    """The field's question in other words."""
    was = old or {1: "Familienname", 2: "E-Mail-Adresse", 3: "Farbe", 4: "Warum"}[number]
    tag = "x:bezeichnungEingabe"
    return f"<{tag}>{was}</{tag}>", f"<{tag}>{text}</{tag}>"


def limited(xml, number, most):
    """The definition with a limit on a field."""
    text = xml.decode()
    at = text.index(f"F9900000000{number}</x:id>")
    place = text.index("</x:datentyp>", at) + len("</x:datentyp>")
    return (text[:place] + f'<x:praezisierung maxLength="{most}"/>' + text[place:]).encode()


def with_field(xml, number, name, *, after=2):
    """The definition with one question more."""
    text = xml.decode()
    at = text.index(f"F9900000000{after}</x:id>")
    place = text.index("</x:struktur>", at) + len("</x:struktur>")
    return (text[:place] + samples.use(samples.field(number, name)) + text[place:]).encode()


def without_field(xml, number):
    text = xml.decode()
    at = text.index(f"F9900000000{number}</x:id>")
    start, end = text.rindex("<x:struktur>", 0, at), text.index("</x:struktur>", at) + len("</x:struktur>")
    return (text[:start] + text[end:]).encode()


def labels(of):
    return [one.element.label_input for one in fim.read(of.definition, name="x").positions.values()]


def shown(differences):
    return [(one.part, one.title, *map(str, one.sentences)) for one in differences]


# What is told ---------------------------------------------------------------------------------------------------------


def test_nothing_is_told_where_nothing_changed():
    assert update(contents()).differences == ()


def test_a_question_in_other_words():
    (found,) = update(contents(changes=[label(4, "Weshalb")])).differences
    assert (found.part, found.title) == (Part.QUESTIONS, "Weshalb")
    assert found.sentences == ("„Weshalb“ (F99000000004): Die Frage ist anders formuliert.",)
    assert (found.before, found.theirs, found.mine, found.conflict) == ("Warum", "Weshalb", "Warum", False)


def test_another_limit():
    (found,) = update(contents(source=limited(samples.definition(), 4, 80))).differences
    assert (found.part, found.title, found.theirs) == (Part.LIMITS, "Warum", "bis 80 Zeichen")


def test_other_codes():
    theirs = contents(lists="2")
    assert [(one.part, one.title) for one in update(theirs).differences] == [(Part.CODES, "Farbe")]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), (samples.READ_RULE,), "Die Regel ist neu."),
        ((samples.READ_RULE,), (), "Die Regel entfällt."),
        ((samples.READ_RULE,), (samples.UNREAD_RULE,), "Die Regel ist anders."),
    ],
)
def test_another_rule(before, after, told):
    found = update(contents(rules=after), base=contents(rules=before)).differences
    assert shown(found) == [(Part.RULES, "Regel 1", told)]


def test_a_question_more_and_one_less():
    more = contents(source=with_field(samples.definition(), 5, "Höhe"))
    assert shown(update(more).differences) == [(Part.QUESTIONS, "Höhe", "„Höhe“ ist neu.")]
    less = contents(source=without_field(samples.definition(rules=()), 4))
    found = update(less, base=contents(rules=())).differences
    assert shown(found) == [(Part.QUESTIONS, "Warum", "„Warum“ entfällt.")]


def test_texts_letters_presets_and_roles():
    theirs = contents(
        texts=TEXTS | {"cost": "12 Euro", "translations": {"en": {"name": "Paint a fence"}}},
        letters={"granted": "Ja."},
        presets={"F99000000003": "1"},
        positions={"family": "F99000000001"},
    )
    assert [(one.part, one.title, one.theirs) for one in update(theirs).differences] == [
        (Part.TEXTS, "Name der Leistung (en)", "Paint a fence"),
        (Part.TEXTS, "Kosten", "12 Euro"),
        (Part.PRESETS, "Farbe", "1"),
        (Part.LETTERS, "Bescheid: Bewilligung", "Ja."),
        (Part.ROLES, "Familienname", "Familienname"),
    ]


def by_hand(target="F99000000004"):
    says = (statement_from_json({"effect": "required", "target": target, "when": True}),)
    return HandReading("R99000000002", "", text_hash(samples.UNREAD_RULE), says, (), "service_owner", "administrator")


def test_a_rule_written_by_hand_is_told_in_words_and_taken():
    rules = (samples.READ_RULE, samples.UNREAD_RULE)
    mine = contents(rules=rules)
    theirs = replace(mine, rules=(by_hand(),))
    one = update(theirs, mine, mine)
    (found,) = one.differences
    assert (found.part, found.title, found.before) == (Part.BY_HAND, "R99000000002", None)
    assert found.theirs == "„Warum“ muss immer ausgefüllt werden."
    assert one.taken({found.key}).rules == (by_hand(),)
    back = update(mine, theirs, theirs)
    assert back.taken({each.key for each in back.differences}).rules == ()


# What is not told -----------------------------------------------------------------------------------------------------


def test_what_only_the_town_changed_is_not_told():
    mine = contents(changes=[label(4, "Wieso")], texts=TEXTS | {"cost": "nichts"})
    assert update(contents(), mine).differences == ()


def test_what_both_changed_alike_is_not_told():
    same = contents(changes=[label(4, "Wieso")], texts=TEXTS | {"cost": "nichts"})
    assert update(same, same).differences == ()


# Conflicts ------------------------------------------------------------------------------------------------------------


def test_what_both_changed_otherwise_stands_side_by_side():
    theirs, mine = contents(changes=[label(4, "Weshalb")]), contents(changes=[label(4, "Wieso")])
    (found,) = update(theirs, mine).differences
    assert (found.before, found.theirs, found.mine) == ("Warum", "Weshalb", "Wieso")
    assert found.own == ("„Wieso“ (F99000000004): Die Frage ist anders formuliert.",)
    assert found.conflict


def test_a_change_of_a_question_that_the_town_dropped():
    base = contents(rules=())
    mine = contents(source=without_field(samples.definition(rules=()), 4))
    theirs = contents(rules=(), changes=[label(4, "Weshalb")])
    one = update(theirs, mine, base)
    (found,) = one.differences
    assert (found.key, found.own, found.mine) == ("add:F99000000004", ("Bei Ihnen gibt es das nicht mehr.",), None)
    assert labels(one.taken({found.key}))[-1] == "Weshalb"


def test_dropping_a_question_that_the_town_changed():
    base = contents(rules=())
    theirs = contents(source=without_field(samples.definition(rules=()), 4))
    mine = contents(rules=(), changes=[label(4, "Wieso")])
    (found,) = update(theirs, mine, base).differences
    assert (found.conflict, found.theirs, found.mine) == (True, None, "Wieso")


# Taking ---------------------------------------------------------------------------------------------------------------


def test_taking_nothing_changes_nothing_but_the_trials():
    mine = contents(changes=[label(4, "Wieso")])
    theirs = contents(changes=[label(1, "Name")], trials=(Trial({}, "2026-11-27"),))
    taken = update(theirs, mine).taken(())
    assert taken.definition == mine.definition
    assert taken.service_texts() == mine.service_texts()
    assert (taken.lists, taken.trials) == (mine.lists, theirs.trials)


def test_taking_everything_without_own_changes_gives_the_definition_as_published():
    theirs = contents(source=with_field(samples.definition(label="Zaun malen"), 5, "Höhe"), lists="1")
    one = update(theirs)
    assert one.taken({each.key for each in one.differences}).definition == theirs.definition


def test_taking_one_change_leaves_the_own_and_the_others():
    theirs = contents(
        source=limited(with_field(samples.definition(), 5, "Höhe"), 4, 80),
        changes=[label(1, "Nachname")],
        texts=TEXTS | {"cost": "12 Euro", "teaser": "Für alle Zäune."},
    )
    mine = contents(changes=[label(2, "E-Mail")], texts=TEXTS | {"teaser": "Für unsere Zäune."})
    one = update(theirs, mine)
    keys = {each.key for each in one.differences}
    assert keys == {"add:F99000000005", "questions:F99000000001", "limits:F99000000004", "texts:cost", "texts:teaser"}
    taken = one.taken({"add:F99000000005", "texts:cost"})
    assert labels(taken) == ["Familienname", "E-Mail", "Höhe", "Farbe", "Warum"]
    assert (taken.texts["cost"], taken.texts["teaser"]) == ("12 Euro", "Für unsere Zäune.")
    left = Update.of(contents(), taken, theirs).differences
    assert {each.key for each in left} == keys - {"add:F99000000005", "texts:cost"}


@pytest.mark.parametrize(
    "theirs",
    [
        contents(changes=[label(1, "Nachname")]),
        contents(source=limited(samples.definition(), 4, 80)),
        contents(lists="2"),
        contents(rules=(samples.UNREAD_RULE,)),
        contents(rules=()),
        contents(rules=(samples.READ_RULE, samples.UNREAD_RULE)),
        contents(source=with_field(samples.definition(), 5, "Höhe", after=4)),
        contents(source=samples.definition(label="Zaun malen")),
        contents(letters={"granted": "Ja."}, presets={"F99000000003": "1"}, positions={"family": "F99000000001"}),
        contents(rules=(samples.READ_RULE, samples.UNREAD_RULE), texts=TEXTS | {"cost": ""}),
    ],
)
def test_what_was_taken_is_no_difference_any_more_and_the_own_is_still_there(theirs):
    mine = contents(changes=[label(2, "E-Mail")], texts=TEXTS | {"hints": "Bei uns nur mittwochs."})
    one = update(theirs, mine)
    assert one.differences
    taken = one.taken({each.key for each in one.differences})
    again = Update.of(contents(), taken, theirs)
    assert again.differences == ()
    assert "E-Mail" in labels(taken)
    assert taken.texts["hints"] == "Bei uns nur mittwochs."


def test_the_order_is_taken_and_the_own_question_stays_where_it_was():
    base = contents(rules=())
    xml = samples.definition(rules=()).decode()
    first = xml.index("<x:struktur>")
    end = xml.index("</x:struktur>") + len("</x:struktur>")
    last = xml.rindex("</x:struktur>") + len("</x:struktur>")
    theirs = contents(source=(xml[:first] + xml[end:last] + xml[first:end] + xml[last:]).encode())
    mine = contents(source=with_field(samples.definition(rules=()), 5, "Höhe", after=2))
    one = update(theirs, mine, base)
    (found,) = one.differences
    assert found.sentences == ("Die Reihenfolge ist anders.",)
    assert labels(one.taken({found.key})) == ["E-Mail-Adresse", "Höhe", "Farbe", "Warum", "Familienname"]


def test_a_new_code_list_comes_with_its_question():
    base = contents(source=without_field(samples.definition(rules=()), 3))
    base = replace(base, lists={})
    theirs = contents(rules=())
    one = Update.of(base, replace(base, texts=TEXTS | {"hints": "x"}), theirs)
    taken = one.taken({"add:F99000000003"})
    assert taken.lists == theirs.lists
    assert labels(taken) == ["Familienname", "E-Mail-Adresse", "Farbe", "Warum"]


# Two dialects ---------------------------------------------------------------------------------------------------------


def old(first="", second="Frage F99000002"):
    """A service of 2.0: the limits of its first question, and the words of its second."""
    source = old_samples.schema2(
        old_samples.use(old_samples.field2("F99000001", limits=first)),
        old_samples.use(old_samples.field2("F99000002")),
    ).replace(b"Frage F99000002", second.encode())
    presets, positions = {"F99000002": "x"}, {"family": "F99000001"}
    return ServiceContents(definition=source, lists={}, texts=TEXTS, presets=presets, positions=positions)


LIMIT = '{"maxLength":"30"}'


def test_definitions_of_2_0_stay_as_they_are_unless_a_part_of_one_is_taken():
    mine = replace(old(second="Name"), texts=TEXTS | {"hints": "x"})
    theirs = replace(old(LIMIT), texts=TEXTS | {"cost": "12 Euro"})
    one = Update.of(old(), mine, theirs)
    assert {each.key for each in one.differences} == {"limits:F99000001", "texts:cost"}
    assert one.taken({"texts:cost"}).definition == mine.definition
    whole = Update.of(old(), old(), theirs)
    assert whole.taken({each.key for each in whole.differences}).definition == theirs.definition
    part = one.taken({"limits:F99000001"})
    assert labels(part) == ["Frage F99000001", "Name"]
    assert part.presets == {"F99000000002": "x"}
    assert part.positions == {"family": "F99000000001"}


def test_a_definition_that_went_over_to_3_0_0_is_compared_by_its_new_ids():
    theirs = replace(old(LIMIT), definition=writer.write(fim.read(old(LIMIT).definition, name="x")))
    theirs = replace(theirs, presets={"F99000000002": "x"}, positions={"family": "F99000000001"})
    one = Update.of(old(), old(second="Name"), theirs)
    assert {each.key for each in one.differences} == {"limits:F99000000001"}
    assert labels(one.taken({"limits:F99000000001"})) == ["Frage F99000001", "Name"]
