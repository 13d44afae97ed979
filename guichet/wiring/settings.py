"""Django's settings. What an administrator changes lives in the directory, never here; what an operator changes is in the environment."""

import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from guichet.records.separation import ROLE
from guichet.wiring import drafts, letters, logs, mails
from guichet.wiring.environment import env_bool, env_int, env_list, env_secret
from guichet.wiring.folder import get_folder

BASE = Path(__file__).resolve().parents[2]
DEBUG = False
DEMONSTRATION = env_bool("GUICHET_DEMONSTRATION")
"""Accounts with printed passwords, invented people, a banner on every page."""

# One key signs sessions and links in every process; `guichet` makes it at first start (`wiring/folder.py`). Without it, each process
# stands alone: fit for checks and tests only.
SECRET_KEY = env_secret("GUICHET_SECRET_KEY") or secrets.token_urlsafe(50)
SECRET_KEY_FALLBACKS = env_list("GUICHET_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env_list("GUICHET_HOSTS")]
ROOT_URLCONF = "guichet.wiring.urls"
ASGI_APPLICATION = "guichet.wiring.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "guichet.records.journal",
    "guichet.records.audit",
    "guichet.records.directory",
    "guichet.records.people",
    "guichet.records.knowledge",
    "guichet.records.contacts",
    "guichet.records.figures",
    "guichet.records.orders",
    "guichet.records.scripts",
    "guichet.records.prompts",
    "guichet.records.pages",
    "guichet.records.surveys",
    "guichet.records.qualification",
    "guichet.records.notices",
    "guichet.records.correspondence",
    "guichet.records.messaging",
    "guichet.records.letters",
    "guichet.records.moderation",
    "guichet.records.calls",
    "guichet.screens",
    "guichet.screens.desk",
    "guichet.screens.public",
    "guichet.screens.settings",
    "guichet.screens.supervision",
    "guichet.wiring",
    "guichet.wiring.sign_on",
]

MIDDLEWARE = [
    "guichet.wiring.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guichet.wiring.middleware.OneOrganisation",
    "guichet.wiring.sign_on.holding.HeldSessions",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "guichet" / "wiring" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "csp.context_processors.nonce",
                "guichet.wiring.context.house",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------------------------------------------

OWNER = env_bool("GUICHET_AS_OWNER")
"""Migrations own the tables; everything else works under a role that row-level security holds (`records/separation.py`)."""


def database(url: str, *, owner: bool) -> dict[str, object]:
    """Django's description of the database at a `postgresql://` address: each thread keeps a connection."""
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    if not owner:
        options["options"] = f"-c role={ROLE}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {
    "default": database(
        env_secret("DATABASE_URL") or "postgresql:///guichet",
        owner=OWNER,
    )
}
DOORS_ADDRESS = env_secret("GUICHET_DOORS") or f"http://127.0.0.1:{env_int('GUICHET_PORT', 8000, at_least=1, at_most=65_535)}"
INSIDE_HOSTS = frozenset(env_list("GUICHET_INSIDE_HOSTS"))
"""Hosts ("bridge.local" or "bridge.local:9000") of your own network that channels may ask although they are inside, or not encrypted."""
MODELS_FOLDER = get_folder().models
PROMPTS_FOLDER = get_folder().prompts
RECORDINGS_FOLDER = get_folder().root / "telephone" / "recordings"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PAGES_AT_ONCE = env_int("GUICHET_PAGES_AT_ONCE", 4, at_least=1, at_most=500)
"""Pages that one web process makes at once, each in a thread with a connection of its own."""
HOT_POOL_SIZE = env_int("GUICHET_HOT_POOL_SIZE", 6, at_least=2, at_most=500)
"""Connections that the hot doors of one web process share."""

# --- Sign-on ----------------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = ["guichet.records.directory.sign_on.LocalAccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "guichet.records.directory.sessions"
SESSION_COOKIE_NAME = "guichet_session"
SESSION_COOKIE_AGE = 60 * env_int("GUICHET_SESSION_MINUTES", 600, at_least=5)
"""A working day by default."""

# --- What a browser may do --------------------------------------------------------------------------------------------------------

HTTPS = env_bool("GUICHET_HTTPS")
SITE = next((f"https://{host}" for host in env_list("GUICHET_HOSTS") if HTTPS and host[0].isalnum()), "")
"""Where citizens who are on the telephone reach the public pages; empty: no link is sent to them. Pages take it from their request."""
"""The public address is https (a proxy in front ends TLS); cookies then travel on https only."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "guichet_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "guichet.wiring.pages.form_expired"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env_list("GUICHET_HOSTS")] if HTTPS else []
LANGUAGE_COOKIE_NAME = "guichet_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
"""A calendar with many special days has five fields for each."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Words and time ---------------------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "guichet" / "locale"]

# --- Files ------------------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_BUILD = BASE / "web" / "dist"
"""Where `npm run build` puts the screens; absent before the first build."""
STATICFILES_DIRS = [STATIC_BUILD] if STATIC_BUILD.is_dir() else []

# --- Mails ------------------------------------------------------------------------------------------------------------------------

MAIL_SERVER = mails.find_server()
DKIM_KEYS = mails.find_keys()
MAIL_DOMAIN = mails.get_domain()

# --- Short messages ---------------------------------------------------------------------------------------------------------------

CARRIERS = {
    "smpp": "guichet.channels.sms.smpp.open_carrier",
    "gateway": "guichet.channels.sms.gateway.open_carrier",
    "mastodon": "guichet.channels.social.carriers.open_mastodon",
    "whatsapp": "guichet.channels.social.carriers.open_whatsapp",
    "messenger": "guichet.channels.social.carriers.open_messenger",
    "webhook": "guichet.channels.social.carriers.open_webhook",
}
"""Who speaks the protocol of each kind of account: records know no channel."""

CODE_COURIERS = {"email": "guichet.records.notices.codes.send", "telephone": "guichet.records.messaging.codes.send"}
"""Who brings a code to an address of each kind, for scripts that identify somebody."""

# --- Drafts of answers ------------------------------------------------------------------------------------------------------------

DRAFTS_SERVER = drafts.find_server()
TELEPHONE = "".join(env_list("GUICHET_SIP", ("127.0.0.1:5060",) if DEMONSTRATION else ())[:1])
"""Where telephones and operators reach us; empty: there is no telephone."""
LETTERS_FOLDER = letters.find_folder()

# --- Jobs and logs ----------------------------------------------------------------------------------------------------------------

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["guichet.engine.jobs", "guichet.channels.social.jobs"]
"""Rooms with jobs that are no Django apps."""
LOGGING_CONFIG = None
logs.configure(level=env_list("GUICHET_LOG_LEVEL", ("INFO",))[0])
