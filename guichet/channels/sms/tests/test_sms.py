"""SMS is a channel like any other."""

from guichet.channels.contract_tests import ContractOfChannel


class TestContract(ContractOfChannel):
    kind = "sms"
