"""A real town moves in: everything is asked, checked before it is stored, and its administrator can get in."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from rathaus.cli import Parser
from rathaus.people.models import Account, Membership
from rathaus.project import environment, home
from rathaus.project.commands import init
from rathaus.project.setting_up import NewTown, SetUpError, move_in, settings_worth_keeping
from rathaus.protection.keys import key_path
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.models import Host, Municipality

OPTIONS = {
    "name": "Stadt Lößnitz",
    "host": "rathaus.loessnitz.example",
    "department": "Bürgerbüro",
    "admin-name": "Kim Berger",
    "admin-email": "kim@loessnitz.example",
    "ars": "145210370370",
    "land": "SN",
}


@pytest.fixture
def own_home(tmp_path, settings, db):
    """A home of this test's own, with its own keys."""
    settings.RATHAUS_HOME = tmp_path / "home"
    settings.RATHAUS_KEY_DIR = tmp_path / "home" / "keys"
    settings.SECRET_KEY = settings.SECRET_KEY
    return settings.RATHAUS_HOME


@pytest.fixture
def call(own_home, monkeypatch):
    """Run the command with some options; `None` leaves one out."""

    def call(answers=None, **changed):
        parser = Parser()
        init.configure(parser)
        options = {**OPTIONS, **{name.replace("_", "-"): value for name, value in changed.items()}}
        given = [text for name, value in options.items() if value is not None for text in (f"--{name}", value)]
        replies = iter(answers or [])
        monkeypatch.setattr("sys.stdin.isatty", lambda: answers is not None, raising=False)
        monkeypatch.setattr("builtins.input", lambda _question: next(replies))
        return init.run(parser.parse_args(given))

    return call


def _new(**changed):
    return NewTown(**{name.replace("-", "_"): value for name, value in {**OPTIONS, **changed}.items()})


def test_town_moves_in_with_key_host_department_and_administrator(call, own_home):
    assert call() == 0
    municipality = Municipality.objects.get()
    assert (municipality.slug, municipality.name, municipality.ars, municipality.land) == (
        "stadt-loessnitz",
        "Stadt Lößnitz",
        "145210370370",
        "SN",
    )
    assert Host.objects.get().hostname == "rathaus.loessnitz.example"
    assert key_path(municipality.pk).stat().st_mode & 0o777 == 0o600
    with scope.of(municipality):
        account = Account.objects.get()
        roles = set(Membership.objects.filter(account=account).values_list("role", "department__name"))
        assert list(AuditEntry.objects.values_list("action", flat=True)) == [
            "town.created",
            "department.created",
            "account.created",
        ]
    assert (account.email, account.name) == ("kim@loessnitz.example", "Kim Berger")
    assert roles == {("administrator", None), ("service_owner", "Bürgerbüro"), ("clerk", "Bürgerbüro")}


def test_password_link_opens_the_page_that_sets_it(call, capsys):
    call()
    link = urlsplit(re.search(r"https://\S+", capsys.readouterr().out)[0])
    assert link.hostname == "rathaus.loessnitz.example"
    page = Client(headers={"host": link.hostname}).get(link.path, secure=True, follow=True)
    assert page.status_code == 200
    assert 'name="password1"' in page.content.decode()


def test_password_link_is_signed_with_the_key_on_disk(call, own_home):
    call()
    assert (own_home / "secret.key").read_text() == settings.SECRET_KEY


def test_settings_are_kept_for_later_starts(call, own_home, monkeypatch):
    monkeypatch.setenv("RATHAUS_UPLOAD_LIMIT", "1000")
    assert call(mail_url="smtp://mail.example", proxies="1") == 0
    for name in ("RATHAUS_UPLOAD_LIMIT", "RATHAUS_MAIL_URL", "RATHAUS_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    environment.load(own_home / home.ENVIRONMENT)
    assert environment.number("RATHAUS_UPLOAD_LIMIT", default=0) == 1000
    assert environment.number("RATHAUS_PROXIES", default=0) == 1
    assert (own_home / home.ENVIRONMENT).stat().st_mode & 0o777 == 0o600


def test_settings_of_the_process_alone_are_not_kept():
    given = {"RATHAUS_HOME": "/x", "RATHAUS_AS_OWNER": "1", "DATABASE_URL": "postgresql://h/d", "HOME": "/root"}
    given["RATHAUS_OWNER_DATABASE_URL"] = "postgresql://owner@h/d"  # may lift the wall between the towns
    assert settings_worth_keeping(given) == {"DATABASE_URL": "postgresql://h/d"}


def test_missing_options_are_all_named_without_a_terminal(call, capsys):
    assert call(name=None, admin_email=None) == 2
    assert capsys.readouterr().err.splitlines() == [
        "rathaus init: Es fehlt --name: Name der Kommune.",
        "rathaus init: Es fehlt --admin-email: deren E-Mail-Adresse.",
    ]
    assert Municipality.objects.count() == 0


def test_missing_options_are_asked_for_on_a_terminal_until_answered(call):
    assert call(answers=["", "Linden", "", ""], name=None, ars=None, land=None) == 0
    municipality = Municipality.objects.get()
    assert (municipality.name, municipality.ars, municipality.land) == ("Linden", "", "")


def test_wrong_details_are_all_named_and_nothing_is_stored(own_home):
    with pytest.raises(SetUpError) as caught:
        move_in(
            _new(name=" ", ars="12", land="XX", host="Linden/", department="", **{"admin-name": "", "admin-email": "y"})
        )
    assert caught.value.sentences == [
        "Der Name der Kommune fehlt.",
        "Der Amtliche Regionalschlüssel hat genau 12 Ziffern, angegeben ist '12'.",
        "Das Land 'XX' gibt es nicht; möglich: BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        "'Linden/' ist kein Rechnername, wie er im Browser steht (klein, ohne https:// und Port).",
        "Der Name des ersten Fachbereichs fehlt.",
        "Der Name der Person fehlt, die das Rathaus verwaltet.",
        "'y' ist keine E-Mail-Adresse.",
    ]
    assert Municipality.objects.count() == 0
    assert not (own_home / "keys").exists()


def test_name_without_a_letter_is_refused(own_home):
    with pytest.raises(SetUpError, match="kein Kurzname"):
        move_in(_new(name="!!"))


def test_second_town_moves_in_beside_the_first(call):
    assert call() == 0
    assert call(name="Linden", host="linden.example") == 0
    assert Municipality.objects.count() == 2


def test_same_town_twice_is_refused(call, capsys):
    call()
    assert call() == 2
    assert capsys.readouterr().err.splitlines() == [
        "rathaus init: Eine Kommune mit dem Kurznamen stadt-loessnitz gibt es hier schon.",
        "rathaus init: Der Rechnername rathaus.loessnitz.example gehört schon zu einer Kommune.",
    ]


def test_environment_file_with_a_line_that_is_no_setting_is_named(tmp_path):
    (tmp_path / "rathaus.env").write_text("# comment\n\nnonsense\n")
    with pytest.raises(Exception, match=r"rathaus\.env, Zeile 3: Erwartet wird NAME=WERT\.$"):
        environment.load(tmp_path / "rathaus.env")


def test_help_carries_an_example():
    parser = Parser()
    init.configure(parser)
    assert "--admin-email kim.berger@linden.example" in parser.format_help()
