"""What the house makes of a definition and its lists, and what a person has to look at."""

from rathaus.catalogue.forms import list_sentence
from rathaus.catalogue.reading import read
from rathaus.fim.lists import ListStatus
from rathaus.questionnaire import FindingKind
from tests.catalogue import samples


def read_sample(*lists, library=(), **definition):
    return read(samples.definition(**definition), name="zaun.xml", list_files=lists, library=lambda _schema: library)


def test_exact_list_needs_no_confirmation():
    reading = read_sample(samples.colours("1"))
    assert [(match.key, match.status, match.users) for match in reading.matches] == [
        (f"{samples.LIST}_1", ListStatus.EXACT, ("Farbe",))
    ]
    assert (reading.to_confirm, reading.fields, reading.groups) == ((), 4, 0)


def test_list_in_another_version_is_proposed_in_words():
    reading = read_sample(samples.colours("2"), samples.colours("3"))
    assert [list_sentence(match) for match in reading.to_confirm] == [
        "Die Codeliste urn:de:musterstadt:codeliste:farben ist nicht in Fassung 1 da. Wir nehmen Fassung 3."
    ]


def test_missing_list_is_said_in_words():
    assert [list_sentence(match) for match in read_sample().to_confirm] == [
        "Die Codeliste urn:de:musterstadt:codeliste:farben (Fassung 1) fehlt. Das Feld wird als freier Text gefragt."
    ]


def test_files_handed_in_go_before_the_library():
    handed_in, stored = samples.colours("1"), samples.colours("1")
    reading = read_sample(handed_in, library=[stored])
    assert next(iter(reading.lists.values())) is handed_in


def test_library_fills_in_for_a_missing_list():
    assert read_sample(library=[samples.colours("1")]).to_confirm == ()


def test_unread_rule_is_kept_with_text_and_reason():
    reading = read_sample(samples.colours(), rules=(samples.READ_RULE, samples.UNREAD_RULE))
    assert [(rule.bound.rule.id, rule.unread) for rule in reading.unread_rules] == [
        ("R99000000002", (samples.UNREAD_RULE.rstrip("."),))
    ]
    assert all(rule.reasons for rule in reading.unread_rules)


def test_notes_say_each_sentence_once_and_leave_lists_to_the_confirmation():
    reading = read_sample(rules=())
    kinds = {finding.kind for finding in reading.questionnaire.findings}
    assert kinds == {FindingKind.LIST_MISSING}
    assert list(reading.notes) == []


def test_notes_tell_what_is_wrong_between_rules_that_run():
    always = "Das Feld F99000000004 muss befüllt werden."
    never = "Das Feld F99000000004 darf nicht befüllt werden."
    notes = read_sample(samples.colours(), rules=(always, never)).notes
    contradiction = [note for note in notes if "unter denselben Antworten" in note]
    assert len(contradiction) == 1
    assert read_sample(samples.colours(), rules=(always,)).notes == ()
