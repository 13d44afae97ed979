"""A public word on the desk: who reads along, what may be said, and what its owner, and nobody else, can do with it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.channels.social.tests.houses import CARRIERS
from guichet.channels.social.tests.servers import make_mention
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, make_house, open_street
from guichet.records.contacts.models import Contact
from guichet.records.journal.models import Inbox
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account, Incoming, Outgoing, Talk
from guichet.records.messaging.storing import store
from guichet.records.moderation.models import SetAside
from guichet.screens.live.square import doors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]
    monkeypatch.setattr(doors, "checks", Buckets(doors.checks.allowance._replace(per_second=0)))


@pytest.fixture
def house() -> House:
    return make_house()


def receive(house: House) -> str:
    """A public mention that the first agent holds."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    with transaction.atomic():
        settings = {"identity": "mairie", "most_text": 500, "url_length": 23, "sayable": ["01 23 45 67 89"]}
        account = Account.objects.create(
            organisation=house.organisation,
            channel="social",
            kind="mastodon",
            address="@mairie@social.example",
            reason=house.reason,
            language="fr",
            settings=settings,
        )
    stored = store(house.organisation.pk, account.pk, json.dumps(make_mention("Une question")).encode(), "k", timezone.now())
    take_in(house.organisation.pk, stored.incoming, timezone.now())
    contact = Incoming.objects.get().contact_id
    Contact.objects.filter(pk=str(contact)).update(state="assigned", agent=house.agents[0])
    return f"/live/contacts/{contact}/square"


def run(house: House, story: Callable[[Browser, Browser], Awaitable[None]]) -> None:
    """With the browsers of the first and of the second agent."""

    async def play() -> None:
        async with open_street() as street:
            await story(*(street.open_browser(house.count_on(agent.account)) for agent in house.agents[:2]))

    asyncio.run(play())


def test_the_desk_is_told_that_everybody_reads_and_how_much_fits(house: House) -> None:
    place = receive(house)

    async def story(own: Browser, other: Browser) -> None:
        facts = (await own.get(place)).json
        assert (facts["network"], facts["is_public"], facts["most_text"], facts["url_length"]) == ("mastodon", True, 500, 23)
        assert (await other.get(place)).status == 404
        assert (await own.get(f"/live/contacts/{uuid4()}/square")).status == 404

    run(house, story)


def test_what_should_not_be_said_in_public_is_said_before_it_is_sent(house: House) -> None:
    place = receive(house)

    async def story(own: Browser, other: Browser) -> None:
        found = (await own.post(f"{place}/check", {"text": "Appelez le 06 12 34 56 78 ou le 01 23 45 67 89"})).json["findings"]
        assert [each["excerpt"] for each in found] == ["06 12 34 56 78"]
        assert (await own.post(f"{place}/check", {"text": "Nous ouvrons à 9 h."})).json == {"findings": []}
        assert (await other.post(f"{place}/check", {"text": "x"})).status == 404
        assert (await own.post(f"{place}/check", {"text": 3})).status == 400
        statuses = {(await own.post(f"{place}/check", {"text": "x"})).status for _turn in range(25)}
        assert statuses == {200, 429}

    run(house, story)


def test_one_click_goes_on_in_private_and_a_second_one_changes_nothing(house: House) -> None:
    place, key = receive(house), str(uuid4())

    async def story(own: Browser, other: Browser) -> None:
        assert (await other.post(f"{place}/private", {"key": key})).status == 404
        replies = await asyncio.gather(*(own.post(f"{place}/private", {"key": key}) for _turn in range(5)))
        assert {reply.status for reply in replies} == {204}
        assert not (await own.get(place)).json["is_public"]
        assert (await own.post(f"{place}/private", {"key": str(uuid4())})).status == 422

    run(house, story)
    assert (Outgoing.objects.get().is_public, Talk.objects.get().is_public) == (True, False)


def test_one_click_sets_aside_and_closes(house: House) -> None:
    place, key = receive(house), str(uuid4())

    async def story(own: Browser, other: Browser) -> None:
        assert (await other.post(f"{place}/aside", {"key": key, "reason": "spam"})).status == 404
        assert (await own.post(f"{place}/aside", {"key": key, "reason": "?"})).status == 400
        replies = await asyncio.gather(*(own.post(f"{place}/aside", {"key": key, "reason": "spam"}) for _turn in range(5)))
        assert {reply.status for reply in replies} == {204}

    run(house, story)
    assert SetAside.objects.get().reason == "spam"
    assert list(Inbox.objects.order_by("id").values_list("kind", flat=True))[-2:] == ["ConversationEnded", "WrapUpDone"]
