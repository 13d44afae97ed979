"""The organisation that journeys happen in: one office, three agents, two supervisors, two administrators, three branches of reasons."""

from uuid import uuid4

from django.db import transaction

from guichet.records.calls.models import Line
from guichet.records.directory.models import Account, Agent, AskingReason, Organisation, PauseReason, Reason, WrapUpOutcome
from guichet.records.directory.queries import list_router_configuration
from guichet.records.directory.tests.factories import (
    PASSWORD,
    make_account,
    make_agent,
    make_calendar,
    make_capacity,
    make_commitment,
    make_language,
    make_organisation,
    make_queue,
    make_reason,
)
from guichet.records.directory.words import Role
from guichet.records.journal.actions import post

__all__ = ["ADMINISTRATORS", "AGENTS", "NUMBER", "PASSWORD", "READER", "SUPERVISOR", "build"]

AGENTS = {"awa": "Awa Diallo", "benoit": "Benoît Le Goff", "chloe": "Chloé Martin"}
NUMBER = "+33199001234"
SUPERVISOR = "supervisor@example.org"
READER = "lea@example.org"
"""A supervisor too, who reads what others write."""
ADMINISTRATORS = {"marc@example.org": "Marc", "anne@example.org": "Anne"}
REASONS = {
    "Logement": ("Demander une aide au logement", "Signaler un déménagement", "Comprendre le montant de mon aide"),
    "Famille": ("Déclarer une naissance", "Faire garder un enfant", "Me séparer"),
    "Mon dossier": ("Suivre ma demande", "Envoyer un document"),
}
PAUSES = {"break": "Pause", "training": "Formation", "meeting": "Réunion"}
OUTCOMES = {"settled": "Réglé", "explained": "Renseigné", "to-continue": "À poursuivre", "redirected": "Réorienté"}


def build() -> None:
    """Fill an empty database, and tell the router of it."""
    with transaction.atomic():
        organisation = make_organisation("allocations-du-val", name="Allocations du Val")
        people = make_people(organisation)
        make_requests(organisation)
        for account, agent in people:
            Agent.objects.filter(pk=agent.pk).update(account=account)
        for key, label in PAUSES.items():
            PauseReason.objects.create(organisation=organisation, key=key, labels={"fr": label})
        for key, label in OUTCOMES.items():
            WrapUpOutcome.objects.create(
                organisation=organisation, key=key, labels={"fr": label}, is_resolved=key in {"settled", "explained"}
            )
        AskingReason.objects.create(organisation=organisation, key="document", labels={"fr": "Pièce à envoyer"}, days=30)
        add_line(organisation)
        for fact in list_router_configuration(organisation.pk):
            post(organisation.pk, fact, uuid4())


def add_line(organisation: Organisation) -> None:
    """The number that citizens call: two reasons in its menu."""
    housing, birth = (Reason.objects.get(organisation=organisation, labels__fr=REASONS[branch][0]) for branch in ("Logement", "Famille"))
    Line.objects.create(
        organisation=organisation,
        number=NUMBER,
        label="Accueil",
        languages=["fr"],
        reason=housing,
        menu=[housing.key, birth.key],
        welcome={"fr": "Allocations du Val, bonjour."},
    )


def make_people(organisation: Organisation) -> list[tuple[Account, Agent]]:
    french = make_language(organisation)
    rooms = {"chat": (3, 1), "callback": (1, 1), "message": (2, 1), "email": (2, 1), "sms": (2, 1), "letter": (2, 1), "social": (2, 1)}
    rooms["voice"] = (1, 3)
    capacity = make_capacity(organisation, rooms, units=3)
    make_account(organisation, Role.SUPERVISOR, email=SUPERVISOR, name="Denis Roche")
    make_account(organisation, Role.SUPERVISOR, email=READER, name="Léa")
    for email, name in ADMINISTRATORS.items():
        make_account(organisation, Role.ADMINISTRATOR, email=email, name=name)
    return [
        (
            make_account(organisation, Role.AGENT, email=f"{key}@example.org", name=name),
            make_agent(organisation, {french: 5}, key=key, name=name, capacity=capacity),
        )
        for key, name in AGENTS.items()
    ]


def make_requests(organisation: Organisation) -> None:
    """Reasons of every branch go to one queue with a generous time to answer."""
    always = make_calendar(organisation)
    promise = make_commitment(organisation)
    queue = make_queue(
        organisation,
        labels={"fr": "Allocataires"},
        channels=["voice", "chat", "callback", "message"],
        calendar=always,
        commitment=promise,
        offer_seconds=60,
        wrap_up_seconds=120,
    )
    for branch, reasons in REASONS.items():
        parent = make_reason(organisation, queue, labels={"fr": branch})
        for label in reasons:
            make_reason(organisation, parent=parent, labels={"fr": label})
