"""An answer that was read aloud can be taken along by SMS: offered once, where it arrives, and in nobody's way."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from structlog.testing import capture_logs

from guichet.channels.voice import facts
from guichet.channels.voice.tests import test_way
from guichet.channels.voice.tests.test_way import SILENCE, CallOnPaper
from guichet.decisions.dialogue.words import Answer, Ask, Choose, HandOver, Option, PostalCode, StepId, Steps
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation, Reason
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.sharing import MOST_OF_DAY, write_path
from guichet.records.messaging.stops import stop
from guichet.records.prompts.sentences import FRENCH
from guichet.records.prompts.tests.offices import publish_article
from guichet.records.scripts.tests.scripts import NOW, french, make_document, publish_script

town = test_way.town
CALLER = "+33612345678"
OFFER, SENT, UNSENT = FRENCH.offer_answer, FRENCH.answer_sent, FRENCH.answer_not_sent
BACK = "Avez-vous une autre question ?"


def ask_more(*options: str) -> Choose:
    made = tuple(Option(name=f"o{place}", text=french(each), next=StepId("end")) for place, each in enumerate(options))
    return Choose(name="more", text=french(BACK), options=made)


def publish(town: Organisation, **steps: Steps) -> None:
    """A choice, five digits, an answer read aloud, and what follows."""
    publish_article(town, key="scale")
    rooms = Ask(name="rooms", text=french("Votre code postal ?"), kind=PostalCode(), next=StepId("scale"))
    follows = {"scale": Answer(article="scale", next=StepId("end")), **steps}
    publish_script(town, "payment", make_document(rooms=rooms, **follows))


@pytest.fixture
def account(town: Organisation, settings: Any) -> Account:
    settings.SITE = "https://ville.example"
    settings.CARRIERS = {"list": "guichet.records.messaging.tests.carriers.open_carrier"}
    reason = Reason.objects.get(organisation=town, key="anything")
    return Account.objects.create(organisation=town, channel="sms", kind="list", address="36105", reason=reason, language="fr")


def call_in(town: Organisation, *keys: str | None, number: str = CALLER, **more: Any) -> tuple[list[str], ContactId | None]:
    """What the caller heard from the answer on, and who answers him."""
    call = CallOnPaper([SILENCE, "1", "1", *"75011", *keys], organisation=town.pk, **more)
    call.number = number
    contact = call.walk()
    answer = next(place for place, text in enumerate(call.mouth.said) if text.startswith("L’aide est de"))
    return call.mouth.said[answer + 1 :], contact


def list_sent() -> list[tuple[str, str]]:
    return list(Outgoing.objects.order_by("created_at").values_list("handle", "text"))


def test_the_page_of_the_last_answer_is_sent_to_whoever_wants_it(town: Organisation, account: Account) -> None:
    publish(town)
    said, contact = call_in(town, "5")
    assert said == [OFFER, SENT, "Merci, bonne journée.", FRENCH.goodbye]
    assert contact is None
    ((handle, text),) = list_sent()
    assert handle == CALLER
    assert text.endswith(f"https://ville.example/o/{town.slug}/answers/scale")
    assert account.organisation.name in text


@pytest.mark.parametrize("key", [SILENCE, "7", "#", "*"])
def test_whoever_presses_anything_else_or_nothing_goes_on(town: Organisation, account: Account, key: str | None) -> None:  # noqa: ARG001
    publish(town)
    said, contact = call_in(town, key, key)
    assert said == [OFFER, "Merci, bonne journée.", FRENCH.goodbye]
    assert (contact, list_sent()) == (None, [])


def test_zero_leads_to_a_person_from_the_offer_too(town: Organisation, account: Account) -> None:  # noqa: ARG001 - SMS is set up
    publish(town)
    said, contact = call_in(town, "0", open_call=test_way.CONTACT)
    assert said == [OFFER]
    assert contact == test_way.CONTACT


def test_then_the_queue(town: Organisation, account: Account) -> None:  # noqa: ARG001
    ways = (
        Option(name="date", text=french("La date de mon paiement"), next=StepId("rooms")),
        Option(name="else", text=french("Autre chose"), next=StepId("end")),
    )
    topic = Choose(name="topic", text=french("Que souhaitez-vous savoir ?"), options=ways)
    queue = HandOver(text=french("Une personne vous répond."))
    publish(town, topic=topic, scale=Answer(article="scale", next=StepId("queue")), queue=queue)
    said, contact = call_in(town, "5")
    assert said == [OFFER, SENT, "Une personne vous répond."]
    assert contact == str(Contact.objects.get().pk)
    assert len(list_sent()) == 1


def test_before_a_choice_the_key_is_heard_beside_those_of_the_choice(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish(town, scale=Answer(article="scale", next=StepId("more")), more=ask_more("Oui", "Non"))
    said, contact = call_in(town, "5", "2")
    question = said[1]
    assert question.startswith(BACK)
    assert said == [OFFER, question, SENT, question, "Merci, bonne journée.", FRENCH.goodbye]
    assert contact is None
    assert len(list_sent()) == 1


@pytest.mark.parametrize("key", ["1", "2"])
def test_the_keys_of_a_choice_stay_its_own(town: Organisation, account: Account, key: str) -> None:  # noqa: ARG001
    publish(town, scale=Answer(article="scale", next=StepId("more")), more=ask_more("Oui", "Non"))
    said, _ = call_in(town, key)
    assert said[-2:] == ["Merci, bonne journée.", FRENCH.goodbye]
    assert (said.count(OFFER), list_sent()) == (1, [])


def test_where_a_choice_has_the_key_the_offer_comes_at_the_end(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish(town, scale=Answer(article="scale", next=StepId("more")), more=ask_more("A", "B", "C", "D", "E"))
    said, _ = call_in(town, "5", "5")
    assert said[0].startswith(BACK)
    assert said[1:] == [OFFER, SENT, "Merci, bonne journée.", FRENCH.goodbye]
    assert len(list_sent()) == 1


def publish_with_digits_after(town: Organisation) -> None:
    digits = Ask(name="again", text=french("Un autre code postal ?"), kind=PostalCode(), next=StepId("end"))
    publish(town, scale=Answer(article="scale", next=StepId("again")), again=digits)


def test_digits_after_an_answer_are_digits(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish_with_digits_after(town)
    said, _ = call_in(town, *"54000", "5")
    assert said == ["Un autre code postal ?", OFFER, SENT, "Merci, bonne journée.", FRENCH.goodbye]
    assert len(list_sent()) == 1


def test_whoever_wants_a_person_is_not_kept_from_him_by_an_offer(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish_with_digits_after(town)
    said, contact = call_in(town, "0", "#")
    assert OFFER not in said
    assert contact is not None


@pytest.mark.parametrize("number", ["", "+33145678901", "4500"], ids=["withheld or relay", "fixed", "extension"])
def test_nothing_is_offered_where_no_sms_arrives(town: Organisation, account: Account, number: str) -> None:  # noqa: ARG001
    publish(town)
    said, _ = call_in(town, "5", number=number)
    assert said == ["Merci, bonne journée.", FRENCH.goodbye]
    assert list_sent() == []


@pytest.mark.parametrize("lack", ["sms", "site", "stop"])
def test_nothing_is_offered_that_could_not_be_done(town: Organisation, account: Account, settings: Any, lack: str) -> None:
    publish(town)
    if lack == "sms":
        Account.objects.update(is_active=False)
    elif lack == "site":
        settings.SITE = ""
    else:
        stop(account, CALLER, NOW)
    assert OFFER not in call_in(town, "5")[0]
    assert list_sent() == []


def test_whoever_says_stop_in_between_hears_that_it_is_not_sent(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish(town)
    said, _ = call_in(town, "5", send_answer=False)
    assert said == [OFFER, UNSENT, "Merci, bonne journée.", FRENCH.goodbye]


def test_nobody_has_us_write_to_a_stranger_all_day(town: Organisation, account: Account) -> None:  # noqa: ARG001
    """Whoever calls shows any number he likes."""
    publish(town)
    for _ in range(MOST_OF_DAY):
        assert OFFER in call_in(town, "5")[0]
    assert OFFER not in call_in(town, "5")[0]
    assert len(list_sent()) == MOST_OF_DAY


@pytest.mark.parametrize("fails", ["may_send_answer", "send_answer"])
def test_a_call_goes_on_where_it_fails_and_its_number_is_not_logged(town: Organisation, account: Account, fails: str) -> None:  # noqa: ARG001
    publish(town)
    more: dict[str, Any] = {fails: RuntimeError(f"({CALLER})")}
    with capture_logs() as logs:
        said, _ = call_in(town, "5", **more)
    assert said[-1] == FRENCH.goodbye
    assert (UNSENT in said) == (fails == "send_answer")
    assert [entry["event"] for entry in logs] == ["an answer could not be offered by SMS"]
    assert CALLER not in repr(logs)


def test_a_key_that_was_pressed_before_the_offer_does_not_answer_it(town: Organisation, account: Account) -> None:  # noqa: ARG001
    """As the hash key that many press after digits."""
    publish(town)
    call = CallOnPaper([SILENCE, "1", "1", *"75011"], organisation=town.pk)
    say = call.mouth.say

    async def press_while_it_is_read(*texts: str, can_interrupt: bool = False) -> str | None:
        key = await say(*texts, can_interrupt=can_interrupt)
        if any(text.startswith("L’aide") for text in texts):
            call.mouth.keys.put_nowait("5")
        return key

    call.mouth.say = press_while_it_is_read  # type: ignore[method-assign]
    call.walk()
    assert OFFER in call.mouth.said
    assert list_sent() == []


def test_a_call_that_is_taken_up_again_sends_the_same_message_once(town: Organisation, account: Account) -> None:  # noqa: ARG001
    publish(town)
    call = CallOnPaper([], organisation=town.pk)
    for _ in range(2):
        assert facts.send_answer(town.pk, UUID(call.key), CALLER, "scale", "fr")
    assert len(list_sent()) == 1


def test_the_link_is_that_of_the_public_page(town: Organisation) -> None:
    assert write_path(town, "scale") == reverse("answer", args=[town.slug, "scale"])
