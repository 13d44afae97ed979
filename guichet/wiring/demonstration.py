"""Fills the demonstration's database once, and says who may sign in."""

import json
import os
import secrets
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from guichet.records.directory import demonstration
from guichet.records.directory.actions import add_account
from guichet.wiring.folder import Folder

PASSWORDS = "demonstration.json"


def load_once(folder: Folder) -> list[str]:
    """Load the invented organisation unless it is there, and list its accounts with their passwords.

    The passwords are made at the first load and kept in the folder for its owner's eyes, so that every start can print them again.
    """
    file = folder.secrets / PASSWORDS
    if not demonstration.is_loaded():
        passwords = {account.email: secrets.token_urlsafe(9) for account in demonstration.ACCOUNTS}
        _keep(file, passwords)
        with transaction.atomic():
            demonstration.load(timezone.now())
            for account in demonstration.ACCOUNTS:
                add_account(demonstration.SLUG, account.email, passwords[account.email], account.roles, account.name, account.agent_key)
    known: dict[str, str] = json.loads(file.read_text())
    width = max(len(account.email) for account in demonstration.ACCOUNTS)
    return [
        "Demonstration accounts, for /sign-in (the passwords were made at random on this machine):",
        *(f"  {a.email:{width}}  {known[a.email]}  {', '.join(a.roles)}" for a in demonstration.ACCOUNTS),
    ]


def _keep(file: Path, passwords: dict[str, str]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as new:  # noqa: PTH123 - a descriptor, not a path
        json.dump(passwords, new)
