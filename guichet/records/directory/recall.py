"""What public pages ask of the directory at every visit, kept for a second by each process: in a rush the same few answers are given again.

What this process changes it forgets at once; what another one changes it reads anew within `SECONDS`. Only what nobody changes in place is
kept, and nothing of any person.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import TypeVar, cast

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.db.transaction import on_commit
from django.dispatch import receiver

from guichet.records.directory import models

SECONDS = 1.0
MOST = 2_000
"""Answers that are kept; beyond, all are read anew."""
SOURCES = (
    models.DirectoryChange,
    models.Organisation,
    models.OpeningCalendar,
    models.OpeningException,
    models.OpeningHours,
    models.Queue,
    models.Reason,
    models.Skill,
    models.Territory,
)
"""Whoever changes several rows with one statement keeps a `DirectoryChange`."""
Answer = TypeVar("Answer")
_kept: dict[Hashable, tuple[float, object]] = {}


def recall(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """What `read` says, or said less than `SECONDS` ago. :param key: names the question, its organisation included."""
    until, answer = _kept.get(key, (0.0, None))
    if monotonic() < until:
        return cast(Answer, answer)
    read_now = read()
    if len(_kept) >= MOST:
        forget()
    _kept[key] = (monotonic() + SECONDS, read_now)
    return read_now


def forget() -> None:
    _kept.clear()


@receiver([post_save, post_delete])
def _forget_what_changed(sender: type[Model], **_: object) -> None:
    if issubclass(sender, SOURCES):
        forget()
        on_commit(forget)
