"""The telephone passes what every channel must."""

from guichet.channels.contract_tests import ContractOfChannel


class TestVoice(ContractOfChannel):
    kind = "voice"
