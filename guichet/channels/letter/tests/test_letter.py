"""Letters pass what every channel passes."""

from guichet.channels.contract_tests import ContractOfChannel
from guichet.channels.letter.manifest import MANIFEST


class TestContract(ContractOfChannel):
    kind = "letter"


def test_a_letter_can_wait_in_an_agents_hands() -> None:
    assert not MANIFEST.is_live
