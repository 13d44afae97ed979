"""The demonstration organisation: an invented family-benefits office, and the accounts that show each role.

Its content stands in `demonstration.yaml`, a directory file like any other. Passwords are made by whoever loads it; none is here.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from guichet.records.directory.actions import Imported, import_directory
from guichet.records.directory.models import Organisation
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

SLUG = "deux-rives"
FILE = Path(__file__).with_name("demonstration.yaml")


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """`agent_key` names the agent whose contacts the account answers."""

    email: str
    name: str
    roles: tuple[str, ...]
    agent_key: str | None = None


ACCOUNTS = (
    DemonstrationAccount("claire.martin@deux-rives.example", "Claire Martin", (Role.AGENT.value,), "claire-martin"),
    DemonstrationAccount("karim.benali@deux-rives.example", "Karim Benali", (Role.AGENT.value,), "karim-benali"),
    DemonstrationAccount("sophie.laurent@deux-rives.example", "Sophie Laurent", (Role.AGENT.value,), "sophie-laurent"),
    DemonstrationAccount("nadia.haddad@deux-rives.example", "Nadia Haddad", (Role.AGENT.value, Role.RECEPTIONIST.value), "nadia-haddad"),
    DemonstrationAccount("accueil.nancy@deux-rives.example", "Accueil de Nancy", (Role.RECEPTIONIST.value,)),
    DemonstrationAccount("supervision@deux-rives.example", "Anne Royer", (Role.SUPERVISOR.value,)),
    DemonstrationAccount("administration@deux-rives.example", "Marc Toussaint", (Role.ADMINISTRATOR.value, Role.SUPERVISOR.value)),
)

PLAYED = (
    *(account for account in ACCOUNTS if account.agent_key),
    *(
        DemonstrationAccount(f"{key.replace('-', '.')}@{SLUG}.example", name, (Role.AGENT.value,), key)
        for key, name in (
            ("julien-moreau", "Julien Moreau"),
            ("thomas-weber", "Thomas Weber"),
            ("amelie-klein", "Amélie Klein"),
            ("fatima-el-amrani", "Fatima El Amrani"),
            ("nicolas-schmitt", "Nicolas Schmitt"),
            ("mehmet-yilmaz", "Mehmet Yılmaz"),
            ("isabelle-colin", "Isabelle Colin"),
            ("camille-jacquot", "Camille Jacquot"),
            ("rachid-bouzid", "Rachid Bouzid"),
        )
    ),
)
"""The agents who are played until somebody signs in as one of them."""


def is_loaded() -> bool:
    return Organisation.objects.filter(slug=SLUG).exists()


@transaction.atomic
def load(now: datetime) -> Imported:
    """Bring the organisation into being, as the tables' owner, and fill its directory; the transaction works for it afterwards."""
    organisation = Organisation.objects.create(slug=SLUG, name=SLUG, is_demonstration=True)
    set_organisation(organisation.pk)
    return import_directory(organisation, FILE.read_bytes(), now)
