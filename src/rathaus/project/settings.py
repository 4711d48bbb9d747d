"""Django settings, driven by the environment (see docs/operations).

=============================== ======================================================================================
``RATHAUS_HOME``                folder of the installation (default ``./rathaus-home``), see ``rathaus.project.home``
``DATABASE_URL``                ``postgresql://…``; without it one SQLite file in the home
``RATHAUS_OWNER_DATABASE_URL``  the same database as the owner of its tables; for ``init``, ``migrate``, ``restore``
``RATHAUS_AS_OWNER``            1: connect as that owner (these commands set it themselves)
``RATHAUS_SECRET_KEY[_FILE]``   signs sessions; default ``secret.key`` in the home
``RATHAUS_KEY_DIR``             the towns' keys; default ``keys`` in the home, better on another disk
``RATHAUS_FILES_DIR``           sealed files; default ``files`` in the home
``RATHAUS_HEADS_DIR``           signed heads of the audit chains; default ``heads`` in the home
``RATHAUS_STATIC_DIR``          styles and fonts, collected by ``rathaus serve``; default ``static`` in the home
``RATHAUS_HTTPS``               1 (default): cookies and links need HTTPS; 0 for a demo on ``http://localhost``
``RATHAUS_PROXIES``             number of proxies in front that set ``X-Forwarded-Proto`` and ``-For`` (default 0)
``RATHAUS_ADDRESS``             ``http://localhost:8000/``: for links in mails where the town has no host name (demo)
``RATHAUS_UPLOAD_LIMIT``        bytes one upload may have (default 50,000,000)
``RATHAUS_DRAFT_DAYS``          days an unfinished application is kept, where its service says nothing (default 30)
``RATHAUS_CLAMD``               virus scanner: ``host:3310`` or the path of ClamAV's socket; without it none looks
``RATHAUS_PREVIEWS``            1 (default): uploads get a small picture of their first page; 0: none is drawn
``RATHAUS_DRAFT_FILES_LIMIT``   bytes all files of one application may have together (default 200,000,000)
``RATHAUS_USAGE_PAUSE``         seconds between two writings of the usage figures of a process (default 10)
``RATHAUS_MAIL_URL``            ``smtp://user:password@host:port`` or ``smtps://``; without it mails become files
``RATHAUS_MAIL_FROM``           sender of all mail
``RATHAUS_FEED_NETWORKS``       internal networks that feeds of other towns may be fetched from (``10.1.0.0/16,…``)
``RATHAUS_DEBUG``               1: Django's debug pages, for developers only
=============================== ======================================================================================
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from rathaus.project import environment

HOME = Path(os.environ.get("RATHAUS_HOME", "rathaus-home")).absolute()
environment.load(HOME / "rathaus.env")
DEBUG = environment.flag("RATHAUS_DEBUG", default=False)
HTTPS = environment.flag("RATHAUS_HTTPS", default=True)
PROXIES = environment.number("RATHAUS_PROXIES", default=0)

RATHAUS_HOME = HOME
RATHAUS_KEY_DIR = Path(os.environ.get("RATHAUS_KEY_DIR", HOME / "keys"))
RATHAUS_FILES_DIR = Path(os.environ.get("RATHAUS_FILES_DIR", HOME / "files"))
RATHAUS_HEADS_DIR = Path(os.environ.get("RATHAUS_HEADS_DIR", HOME / "heads"))
RATHAUS_ADDRESS = os.environ.get("RATHAUS_ADDRESS", "")
RATHAUS_CLAMD = os.environ.get("RATHAUS_CLAMD", "")
RATHAUS_UPLOAD_LIMIT = environment.number("RATHAUS_UPLOAD_LIMIT", default=50_000_000)

# A house that is not set up yet (see home.prepare) has no key file: what this process signs, no other accepts.
SECRET_KEY = (
    environment.secret_key(Path(os.environ.get("RATHAUS_SECRET_KEY_FILE", HOME / "secret.key")))
    or get_random_secret_key()
)

# Every host name reaches the TownMiddleware, which knows from its table whose it is and refuses the others.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "rathaus.towns",
    "rathaus.events",
    "rathaus.protection",
    "rathaus.documents",
    "rathaus.people",
    "rathaus.web",
    "rathaus.catalogue",
    "rathaus.applications",
    "rathaus.cases",
    "rathaus.strategy",
    "rathaus.exchange",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "rathaus.towns.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "rathaus.project.static_files.whole_files",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rathaus.towns.caching.NoStoreMiddleware",  # inside of WhiteNoise: static files are to be kept
    "rathaus.towns.middleware.TownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "rathaus.web.middleware.back_to_the_form",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "rathaus.project.urls"
WSGI_APPLICATION = "rathaus.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rathaus.web.context.town",
                "rathaus.people.context.staff",
            ],
        },
    },
]

# Database -------------------------------------------------------------------------------------------------------------
_owner_url = os.environ.get("RATHAUS_OWNER_DATABASE_URL", "")
_as_owner = environment.flag("RATHAUS_AS_OWNER", default=False) and bool(_owner_url)
_application = environment.database(os.environ.get("DATABASE_URL", ""), home=HOME)
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.database(_owner_url, home=HOME) if _as_owner else _application
}
# Whom the owner lets in after a migration (see rathaus.towns.rls).
RATHAUS_APPLICATION_ROLE: str = _application.get("USER", "") if _as_owner else ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# W004: an address is unique within its town only; accounts are looked up in the scope of the request's town.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/amt/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "rathaus.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administration, with an address it knows
# allauth's own generator writes addresses into a table that knows no town.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_FORMS = {
    "login": "rathaus.people.signin.LoginForm",
    "change_password": "rathaus.people.signin.ChangePasswordForm",
    "set_password": "rathaus.people.signin.SetPasswordForm",
    "reset_password": "rathaus.people.signin.ResetPasswordForm",
    "reset_password_from_key": "rathaus.people.signin.ResetPasswordKeyForm",
    "reauthenticate": "rathaus.people.signin.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "rathaus.people.signin.CodeForm",
    "reauthenticate": "rathaus.people.signin.CodeAgainForm",
    "activate_totp": "rathaus.people.signin.ActivateForm",
    "add_webauthn": "rathaus.people.signin.AddKeyForm",
    "edit_webauthn": "rathaus.people.signin.RenameKeyForm",
}
MFA_ADAPTER = "rathaus.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True  # behind the citizens' door only (rathaus.people.mein)
# Attempts are counted in the database, so that all processes see them; the keys name nobody.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rathaus_cache",
        "KEY_FUNCTION": "rathaus.people.attempts.hashed_key",
    }
}

# Language and time ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
# Only what German sentences of Django and allauth the house says better; rooms carry their own English.
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["rathaus.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# Static files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("RATHAUS_STATIC_DIR", HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Sessions, cookies, headers -------------------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sitzung" if HTTPS else "sitzung"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "rathaus.web.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "sprache"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_SSL_REDIRECT = HTTPS and PROXIES > 0
SECURE_HSTS_SECONDS = 400 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the house does not own the town's other names
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN's icons are data: images in its style sheet
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Uploads and mail -----------------------------------------------------------------------------------------------------
FILE_UPLOAD_HANDLERS = ["rathaus.protection.uploads.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
RATHAUS_FEED_NETWORKS = environment.networks("RATHAUS_FEED_NETWORKS")
RATHAUS_PREVIEWS = environment.flag("RATHAUS_PREVIEWS", default=True)
RATHAUS_DRAFT_DAYS = environment.number("RATHAUS_DRAFT_DAYS", default=30)
RATHAUS_USAGE_PAUSE = environment.number("RATHAUS_USAGE_PAUSE", default=10)
RATHAUS_DRAFT_FILES_LIMIT = environment.number("RATHAUS_DRAFT_FILES_LIMIT", default=200_000_000)

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("RATHAUS_MAIL_FROM", "rathaus@localhost")
_mail = environment.mail(os.environ.get("RATHAUS_MAIL_URL", ""))
if _mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"

# Logs: to standard error, without personal data -----------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "rathaus.towns.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},
    },
}
