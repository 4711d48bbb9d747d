"""The compiled questionnaire and the public catalogue are kept, and kept apart between towns."""

import pytest

from rathaus.catalogue import actions, queries
from rathaus.catalogue.models import Listing, ServiceVersion
from rathaus.catalogue.queries import Cache
from rathaus.catalogue.texts import Audience, ServiceTexts, Translation
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


def slugs():
    return [one.slug for one in queries.catalogue().lines("de")]


def test_catalogue_costs_one_query_while_nothing_changes(publish, django_assert_num_queries):
    publish()
    queries.catalogue()
    with django_assert_num_queries(1):
        assert slugs() == ["zaun"]


def test_catalogue_shows_a_new_version_at_once(publish):
    publish()
    queries.catalogue()
    publish(texts=ServiceTexts(name="Zaun oder Mauer"))
    assert [one.name for one in queries.catalogue().lines("de")] == ["Zaun oder Mauer"]


def test_catalogue_of_another_town_is_empty(publish, other_town):
    publish()
    with scope.of(other_town):
        assert slugs() == []


def test_service_that_was_published_before_there_were_listings_is_listed_and_found(publish):
    publish(texts=ServiceTexts(name="Zaun streichen", description="Lasur"))
    Listing.objects.all().delete()
    assert [one.slug for one in queries.catalogue().find("lasur", "de")[0]] == ["zaun"]


def test_each_language_has_its_own_order_and_its_own_words_where_there_are_any(publish):
    dog = ServiceTexts(name="Hund", teaser="Steuer", translations={"en": Translation(name="Dog")})
    publish(slug="hund", texts=dog)
    publish(slug="baum", texts=ServiceTexts(name="Eiche", translations={"en": Translation(teaser="Felling")}))
    lines = queries.catalogue().lines
    assert [(one.name, one.lang, one.teaser, one.teaser_lang, one.letter) for one in lines("en")] == [
        ("Dog", "en", "Steuer", "de", "D"), ("Eiche", "de", "Felling", "en", "E"),
    ]  # fmt: skip
    assert [one.name for one in lines("de")] == ["Eiche", "Hund"]


def test_services_are_grouped_by_each_of_their_life_situations_with_the_rest_last(publish):
    publish(slug="a", texts=ServiceTexts(name="Ärger melden"))
    publish(slug="b", texts=ServiceTexts(name="Baum", life_situations=("Umwelt", "Ämter")))
    publish(slug="c", texts=ServiceTexts(name="Cuba", life_situations=("Ämter",), audience=(Audience.BUSINESS,)))
    lines = queries.catalogue().lines("de")
    groups = [(title, [one.slug for one in found]) for title, found in queries.by_life_situation(lines)]
    assert groups == [("Ämter", ["b", "c"]), ("Umwelt", ["b"]), ("", ["a"])]
    assert [(one.for_citizens, one.for_business) for one in lines] == [(True, False), (True, False), (False, True)]


def test_withdrawn_service_leaves_the_kept_catalogue_and_comes_back(publish):
    service = publish().service
    for act, known in ((actions.withdraw, []), (actions.offer_again, ["zaun"])):
        queries.catalogue()
        act(service, by=making.OPERATOR)
        assert slugs() == known
        assert (queries.offer("zaun") is not None) == bool(known)


def test_cache_forgets_what_was_used_longest_ago():
    cache, made = Cache[str, str](2), []

    def get(key: str) -> str:
        return cache.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
