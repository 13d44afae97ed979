"""Two things asked in one exchange, through the real doors: one is taken out, opened from the other, put back, and taken up."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from guichet.decisions.routing.inputs import AgentConfigured
from guichet.decisions.routing.words import LIVE, Channel
from guichet.doors.tests.driving import House, Street, make_house, work_for
from guichet.records.contacts.taking import OWN_SIDES
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.storing import Envelope, store_mail
from guichet.records.correspondence.tests.houses import write
from guichet.records.directory.models import ChannelCapacity
from guichet.records.directory.queries import list_router_configuration
from guichet.records.journal.actions import post
from guichet.screens.live.taking import SIDES
from guichet.screens.live.tests.test_joining import ask, assert_sound, get_cards, listen, work
from guichet.screens.live.tests.test_kept import live

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's


def test_whatever_can_wait_can_be_taken_apart() -> None:
    assert {*SIDES, *OWN_SIDES} == set(Channel) - LIVE


def receive_two(house: House) -> str:
    """Two mails of one thread, for whoever answers mails: the first agent."""
    with transaction.atomic():
        work_for(house)
        for agent in house.agents[:1]:
            ChannelCapacity.objects.create(organisation=house.organisation, profile=agent.capacity, channel="email", most=2, units=1)
        mailbox = Mailbox.objects.create(
            organisation=house.organisation, address="mairie@ville.example", reason=house.reason, language="fr", acknowledges=False
        )
        for fact in list_router_configuration(house.organisation.pk):
            if isinstance(fact, AgentConfigured):
                post(house.organisation.pk, fact, uuid4())
    contact = None
    for name, text in (("one", "Mon acte"), ("two", "Et l’école ?")):
        now = timezone.now()
        raw = write(text, Message_ID=f"<{name}@example.org>", **({} if name == "one" else {"In_Reply_To": "<one@example.org>"}))
        stored = store_mail(Envelope(house.organisation.pk, mailbox.pk, mailbox.address), raw, now)
        take_in(house.organisation.pk, stored.mail, now)
        contact = work(house, lambda mail=stored.mail: IncomingMail.objects.get(pk=mail).contact_id)
    return str(contact)


def test_one_of_two_questions_is_answered_on_its_own_put_back_taken_out_again_and_taken_up() -> None:
    house = make_house(agents=2)
    first = receive_two(house)

    async def story(street: Street) -> None:
        agent = street.open_browser(house.count_on(house.agents[0].account))
        other = street.open_browser(house.count_on(house.agents[1].account))
        async with await listen(agent) as listening:
            await agent.post("/live/presence", {"key": str(uuid4()), "presence": "available"})
            await listening.wait_for("ContactOffered")
            assert (await ask(agent, first, "accept")).status == 202
            await listening.wait_for("ContactAssigned")
            wish = {"numbers": [2], "reason": house.reason.pk}
            assert (await ask(other, first, "take-out", **wish)).json["code"] == "not-owner"
            assert (await ask(agent, first, "take-out", numbers=[], reason=house.reason.pk)).status == 400
            assert (await ask(agent, first, "take-out", numbers=[9], reason=house.reason.pk)).json["code"] == "nothing-to-take-out"
            assert (await ask(agent, first, "take-out", numbers=[2], reason=10**9)).json["code"] == "unknown-reason"
            assert (await ask(agent, first, "take-out", **wish)).status == 202
            told = await listening.wait_for("MessagesTakenOut")
            [part] = told["card"]["taken_out"]
            assert part["numbers"] == [2]
            rings = (await listening.wait_for("ContactOffered"))["card"]
            assert (rings["contact"], rings["origin"]["contact"]) == (part["contact"], first)
            assert next(line["text"] for line in rings["messages"] if line["author"] == "citizen").startswith("Et l’école")
            assert rings["mail"]["address"] == "zoe@example.org"
            assert (await agent.get(f"/live/contacts/{part['contact']}/history")).status == 200
            assert (await ask(other, first, "put-back", contact=part["contact"])).json["code"] == "not-owner"
            assert (await ask(agent, first, "put-back", contact=str(uuid4()))).json["code"] == "not-taken-out"

            assert (await ask(agent, first, "put-back", contact=part["contact"])).status == 202
            card = (await listening.wait_for("ContactsJoined"))["card"]
            assert card["taken_out"] == []
            assert [(each["contact"], each["is_put_back"]) for each in card["joined"]] == [(part["contact"], True)]
            assert card == (await get_cards(agent))[first], "what is told is what a fresh page shows"

            assert (await ask(agent, first, "part", contact=part["contact"])).status == 202
            card = (await listening.wait_for("ContactsJoined"))["card"]
            assert [each["contact"] for each in card["taken_out"]] == [part["contact"]]
            await listening.wait_for("ContactOffered")
            await ask(agent, part["contact"], "accept")
            await listening.wait_for("ContactAssigned")
            refused = await ask(agent, first, "put-back", contact=part["contact"])
            assert (refused.status, refused.json["code"]) == (422, "taken-up")

    live(house, story)
    assert_sound(house)


def test_of_an_organisation_elsewhere_nothing_is_taken_out() -> None:
    house, elsewhere = make_house(agents=1), make_house(agents=1)
    first = receive_two(house)

    async def story(street: Street) -> None:
        stranger = street.open_browser(elsewhere.count_on(elsewhere.agents[0].account))
        assert (await ask(stranger, first, "take-out", numbers=[1], reason=elsewhere.reason.pk)).status == 404
        assert (await ask(stranger, first, "put-back", contact=str(uuid4()))).status == 404

    live(house, story)
