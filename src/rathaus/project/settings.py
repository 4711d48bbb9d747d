"""Django settings, driven by the environment (see docs/operations)."""

SECRET_KEY = "only-until-the-house-has-a-home"  # noqa: S105
INSTALLED_APPS: list[str] = []
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
