"""What the desk shows of a contact at a network, what waits in public, and what was set aside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.models import Message
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Account, Talk
from guichet.records.moderation.models import SetAside
from guichet.records.moderation.publicity import SENTENCES, Finding, find_personal

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Side:
    """A contact's side at a network, and whose hands it is in."""

    network: str
    account: str
    handle: str
    is_public: bool
    window_until: datetime | None
    most_text: int
    url_length: int
    templates: list[str]
    agent_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """Something that should not be said in public, in words."""

    excerpt: str
    sentence: str


def find_talk(organisation_id: int, contact_id: UUID) -> Talk | None:
    talks = Talk.objects.of(organisation_id).filter(pk=contact_id, account__channel="social")
    return talks.select_related("account", "contact__citizen").first()


def get_side(organisation_id: int, contact_id: UUID) -> Side | None:
    talk = find_talk(organisation_id, contact_id)
    if talk is None:
        return None
    settings: dict[str, Any] = talk.account.settings
    templates = settings.get("templates", [])
    return Side(
        network=talk.account.kind,
        account=talk.account.address,
        handle=talk.handle,
        is_public=talk.is_public,
        window_until=talk.window_until,
        most_text=read_number(settings.get("most_text")) or find_carrier(talk.account.kind).features.most_text,
        url_length=read_number(settings.get("url_length")),
        templates=[str(each.get("text", "")) for each in templates if isinstance(each, dict)] if isinstance(templates, list) else [],
        agent_id=talk.contact.agent_id,
    )


def read_number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def list_findings(organisation_id: int, contact_id: UUID, text: str) -> list[Found]:
    """What in a text everybody should not read; nothing where nobody else reads it."""
    talk = find_talk(organisation_id, contact_id)
    if talk is None or not talk.is_public:
        return []
    return [Found(found.excerpt, str(SENTENCES[found.kind])) for found in find_in(talk, text)]


def find_in(talk: Talk, text: str) -> list[Finding]:
    """As the sending itself looks, too: the screen only says it earlier."""
    citizen = talk.contact.citizen
    return find_personal(text, list_sayable(talk.account), [citizen.name] if citizen is not None and citizen.name else [])


def list_sayable(account: Account) -> list[str]:
    """What the organisation publishes of itself."""
    said = account.settings.get("sayable", [])
    return [each for each in said if isinstance(each, str)] if isinstance(said, list) else []


def list_aside(organisation_id: int) -> QuerySet[SetAside]:
    """What was set aside, the newest first."""
    aside = SetAside.objects.of(organisation_id).filter(back_at=None)
    return aside.select_related("contact__talk__account").order_by("-aside_at")


def list_waiting(organisation_id: int) -> QuerySet[Talk]:
    """Public words that nobody has in hand yet, the oldest first."""
    waiting = [ContactState.WAITING.value, ContactState.OFFERED.value]
    talks = Talk.objects.of(organisation_id).filter(is_public=True, account__channel="social", contact__state__in=waiting)
    return talks.select_related("account", "contact").order_by("contact__arrived_at")


def find_first_words(organisation_id: int, contacts: list[UUID]) -> dict[UUID, str]:
    """What each contact began with."""
    lines = Message.objects.of(organisation_id).filter(contact_id__in=contacts, number=1)
    return dict(lines.values_list("contact_id", "text"))
