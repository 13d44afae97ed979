"""Delivering to whoever wrote on a social network."""

from guichet.channels.social.manifest import MANIFEST
from guichet.channels.talking import ByTalk


def open_channel() -> ByTalk:
    return ByTalk(MANIFEST)
