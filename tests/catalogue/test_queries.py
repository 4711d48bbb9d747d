"""The compiled questionnaire and the public catalogue are kept, and kept apart between towns."""

import pytest

from rathaus.catalogue import actions, queries
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import Cache
from rathaus.catalogue.texts import Audience, ServiceTexts
from rathaus.towns import scope
from tests.people import making


def test_questionnaire_costs_queries_once_only(publish, django_assert_num_queries):
    version = publish()
    with django_assert_num_queries(3):  # the version, its definition, its code lists
        first = queries.questionnaire(version.pk)
    with django_assert_num_queries(0):
        assert queries.questionnaire(version.pk) is first


def test_questionnaire_of_another_towns_version_is_not_there(publish, other_town):
    version = publish()
    queries.questionnaire(version.pk)
    with scope.of(other_town), pytest.raises(ServiceVersion.DoesNotExist):
        queries.questionnaire(version.pk)


def test_towns_that_publish_the_same_share_one_questionnaire(publish, other_town):
    ours = queries.questionnaire(publish().pk)
    with scope.of(other_town):
        assert queries.questionnaire(publish(in_department=making.department("Bauamt")).pk) is ours


def test_each_version_keeps_its_own_questionnaire(publish):
    first, second = publish(), publish(label="Zaun neu")
    assert queries.questionnaire(first.pk).schema.label == "Zaun streichen"
    assert queries.questionnaire(second.pk).schema.label == "Zaun neu"


def test_catalogue_costs_one_query_while_nothing_changes(publish, django_assert_num_queries):
    publish()
    queries.offers()
    with django_assert_num_queries(1):
        assert [offer.slug for offer in queries.offers()] == ["zaun"]


def test_catalogue_shows_a_new_version_at_once(publish):
    publish()
    queries.offers()
    publish(texts=ServiceTexts(name="Zaun oder Mauer"))
    assert [offer.name for offer in queries.offers()] == ["Zaun oder Mauer"]


def test_catalogue_of_another_town_is_empty(publish, other_town):
    publish()
    with scope.of(other_town):
        assert queries.offers() == ()


def test_services_are_grouped_by_life_situation_with_the_rest_last(publish):
    publish(slug="a", texts=ServiceTexts(name="Ärger melden"))
    publish(slug="b", texts=ServiceTexts(name="Baum", life_situation="Umwelt"))
    publish(slug="c", texts=ServiceTexts(name="Auto", life_situation="Ämter", audience=(Audience.BUSINESS,)))
    groups = [(title, [offer.slug for offer in found]) for title, found in queries.by_life_situation(queries.offers())]
    assert groups == [("Ämter", ["c"]), ("Umwelt", ["b"]), ("", ["a"])]
    assert [(offer.for_citizens, offer.for_business) for offer in queries.offers()] == [
        (True, False), (False, True), (True, False),
    ]  # fmt: skip


def test_search_looks_at_keywords(publish):
    publish(texts=ServiceTexts(name="Zaun streichen", keywords=("Gartenpforte",)))
    assert [offer.slug for offer in queries.find_offers("pforte")] == ["zaun"]
    assert queries.find_offers("Hund") == []


def test_withdrawn_service_leaves_the_kept_catalogue(publish):
    version = publish()
    queries.offers()
    actions.withdraw(version.service, by=making.OPERATOR)
    assert queries.offer("zaun") is None


def test_cache_forgets_what_was_used_longest_ago():
    cache, made = Cache[str, str](2), []

    def get(key: str) -> str:
        return cache.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
