"""Host name → town, the scope around a request, and the headers on every answer."""

import pytest
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

from rathaus.towns import choosing, scope
from rathaus.towns.caching import public_page
from rathaus.towns.errors import NotAllowed
from rathaus.towns.headers import REFUSED_FEATURES
from rathaus.towns.middleware import municipality_of
from rathaus.towns.models import Host


def which_town(request):
    return HttpResponse(scope.current().slug if scope.current() == request.municipality else "mixed up")


@public_page
def public(request):
    return HttpResponse("for everybody")


@public_page
def public_but_missing(request):
    return HttpResponse("gone", status=404)


def refused(request):
    raise NotAllowed("Nur für die Sachbearbeitung")


def missing(request):
    raise Http404


def broken(request):
    raise RuntimeError("Erika Mustermann")


urlpatterns = [
    path("town", which_town),
    path("public", public),
    path("public-but-missing", public_but_missing),
    path("refused", refused),
    path("broken", broken),
]
pytestmark = pytest.mark.urls("tests.towns.test_middleware")
EVERY_KIND = ["/town", "/public", "/refused", "/nowhere", "/broken"]


@pytest.fixture(autouse=True)
def quiet_client(client):
    client.raise_request_exception = False


def host(municipality, name: str) -> None:
    Host.objects.create(municipality=municipality, hostname=name)


def test_host_name_finds_its_town(client, town, other_town):
    host(town, "rathaus.muster.de")
    host(other_town, "rathaus.nachbar.de")
    found = [
        client.get("/town", headers={"host": name}).content.decode()
        for name in ("rathaus.muster.de", "rathaus.nachbar.de", "RATHAUS.Nachbar.de:8443", "rathaus.nachbar.de.")
    ]
    assert found == ["musterstadt", "nachbarstadt", "nachbarstadt", "nachbarstadt"]


def test_town_with_two_names_is_found_by_both(town):
    host(town, "a.de")
    host(town, "b.de")
    assert [municipality_of(name) for name in ("a.de", "b.de", "c.de")] == [town, town, None]


def test_only_town_without_any_name_answers_to_every_name(client, town):
    assert client.get("/town", headers={"host": "127.0.0.1"}).content == b"musterstadt"


def test_only_town_with_a_name_answers_to_that_alone(client, town):
    host(town, "rathaus.muster.de")
    assert client.get("/town", headers={"host": "forged.example"}).status_code == 404


def test_two_towns_without_names_are_not_guessed(client, town, other_town):
    assert client.get("/town").status_code == 404


def test_invented_neighbour_is_no_town_to_visit(client, town, other_town):
    other_town.invented = True
    other_town.save()
    assert client.get("/town").content == b"musterstadt"
    assert choosing.chosen(None) == town


def test_house_without_a_town_answers_404(client, db):
    assert client.get("/town").status_code == 404


def test_malformed_host_is_a_bad_request(client, town):
    assert client.get("/town", headers={"host": "a b"}).status_code == 400


def test_scope_ends_with_the_request(client, town):
    client.get("/town")
    with pytest.raises(scope.NoTown):
        scope.current()


def test_action_that_refuses_is_answered_403(client, town):
    assert client.get("/refused").status_code == 403


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_security_headers(client, town, path):
    headers = client.get(path, secure=True).headers
    assert {name: headers.get(name) for name in headers if name.startswith(("X-", "Cross", "Ref", "Str", "Con"))} == {
        "Content-Type": headers["Content-Type"],
        **({"Content-Length": headers["Content-Length"]} if "Content-Length" in headers else {}),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": f"max-age={400 * 24 * 3600}",
        "Content-Security-Policy": headers["Content-Security-Policy"],
        **({"Content-Language": headers["Content-Language"]} if "Content-Language" in headers else {}),
    }
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert headers["Permissions-Policy"] == ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)


def test_answer_to_an_unknown_host_carries_them_too(client, town):
    host(town, "rathaus.muster.de")
    headers = client.get("/town", headers={"host": "forged.example"}).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/town", "no-store"),
        ("/public", "no-cache"),
        ("/public-but-missing", "no-store"),
        ("/nowhere", "no-store"),
        ("/broken", "no-store"),
    ],
)
def test_only_public_pages_may_be_kept(client, town, path, expected):
    assert client.get(path).headers["Cache-Control"] == expected


def test_static_files_are_kept(town, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "x.css").write_text("a{}")
    response = Client().get("/static/x.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "max-age=60, public")
    assert b"".join(response.streaming_content) == b"a{}"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    response.close()


def test_public_page_of_somebody_signed_in_is_not_kept(client, town, django_user_model):
    with scope.of(town):
        client.force_login(django_user_model.objects.create_user("a@muster.de"))
    assert client.get("/public").headers["Cache-Control"] == "no-store"


def test_cookies_are_for_this_house_alone(settings):
    assert settings.SESSION_COOKIE_NAME == "__Host-sitzung"
    assert settings.CSRF_COOKIE_NAME == "__Host-csrf"
    assert (settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY) == (True, True)
