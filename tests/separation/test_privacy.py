"""Nothing is held about anybody without a class, a retention and an eraser; and what is erased is gone from every table."""

# ruff: noqa: S608 - names of tables come from the database itself

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models

from guichet.decisions.routing.words import Channel, ContactState
from guichet.records import privacy
from guichet.records.contacts.models import Contact, Message
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation, make_queue, make_reason
from guichet.records.people.actions import erase
from guichet.records.people.models import Citizen, CitizenNeed, CitizenPreference, ContactPoint
from guichet.records.people.words import ContactPointKind, Need, Preference

AsOwner = Callable[[], AbstractContextManager[None]]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MARK = "zzmarkzz"


def test_every_field_of_every_model_is_declared() -> None:
    """`declare` itself refuses a model with a field that is in neither list."""
    assert privacy.list_undeclared(apps.get_models()) == []


def test_a_field_that_nobody_declared_is_refused() -> None:
    for impersonal, personal in (
        ("id name", {}),
        ("id name text extra", {}),
        ("id name text", {"text": privacy.Personal(privacy.PersonalClass.CONTENT)}),
    ):
        with pytest.raises(privacy.DeclarationError):
            privacy.declare(make_model(), impersonal, **personal)  # type: ignore[arg-type]


def test_a_personal_field_without_a_retention_is_refused() -> None:
    with pytest.raises(privacy.DeclarationError, match="keep"):
        privacy.declare(make_model(), "id name", text=privacy.Personal(privacy.PersonalClass.CONTENT, ""))


def make_model() -> type[models.Model]:
    class Diary(models.Model):
        name = models.TextField()
        text = models.TextField()

        class Meta:
            app_label = "separation_tests"

        def __str__(self) -> str:
            return self.name

    apps.all_models.pop("separation_tests", None)
    return Diary


def test_what_can_reveal_health_is_declared_sensitive() -> None:
    [holding] = [holding for holding in privacy.list_holdings() if holding.model is CitizenNeed]
    assert holding.personal["need"].kind is privacy.PersonalClass.SENSITIVE


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - asks for the database
    return make_organisation()


def make_citizen(organisation: Organisation, closed_at: datetime | None = None) -> Citizen:
    """A citizen of whom every declared field is known, with the mark in each that can hold it."""
    citizen = Citizen.objects.create(organisation=organisation, name=f"Awa {MARK}", language=MARK, last_seen_at=NOW)
    ContactPoint.objects.create(organisation=organisation, citizen=citizen, kind=ContactPointKind.EMAIL, value=f"{MARK}@example.org")
    CitizenPreference.objects.create(organisation=organisation, citizen=citizen, kind=Preference.FORM_OF_ADDRESS, value=MARK)
    CitizenNeed.objects.create(organisation=organisation, citizen=citizen, need=Need.SIGN_LANGUAGE)
    queue = make_queue(organisation)
    contact = Contact.objects.create(
        organisation=organisation,
        id=uuid4(),
        key=uuid4(),
        channel=Channel.CHAT,
        queue=queue,
        reason=make_reason(organisation, queue),
        language="fr",
        citizen=citizen,
        citizen_name=f"Awa {MARK}",
        state=ContactState.CLOSED,
        arrived_at=NOW,
        rank_at=NOW,
        closed_at=closed_at,
    )
    for number, text in enumerate((f"I said {MARK}", f"{MARK} was said to me")):
        Message.objects.create(
            organisation=organisation,
            contact=contact,
            number=number,
            key=uuid4(),
            author="citizen",
            kind="message",
            text=text,
            created_at=NOW,
        )
    return citizen


def list_tables_with(text: str) -> list[str]:
    """Every table of the database in which any column of any row holds this text, whatever was declared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition"
        )
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'select exists (select from "{table}" each where each::text like %s)', [f"%{text}%"])
            if cursor.fetchone() == (True,):
                found.append(table)
    return sorted(found)


def test_an_erased_citizen_is_in_no_column_of_no_table_any_more(organisation: Organisation, as_owner: AsOwner) -> None:
    citizen = make_citizen(organisation)
    with as_owner():
        assert "contacts_message" in list_tables_with(MARK)
    trace = erase(organisation.pk, citizen.pk, NOW, NOW)
    with as_owner():
        assert list_tables_with(MARK) == []
        assert not CitizenNeed.objects.exists()
    assert Contact.objects.get().citizen is None
    declared = {f"{h.model._meta.label}.{name}" for h in privacy.list_holdings() if h.about for name in h.personal}
    assert set(trace.counts) == declared
    assert trace.counts["contacts.Message.text"] == 2


def test_erasing_one_citizen_leaves_the_others(organisation: Organisation) -> None:
    citizen, other = make_citizen(organisation), make_citizen(organisation)
    erase(organisation.pk, citizen.pk, NOW, NOW)
    other.refresh_from_db()
    assert (other.name, other.contact_points.count(), other.needs.count()) == (f"Awa {MARK}", 1, 1)
    assert Message.objects.filter(text__contains=MARK).count() == 2


def test_what_has_outlived_its_retention_is_erased_without_being_asked(organisation: Organisation, as_owner: AsOwner) -> None:
    make_citizen(organisation, closed_at=NOW)
    assert privacy.erase_expired(organisation.pk, NOW + timedelta(days=300)) == {}
    assert set(privacy.erase_expired(organisation.pk, NOW + timedelta(days=400))) == {"people.CitizenNeed.need"}
    assert set(privacy.erase_expired(organisation.pk, NOW + timedelta(days=731))) >= {
        "contacts.Message.text",
        "contacts.Contact.citizen_name",
    }
    privacy.erase_expired(organisation.pk, NOW + timedelta(days=3 * 365 + 1))
    with as_owner():
        assert list_tables_with(MARK) == []


def test_an_account_and_an_agent_who_left_lose_their_names_after_a_year(organisation: Organisation, as_owner: AsOwner) -> None:
    account = make_account(organisation, email=f"{MARK}@example.org", name=MARK, last_login=NOW)
    agent = make_agent(organisation, key=MARK, name=MARK, is_active=False, removed_at=NOW)
    privacy.erase_expired(organisation.pk, NOW + timedelta(days=364))
    account.refresh_from_db()
    assert account.name == MARK
    privacy.erase_expired(organisation.pk, NOW + timedelta(days=366))
    account.refresh_from_db()
    agent.refresh_from_db()
    assert not account.has_usable_password()
    assert (account.email, agent.key) == (f"erased-{account.pk}@example.invalid", f"erased-{agent.pk}")
    with as_owner():
        assert list_tables_with(MARK) == []
