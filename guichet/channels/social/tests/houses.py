"""An organisation with an account at a network, and what its doors and workers need."""

from typing import Any

import msgspec
from django.db import connection, transaction

from guichet.channels.social.tests.servers import APP_SECRET, TOKEN
from guichet.records.directory.seals import seal
from guichet.records.messaging.tests.houses import Office, make_office

CARRIERS = {
    "mastodon": "guichet.channels.social.carriers.open_mastodon",
    "whatsapp": "guichet.channels.social.carriers.open_whatsapp",
    "messenger": "guichet.channels.social.carriers.open_messenger",
    "webhook": "guichet.channels.social.carriers.open_webhook",
}


def make_social(kind: str, server: str = "", secrets: dict[str, str] | None = None, **settings: Any) -> Office:
    """With the address and the secrets of the servers of tests."""
    identity = {"mastodon": "mairie", "whatsapp": "42", "messenger": "99", "webhook": "matrix"}[kind]
    known = {"token": TOKEN, "app_secret": APP_SECRET} if secrets is None else secrets
    return make_office(
        channel="social",
        kind=kind,
        address=f"{identity}@{kind}",
        settings={"server": server, "identity": identity, **settings},
        secret=seal(msgspec.json.encode(known)),
    )


def make_committed(kind: str, server: str = "", **more: Any) -> Office:
    """As other processes and threads see it, too."""
    with transaction.atomic():
        office = make_social(kind, server, **more)
    read_as(office)
    return office


def read_as(office: Office) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(office.organisation.pk)])
