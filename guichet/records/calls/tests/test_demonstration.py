"""The demonstration can be called: its line leads to reasons that somebody answers on the telephone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from guichet.records.calls import demonstration
from guichet.records.calls.lines import list_open_lines
from guichet.records.contacts.telephone import read_number
from guichet.records.directory import demonstration as directory
from guichet.records.directory.actions import get_organisation
from guichet.records.directory.models import Reason
from guichet.records.separation import set_organisation

AsOwner = Callable[[], AbstractContextManager[None]]


@pytest.mark.django_db
def test_every_key_of_its_menu_leads_to_a_queue_that_takes_calls(as_owner: AsOwner) -> None:
    with as_owner():
        directory.load(timezone.now())
    organisation = get_organisation(directory.SLUG)
    assert not demonstration.is_loaded(organisation)
    demonstration.load(organisation)
    assert demonstration.is_loaded(organisation)
    [line] = list_open_lines()
    assert [key for key, _ in line.menu] == demonstration.MENU
    assert [relay.name for relay in line.relays] == [demonstration.RELAY]
    set_organisation(organisation.pk)
    for key in (*demonstration.MENU, demonstration.ANY):
        reason = Reason.objects.of(organisation.pk).current().select_related("parent__queue").get(key=key)
        branch = reason.parent
        assert branch is not None
        assert branch.queue is not None
        assert "voice" in branch.queue.channels


@pytest.mark.django_db
def test_its_number_is_known_only_while_calls_come_on_it(as_owner: AsOwner) -> None:
    with as_owner():
        directory.load(timezone.now())
    organisation = get_organisation(directory.SLUG)
    set_organisation(organisation.pk)
    assert not demonstration.is_called(organisation)
    line = demonstration.load(organisation)
    assert demonstration.is_called(organisation)
    assert read_number(demonstration.DIALLED) == line.number
    line.is_active = False
    line.save(update_fields=["is_active"])
    assert not demonstration.is_called(organisation)
