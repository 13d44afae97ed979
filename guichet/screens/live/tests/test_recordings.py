"""What a caller left is heard by whoever holds the contact and whoever steers, each time with a trace, and by nobody else."""

import asyncio
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.doors.tests.driving import House, make_house, open_street
from guichet.records.audit.models import AuditEntry
from guichet.records.calls.models import Recording
from guichet.records.calls.words import RecordingState
from guichet.records.contacts.models import Contact
from guichet.records.directory.seals import seal

pytestmark = pytest.mark.django_db(transaction=True)
AUDIO = b"\xff\xe3 a message"


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's


def keep(house: House, contact: str) -> str:
    """What was said in a contact that the first agent holds. Returns its address."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    with transaction.atomic():
        Contact.objects.filter(pk=contact).update(state="assigned", agent=house.agents[0])
        row = Recording.objects.create(
            organisation=house.organisation,
            call=uuid4(),
            contact_id=UUID(contact),
            state=RecordingState.KEPT,
            content=seal(AUDIO),
            seconds=3,
            began_at=timezone.now(),
        )
    return f"/live/contacts/{contact}/recordings/{row.pk}"


def test_who_holds_the_contact_hears_it_and_nobody_else_but_who_steers() -> None:
    house = make_house()

    async def story() -> None:
        async with open_street() as street:
            _, contact = await street.open_contact(house)
            place = await asyncio.to_thread(keep, house, contact)
            owner = street.open_browser(house.count_on(house.agents[0].account))
            [facts] = (await owner.get(f"/live/contacts/{contact}/recordings")).json["recordings"]
            assert (facts["seconds"], place.endswith(facts["recording"])) == (3, True)
            heard = await owner.get(place)
            assert (heard.status, heard.headers["content-type"], heard.body) == (200, "audio/mpeg", AUDIO)
            assert heard.headers["cache-control"] == "private, no-store"
            colleague = street.open_browser(house.count_on(house.agents[1].account))
            for address in (place, place.rpartition("/")[0]):
                assert (await colleague.get(address)).status == 404
                assert (await street.open_browser().get(address)).status in (401, 403)
            assert (await owner.get(f"/live/contacts/{contact}/recordings/nonsense")).status == 404
            assert (await street.open_browser(house.count_on(house.supervisor)).get(place)).body == AUDIO

    asyncio.run(story())
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    played = AuditEntry.objects.filter(verb="recording-played").order_by("number")
    assert [entry.actor_id for entry in played] == [house.agents[0].account_id, house.supervisor.pk]
