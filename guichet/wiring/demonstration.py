"""Fills the demonstration's database once, and says who may sign in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from guichet.records.calls import demonstration as calls
from guichet.records.directory import demonstration
from guichet.records.directory.actions import add_account, get_organisation, make_password
from guichet.records.knowledge import demonstration as articles
from guichet.records.scripts import demonstration as scripts
from guichet.wiring.folder import Folder
from guichet.wiring.language import gettext as _

PASSWORDS = "demonstration.json"
PLAYED = "played.json"
"""What the player learns: the organisation's slug, and the passwords of the agents whom it plays."""


def load_once(folder: Folder) -> list[str]:
    """Load the invented organisation unless it is there, and list its accounts with their passwords.

    The passwords are made at the first load and kept in the folder for its owner's eyes, so that every start can print them again.
    """
    file = folder.secrets / PASSWORDS
    known: dict[str, str] = json.loads(file.read_text()) if demonstration.is_loaded() else {}
    everybody = {account.email: account for account in (*demonstration.ACCOUNTS, *demonstration.PLAYED)}
    missing = [account for email, account in everybody.items() if email not in known]
    known |= {account.email: make_password(account.email, account.name) for account in missing}
    _keep(file, known)
    played = {account.email: known[account.email] for account in demonstration.PLAYED}
    _keep(folder.secrets / PLAYED, {"organisation": demonstration.SLUG, "agents": played})
    with transaction.atomic():
        if not demonstration.is_loaded():
            demonstration.load(timezone.now())
        organisation = get_organisation(demonstration.SLUG)
        if not articles.is_loaded(organisation):
            articles.load(organisation, timezone.now())
        if not scripts.is_loaded(organisation):
            scripts.load(organisation, timezone.now())
        if not calls.is_loaded(organisation):
            calls.load(organisation)
        for account in missing:
            add_account(demonstration.SLUG, account.email, known[account.email], account.roles, account.name, account.agent_key)
    width = max(len(account.email) for account in demonstration.ACCOUNTS)
    return [
        _("Demonstration accounts, for /sign-in (the passwords were made at random on this machine):"),
        *(f"  {a.email:{width}}  {known[a.email]}  {', '.join(a.roles)}" for a in demonstration.ACCOUNTS),
    ]


def _keep(file: Path, content: Mapping[str, object]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as new:  # noqa: PTH123 - a descriptor, not a path
        json.dump(content, new)
