"""The model that drafts answers: `GUICHET_DRAFTS_URL`, `_MODEL`, `_KEY` and `_SECONDS` of the environment. Off without an address."""

import os
from urllib.parse import urlsplit

from guichet.language.drafting import Server
from guichet.wiring.environment import SettingError, env_int, env_secret
from guichet.wiring.language import gettext as _


def find_server() -> Server | None:
    """:raises SettingError: the address cannot be used, or no model is named."""
    address, model = os.environ.get("GUICHET_DRAFTS_URL", "").strip(), os.environ.get("GUICHET_DRAFTS_MODEL", "").strip()
    if not address:
        return None
    if not _is_usable(address):
        raise SettingError(_("GUICHET_DRAFTS_URL is no address of a server. Write it whole, as in http://localhost:8080/v1."))
    if not model:
        raise SettingError(_("GUICHET_DRAFTS_URL is set: name the model in GUICHET_DRAFTS_MODEL too."))
    seconds = env_int("GUICHET_DRAFTS_SECONDS", 20, at_least=1, at_most=120)
    return Server(address, model, env_secret("GUICHET_DRAFTS_KEY") or "", float(seconds))


def _is_usable(address: str) -> bool:
    try:
        place = urlsplit(address)
        return place.scheme in {"http", "https"} and bool(place.hostname) and place.port != 0
    except ValueError:
        return False
