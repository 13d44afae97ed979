"""What every channel must pass. A channel's own tests subclass `ContractOfChannel` and name its kind."""

# ruff: noqa: S101 - these are tests, shared by the channels' own
from importlib import import_module
from importlib.util import find_spec

from guichet.channels import registry
from guichet.channels.contract import Channel, Manifest
from guichet.decisions.routing.words import LIVE


class ContractOfChannel:
    """Subclasses set `kind`."""

    kind: str

    def get_manifest(self) -> Manifest:
        manifest: Manifest = import_module(f"{registry.KINDS[self.kind]}.manifest").MANIFEST
        return manifest

    def open_channel(self) -> Channel:
        channel: Channel = import_module(f"{registry.KINDS[self.kind]}.outbound").open_channel()
        return channel

    def test_the_registry_names_the_channel_by_its_kind(self) -> None:
        assert self.get_manifest().kind == self.kind

    def test_it_says_whether_its_work_can_wait(self) -> None:
        assert self.get_manifest().is_live == (self.get_manifest().kind in LIVE)

    def test_it_has_a_label_in_every_language(self) -> None:
        assert str(self.get_manifest().label).strip()

    def test_what_it_opens_carries_its_manifest(self) -> None:
        assert self.open_channel().manifest == self.get_manifest()

    def test_its_doors_have_addresses_of_their_own(self) -> None:
        if not find_spec(f"{registry.KINDS[self.kind]}.inbound"):
            return
        inbound = import_module(f"{registry.KINDS[self.kind]}.inbound")
        assert inbound.routes
        assert all(route.path.startswith(f"/{self.kind}/") for route in inbound.routes)
