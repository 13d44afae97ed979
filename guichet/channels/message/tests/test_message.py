"""The message left passes what every channel passes."""

from guichet.channels.contract_tests import ContractOfChannel
from guichet.channels.message.manifest import MANIFEST


class TestContract(ContractOfChannel):
    kind = "message"


def test_a_message_can_wait_in_an_agents_hands() -> None:
    assert not MANIFEST.is_live
