"""Models of answers: the organisation's, and each agent's own.

`{name}` in a text stands for something that is filled in when the model is used. The names in `Variable` are filled in by themselves; any
other is a blank that the agent fills in. They are words of the texts themselves, hence in French on every screen.
"""

import re
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.models import Snippet
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.words import STEERING

MOST_OF_ONE = 200
"""Models of one owner: more cannot be found again."""
BLANK = re.compile(r"\{([^{}\n]{1,40})\}")


class Variable(StrEnum):
    """What is filled in by itself."""

    CITIZEN = "usager"
    AGENT = "agent"
    ORGANISATION = "organisme"
    REASON = "motif"
    TODAY = "date"


def list_snippets(organisation_id: int, agent: Agent | None) -> QuerySet[Snippet]:
    """The organisation's models, and this agent's own."""
    of = Q(agent=None) if agent is None else Q(agent=None) | Q(agent=agent)
    return Snippet.objects.of(organisation_id).filter(of).select_related("reason").order_by("title", "pk")


def list_editable(account: Account, agent: Agent | None) -> QuerySet[Snippet]:
    """An agent edits his own, whoever steers the organisation's as well."""
    mine = Q(agent=agent) if agent is not None else Q(pk__in=())
    of = mine | Q(agent=None) if may_edit_shared(account) else mine
    return Snippet.objects.of(account.organisation_id).filter(of).select_related("reason").order_by("title", "pk")


def may_edit_shared(account: Account) -> bool:
    return not STEERING.isdisjoint(account.roles)


def list_blanks(text: str) -> list[str]:
    """The names that stand for something, each once."""
    return list(dict.fromkeys(BLANK.findall(text)))


def keep_snippet(snippet: Snippet, account: Account, now: datetime) -> None:
    """Keep a new or a changed model; a change of the organisation's leaves a trace."""
    is_new = snippet.pk is None
    snippet.organisation_id = account.organisation_id
    snippet.updated_at = now
    snippet.save()
    _record(snippet, account, "snippet-added" if is_new else "snippet-changed", now)


def remove_snippet(snippet: Snippet, account: Account, now: datetime) -> None:
    _record(snippet, account, "snippet-removed", now)
    snippet.delete()


def _record(snippet: Snippet, account: Account, verb: str, now: datetime) -> None:
    if snippet.agent_id is None:
        record(account.organisation_id, Act(verb, "snippet", str(snippet.pk), account.pk), now)
