"""An address that was given already can be taken over where another one is asked."""

from rathaus.fim.rules.logic import Equals
from rathaus.questionnaire import Draft, OfferView, Questionnaire

from .samples import both, field, group, make, rule

HOME, FIRM, OWN, LIST = (f"G9900000000{n}" for n in range(1, 5))
STREET, NUMBER, POSTCODE, TOWN = (f"F60000000{n}" for n in (243, 244, 246, 247))
ASKED = "F99000000001"
PARTS = {STREET: "Straße", NUMBER: "Hausnummer", POSTCODE: "Postleitzahl", TOWN: "Ort"}
LIME = ("Lindenallee", "12", "59999", "Lindenfurt")
OAK = ("Eichweg", "3", "59998", "Eichdorf")


def address(id_: str, *more: str, anzahl: str = "1:1"):
    return group(id_, f"Anschrift {id_}", *(field(*one) for one in PARTS.items()), *map(field, more), anzahl=anzahl)


def values(prefix: str, texts: tuple[str, ...]) -> dict[str, str]:
    return {f"{prefix}.{id_}": text for id_, text in zip(PARTS, texts, strict=True) if text}


def offers(asked: Questionnaire, draft: Draft, slug: str) -> list[tuple[str, str, str]]:
    step = asked.step(slug, draft)
    assert step is not None
    items = asked.view(step, draft, asked.check(draft), show_problems=False).items
    return [(item.target, item.source, item.text) for item in items if isinstance(item, OfferView)]


def two() -> Questionnaire:
    return make(address(HOME), address(FIRM))


def test_address_given_before_is_offered_and_taken_over() -> None:
    asked, draft = two(), Draft(values=values(HOME, LIME))
    found = offers(asked, draft, f"{FIRM}.{STREET}")
    assert found == [(f"{FIRM}.{STREET}", f"{HOME}.{STREET}", "Lindenallee 12, 59999 Lindenfurt")]
    taken = asked.addresses.take_over(draft, *found[0][:2])
    assert taken.values == draft.values | values(FIRM, LIME)
    assert taken.origins == dict.fromkeys(values(FIRM, LIME), "above")
    assert offers(asked, taken, f"{FIRM}.{STREET}") == []


def test_where_a_value_came_from_is_said_until_it_is_changed() -> None:
    asked = two()
    draft = asked.addresses.take_over(Draft(values=values(HOME, LIME)), f"{FIRM}.{STREET}", f"{HOME}.{STREET}")
    draft = draft.with_values({f"{FIRM}.{NUMBER}": "13"})
    step = asked.step(f"{FIRM}.{STREET}", draft)
    assert step is not None
    view = asked.view(step, draft, asked.check(draft), show_problems=False)
    hints = [item.hint for item in view.items if not isinstance(item, OfferView)]  # type: ignore[union-attr]
    told = "Aus Ihren früheren Angaben übernommen."
    assert [told in (hint or "") for hint in hints] == [True, False, True, True]


def test_nothing_is_offered_before_the_first_address_or_from_half_of_one() -> None:
    asked = two()
    assert offers(asked, Draft(values=values(FIRM, OAK)), f"{HOME}.{STREET}") == []
    assert offers(asked, Draft(values=values(HOME, (*LIME[:3], ""))), f"{FIRM}.{STREET}") == []


def test_address_without_a_number_is_enough() -> None:
    asked, draft = two(), Draft(values=values(HOME, ("Postfach", "", *LIME[2:])))
    assert [text for _, _, text in offers(asked, draft, f"{FIRM}.{STREET}")] == ["Postfach, 59999 Lindenfurt"]


def test_the_same_address_is_offered_once_and_others_beside_it() -> None:
    asked = make(address(HOME), address(FIRM), address(OWN), address(LIST))
    draft = Draft(values=values(HOME, LIME) | values(FIRM, OAK) | values(OWN, LIME))
    assert [source for _, source, _ in offers(asked, draft, f"{LIST}.{STREET}")] == [
        f"{HOME}.{STREET}",
        f"{FIRM}.{STREET}",
    ]


def test_of_a_list_earlier_entries_are_offered_in_later_ones_and_outside() -> None:
    asked = make(address(LIST, anzahl="1:*"), address(HOME))
    draft = Draft(
        entries={LIST: ("a", "b", "c")},
        values=values(f"{LIST}[a]", LIME) | values(f"{LIST}[b]", OAK),
    )
    assert offers(asked, draft, f"{LIST}~a.{STREET}") == []
    targets = [offers(asked, draft, slug) for slug in (f"{LIST}~c.{STREET}", f"{HOME}.{STREET}")]
    assert [[source for _, source, _ in one] for one in targets] == [
        [f"{LIST}[a].{STREET}", f"{LIST}[b].{STREET}"],
    ] * 2


def test_of_two_addresses_in_an_entry_the_one_beside_is_offered() -> None:
    asked = make(group(LIST, "Person", address(HOME), address(FIRM), anzahl="1:*"))
    draft = Draft(
        entries={LIST: ("a", "b")},
        values=values(f"{LIST}[a].{HOME}", LIME) | values(f"{LIST}[b].{HOME}", OAK),
    )
    assert [source for _, source, _ in offers(asked, draft, f"{LIST}~b.{HOME}.{STREET}")] == [
        f"{LIST}[b].{HOME}.{STREET}"
    ]


def test_address_that_is_not_asked_any_more_is_not_offered() -> None:
    asked = make(
        field(ASKED, codes={"1": "eins", "2": "zwei"}),
        address(HOME, anzahl="0:1"),
        address(FIRM),
        rules=(rule(*both(HOME, Equals(ASKED, "1"))),),
    )
    given = values(HOME, LIME)
    shown = [offers(asked, Draft(values=given | {ASKED: code}), f"{FIRM}.{STREET}") for code in ("1", "2")]
    assert [len(one) for one in shown] == [1, 0]


def test_forged_places_change_nothing() -> None:
    asked, draft = two(), Draft(values=values(HOME, LIME))
    for target, source in (("", ""), (f"{FIRM}.{TOWN}", f"{HOME}.{STREET}"), (f"{FIRM}.{STREET}", "F1[x"), ("a[b", "")):
        assert asked.addresses.take_over(draft, target, source) == draft
