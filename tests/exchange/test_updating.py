"""A newer version beside the town's own: decided change by change, trials looked at, then published."""

import datetime as dt
from dataclasses import replace

import pytest

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.by_hand import queries as by_hand
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.actions import updating
from rathaus.exchange.contents import trials
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy
from rathaus.exchange.queries.packages import pending
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns.errors import NotAllowed
from tests.catalogue import samples
from tests.exchange.making import BY, foreign, installed, received
from tests.exchange.test_updates import by_hand as written
from tests.exchange.test_updates import contents, label, limited, with_field
from tests.people.making import colleague, department

RULES = (samples.READ_RULE, samples.UNREAD_RULE)
FIRST = replace(contents(rules=RULES), rules=(written(),))
DAY = dt.date(2026, 11, 27)


@pytest.fixture
def copy(scoped):
    """A copy that the town has put up and made its own: another teaser, and a contact."""
    made, version = installed(foreign(FIRST.to_files()))
    texts = ServiceTexts.from_json(version.texts | {"teaser": "Für unsere Zäune.", "contact": "Frau Vogel, Zimmer 7"})
    catalogue.change_texts(version.service, texts, by=BY)
    return Copy.objects.select_related("base", "service__current").get(pk=made.pk)


def offer(version, theirs):
    received(foreign(theirs.to_files(), version=version))


def waiting(copy):
    return pending(Copy.objects.select_related("base", "service__current").get(pk=copy.pk))


def decide(copy, *keys, take=True):
    updating.decide(waiting(copy), keys, take=take, by=BY)


SECOND = replace(
    FIRST,
    definition=limited(with_field(FIRST.definition, 5, "Höhe"), 4, 80),
    texts=FIRST.texts | {"cost": "12 Euro", "teaser": "Für alle Zäune."},
    letters={"granted": "Ja, für {service}."},
    rules=(),
)
KEYS = ["add:F99000000005", "by_hand:R99000000002@", "letters:granted", "limits:F99000000004", "texts:cost"]


def test_nothing_waits_while_the_origin_has_nothing_newer(copy):
    assert waiting(copy) is None


def test_what_waits_is_told_beside_the_own(copy):
    offer(2, SECOND)
    found = waiting(copy)
    assert sorted(one.key for one in found.differences) == [*KEYS, "texts:teaser"]
    (conflict,) = (one for one in found.differences if one.conflict)
    assert (conflict.before, conflict.mine, conflict.theirs) == ("Für Zäune.", "Für unsere Zäune.", "Für alle Zäune.")
    assert len(found.open) == 6


def test_what_is_taken_is_published_and_the_own_stays(copy):
    offer(2, SECOND)
    decide(copy, *KEYS)
    decide(copy, "texts:teaser", take=False)
    version = updating.finish(waiting(copy), by=BY)
    assert version.number == 3
    assert (version.texts["cost"], version.texts["teaser"]) == ("12 Euro", "Für unsere Zäune.")
    assert (version.texts["contact"], version.texts["letters"]) == (
        "Frau Vogel, Zimmer 7",
        {"granted": "Ja, für {service}."},
    )
    assert "Höhe" in version.definition.source_bytes().decode()
    assert (version.rules, by_hand.signed(version.service)) == (None, ())
    done = Copy.objects.get()
    assert (done.base.version, done.decisions) == (2, {})
    assert waiting(copy) is None
    assert AuditEntry.objects.order_by("-sequence")[0].action == "exchange.updated"


def test_nothing_is_published_while_a_change_is_open(copy):
    offer(2, SECOND)
    decide(copy, *KEYS)
    with pytest.raises(ExchangeError, match=r"Über 1 Änderung ist noch nicht entschieden\."):
        updating.finish(waiting(copy), by=BY)
    assert Copy.objects.get().base.version == 1


def test_a_decision_may_be_taken_back(copy):
    offer(2, SECOND)
    decide(copy, "texts:cost")
    decide(copy, "texts:cost", "texts:teaser", take=False)
    assert waiting(copy).kept == {"texts:cost", "texts:teaser"}
    decide(copy, "texts:cost", "unbekannt", take=None)
    found = waiting(copy)
    assert (found.taken, found.kept) == (frozenset(), {"texts:teaser"})


def test_keeping_everything_publishes_nothing_but_is_remembered(copy):
    offer(2, SECOND)
    decide(copy, *KEYS, "texts:teaser", take=False)
    assert updating.finish(waiting(copy), by=BY) is None
    assert ServiceVersion.objects.count() == 2
    offer(3, replace(SECOND, texts=SECOND.texts | {"cost": "15 Euro"}))
    (found,) = waiting(copy).differences
    assert (found.key, found.mine, found.theirs) == ("texts:cost", "10 Euro", "15 Euro")


def test_decisions_are_about_one_version_of_the_origin(copy):
    offer(2, SECOND)
    decide(copy, "texts:cost")
    offer(3, replace(SECOND, texts=SECOND.texts | {"cost": "15 Euro"}))
    assert waiting(copy).taken == frozenset()


def test_a_decision_counts_only_beside_what_was_seen(copy):
    offer(2, replace(FIRST, texts=FIRST.texts | {"cost": "12 Euro"}))
    decide(copy, "texts:cost")
    texts = ServiceTexts.from_json(copy.service.current.texts | {"cost": "25 Euro"})
    catalogue.change_texts(copy.service, texts, by=BY)
    found = waiting(copy)
    assert (found.taken, [(one.key, one.mine) for one in found.open]) == (frozenset(), [("texts:cost", "25 Euro")])


def test_a_trial_that_comes_out_otherwise_blocks_until_somebody_has_looked(copy):
    theirs = contents(source=limited(FIRST.definition, 4, 80), rules=())
    asked = theirs.reading(land="NW").questionnaire
    offer(2, replace(theirs, rules=FIRST.rules, trials=trials.make(asked, DAY)))
    offered = replace(contents(source=with_field(FIRST.definition, 5, "Höhe")), rules=FIRST.rules)
    reading = offered.reading(land="NW")
    catalogue.publish(
        reading,
        texts=ServiceTexts.from_json(copy.service.current.texts),
        department=copy.service.department,
        slug="zaun",
        by=BY,
    )
    decide(copy, "limits:F99000000004")
    found = waiting(copy)
    assert found.surprises
    assert all("Höhe" in " ".join(one.sentences) for one in found.surprises)
    with pytest.raises(ExchangeError, match="anders aus als vorgesehen"):
        updating.finish(found, by=BY)
    updating.look_at(found, by=BY)
    assert updating.finish(waiting(copy), by=BY).number == 4


def test_trials_that_still_hold_need_no_look(copy):
    theirs = replace(FIRST, texts=FIRST.texts | {"cost": "12 Euro"})
    asked = theirs.reading(land="NW").questionnaire
    made = trials.make(asked, DAY)
    assert [bool(one.wrong) for one in made] == [False, False, False, True, True, True]
    offer(2, replace(theirs, trials=made))
    decide(copy, "texts:cost")
    found = waiting(copy)
    assert (found.surprises, found.unseen) == ((), ())
    assert updating.finish(found, by=BY).texts["cost"] == "12 Euro"


@pytest.mark.django_db(transaction=True)
def test_a_service_that_was_published_meanwhile_is_not_overwritten(copy):
    offer(2, replace(FIRST, texts=FIRST.texts | {"cost": "12 Euro"}))
    decide(copy, "texts:cost")
    found = waiting(copy)
    catalogue.change_texts(copy.service, ServiceTexts(name="Ganz anders"), by=BY)
    with pytest.raises(ExchangeError, match="inzwischen neu veröffentlicht"):
        updating.finish(found, by=BY)
    assert ServiceVersion.objects.order_by("-number")[0].texts["name"] == "Ganz anders"


def test_only_whoever_cares_for_the_service_decides(copy):
    offer(2, SECOND)
    owner = staff(colleague(Grant(Role.SERVICE_OWNER, department("Bauamt"))).account)
    for act in (
        lambda: updating.decide(waiting(copy), ["texts:cost"], take=True, by=owner),
        lambda: updating.look_at(waiting(copy), by=owner),
        lambda: updating.finish(waiting(copy), by=owner),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_question_in_the_towns_own_words_stays(copy):
    mine = contents(rules=RULES, changes=[label(4, "Wieso")])
    reading = replace(mine, rules=FIRST.rules).reading(land="NW")
    texts = ServiceTexts.from_json(copy.service.current.texts)
    catalogue.publish(reading, texts=texts, department=copy.service.department, slug="zaun", by=BY)
    offer(2, replace(FIRST, definition=limited(FIRST.definition, 4, 80)))
    decide(copy, "limits:F99000000004")
    version = updating.finish(waiting(copy), by=BY)
    source = version.definition.source_bytes().decode()
    assert ("Wieso" in source, 'maxLength="80"' in source) == (True, True)
