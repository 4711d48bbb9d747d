"""Settings out of the environment, and the house's folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rathaus.project import environment, home


def test_flag_is_yes_no_or_its_default(monkeypatch):
    found = []
    for raw in ("1", "ja", "TRUE", "0", "", "nein"):
        monkeypatch.setenv("RATHAUS_X", raw)
        found.append(environment.flag("RATHAUS_X", default=True))
    monkeypatch.delenv("RATHAUS_X")
    found.append(environment.flag("RATHAUS_X", default=True))
    assert found == [True, True, True, False, False, False, True]


def test_flag_that_is_neither_is_refused(monkeypatch):
    monkeypatch.setenv("RATHAUS_X", "maybe")
    with pytest.raises(ImproperlyConfigured, match="RATHAUS_X ist 1 oder 0, nicht 'maybe'"):
        environment.flag("RATHAUS_X", default=True)


def test_number_is_whole(monkeypatch):
    monkeypatch.setenv("RATHAUS_X", "12")
    assert environment.number("RATHAUS_X", default=3) == 12
    monkeypatch.setenv("RATHAUS_X", "")
    assert environment.number("RATHAUS_X", default=3) == 3
    monkeypatch.setenv("RATHAUS_X", "-1")
    with pytest.raises(ImproperlyConfigured, match="ganze Zahl"):
        environment.number("RATHAUS_X", default=3)


def test_networks_are_named_by_their_addresses(monkeypatch):
    monkeypatch.setenv("RATHAUS_X", "10.1.0.0/16, fd00::/8")
    assert [str(one) for one in environment.networks("RATHAUS_X")] == ["10.1.0.0/16", "fd00::/8"]
    monkeypatch.setenv("RATHAUS_X", "10.1.2.3/16")
    with pytest.raises(ImproperlyConfigured, match=r"^RATHAUS_X nennt Netze wie 10\.1\.0\.0/16, nicht "):
        environment.networks("RATHAUS_X")
    monkeypatch.delenv("RATHAUS_X")
    assert environment.networks("RATHAUS_X") == ()


def test_no_database_url_is_sqlite_in_the_home():
    values = environment.database("", home=Path("/srv/rathaus"))
    assert (values["ENGINE"], values["NAME"]) == ("rathaus.towns.db.sqlite", Path("/srv/rathaus/rathaus.sqlite3"))


def test_sqlite_url_names_its_file():
    assert environment.database("sqlite:////var/lib/x.db", home=Path("/srv"))["NAME"] == Path("//var/lib/x.db")


def test_postgresql_url_is_taken_apart():
    values = environment.database("postgresql://app:p%40ss@db.lan:5433/rathaus?sslmode=require", home=Path("/srv"))
    assert {name: values[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "ENGINE": "rathaus.towns.db.postgresql",
        "NAME": "rathaus",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.lan",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgresql_by_socket_takes_the_folder_from_the_query():
    values = environment.database("postgres://app@/rathaus?host=/run/postgresql", home=Path("/srv"))
    assert (values["HOST"], values["PORT"], values["OPTIONS"]) == ("/run/postgresql", "", {})


def test_other_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.database("mysql://x/y", home=Path("/srv"))


def test_prepared_home_is_private_and_stays_as_it_is(tmp_path):
    house = tmp_path / "house"
    home.prepare(house)
    secret = (house / "secret.key").read_text()
    home.prepare(house)
    assert (house / "secret.key").read_text() == secret
    assert len(secret) >= 50
    assert sorted(path.name for path in house.iterdir()) == ["files", "heads", "keys", "mail", "secret.key"]
    modes = {path.name: path.stat().st_mode & 0o777 for path in (house, house / "keys", house / "secret.key")}
    assert modes == {"house": 0o700, "keys": 0o700, "secret.key": 0o600}


def settings_of(house: Path, *expressions: str, **variables: str) -> list[str]:
    """What the settings are in a process with just this environment."""
    script = "from rathaus.project import settings as s\n" + "\n".join(f"print({each})" for each in expressions)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"RATHAUS_HOME": str(house), "PATH": "", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_secret_key_comes_from_its_file(tmp_path):
    home.prepare(tmp_path)
    assert settings_of(tmp_path, "s.SECRET_KEY") == [(tmp_path / "secret.key").read_text()]


def test_house_that_is_not_set_up_has_a_secret_for_this_process_only(tmp_path):
    assert settings_of(tmp_path, "s.SECRET_KEY") != settings_of(tmp_path, "s.SECRET_KEY")


def test_house_is_strict_by_default(tmp_path):
    assert settings_of(
        tmp_path, "s.DEBUG", "s.SESSION_COOKIE_SECURE", "s.SECURE_PROXY_SSL_HEADER", "s.EMAIL_BACKEND"
    ) == ["False", "True", "None", "django.core.mail.backends.filebased.EmailBackend"]


def test_demo_on_plain_http_has_cookies_that_work(tmp_path):
    shown = settings_of(
        tmp_path, "s.SESSION_COOKIE_SECURE", "s.SESSION_COOKIE_NAME", "s.SECURE_HSTS_SECONDS", RATHAUS_HTTPS="0"
    )
    assert shown == ["False", "sitzung", "0"]


def test_house_behind_a_proxy_believes_its_header(tmp_path):
    shown = settings_of(tmp_path, "s.SECURE_PROXY_SSL_HEADER", "s.SECURE_SSL_REDIRECT", RATHAUS_PROXIES="1")
    assert shown == ["('HTTP_X_FORWARDED_PROTO', 'https')", "True"]


def test_mail_goes_by_smtp_where_told(tmp_path):
    shown = settings_of(
        tmp_path,
        "(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_SSL, s.EMAIL_USE_TLS)",
        RATHAUS_MAIL_URL="smtps://post:ge%2Fheim@mail.lan",
    )
    assert shown == ["('mail.lan', 465, 'post', 'ge/heim', True, False)"]


@pytest.mark.parametrize("url", ["smpt://post:geheim@mail.lan", "smtp://", "smtp://post:geheim@mail.lan:x"])
def test_mail_server_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match=r"^RATHAUS_MAIL_URL") as caught:
        environment.mail(url)
    assert "geheim" not in str(caught.value)


def test_migration_connects_as_the_owner_and_lets_the_application_in(tmp_path):
    urls = {
        "DATABASE_URL": "postgresql://app@db/rathaus",
        "RATHAUS_OWNER_DATABASE_URL": "postgresql://owner@db/rathaus",
    }
    shown = ("s.DATABASES['default']['USER']", "s.RATHAUS_APPLICATION_ROLE")
    assert settings_of(tmp_path, *shown, **urls) == ["app", ""]
    assert settings_of(tmp_path, *shown, **urls, RATHAUS_AS_OWNER="1") == ["owner", "app"]
