"""Django's settings. What an administrator changes lives in the directory, never here."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("GUICHET_DATA", BASE / "data"))
DEBUG = False
SECRET_KEY = os.environ.get("GUICHET_SECRET_KEY", "unsafe-until-guichet-serve-makes-one")
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "directory.Account"
ROOT_URLCONF = "guichet.wiring.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "guichet.records.journal",
    "guichet.records.audit",
    "guichet.records.directory",
    "guichet.records.people",
    "guichet.records.contacts",
]


def database(url: str) -> dict[str, object]:
    """Django's description of the database at a `postgresql://` address."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///guichet"))}
