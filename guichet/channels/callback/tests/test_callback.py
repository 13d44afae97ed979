"""The callback passes what every channel passes, and says that it carries nothing written."""

import pytest

from guichet.channels.callback.outbound import open_channel
from guichet.channels.contract import ChannelError
from guichet.channels.contract_tests import ContractOfChannel
from guichet.decisions.routing.words import ContactId, Instant
from guichet.records.contacts.words import Author, Message, MessageKind


class TestContract(ContractOfChannel):
    kind = "callback"


def test_nothing_written_goes_out_by_telephone() -> None:
    message = Message(number=1, author=Author.AGENT, kind=MessageKind.MESSAGE, text="Bonjour", at=Instant(0))
    with pytest.raises(ChannelError) as refused:
        open_channel().deliver(1, ContactId("0193"), message)
    assert refused.value.permanent
