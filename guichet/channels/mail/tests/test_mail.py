"""E-mail passes what every channel passes."""

from guichet.channels.contract_tests import ContractOfChannel
from guichet.channels.mail.manifest import MANIFEST


class TestContract(ContractOfChannel):
    kind = "email"


def test_a_mail_can_wait_in_an_agents_hands() -> None:
    assert not MANIFEST.is_live
