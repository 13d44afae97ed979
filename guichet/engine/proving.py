"""The nightly questions of an organisation: asked, compared, kept, and their owners told of what is new."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from guichet.records.contacts.synthetic import remove_synthetic
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.proving import MOST_CHATS, Doors, Fault, keep_proof, list_due, prove
from guichet.records.notices.drifts import tell_owner
from guichet.records.notices.errors import UnusableAddressError
from guichet.records.separation import set_organisation


def prove_answers(organisation_id: int, doors: Doors) -> Iterator[tuple[ArticleVersion, list[Fault]]]:
    """Each article with what was wrong at the doors. The contacts that were opened for it are removed.

    :raises DoorsError: nobody answers; what was proved before stays.
    """
    with transaction.atomic():
        set_organisation(organisation_id)
        remove_synthetic(organisation_id)
        due = list_due(organisation_id)
    chats = 0
    for version in due:
        chats += len(version.read().questions)
        faults = prove(version, doors, in_chat=chats <= MOST_CHATS)
        if keep_proof(version, faults, timezone.now()):
            with suppress(UnusableAddressError):  # the list of articles shows it all the same
                tell_owner(version, faults)
        yield version, faults
    with transaction.atomic():
        set_organisation(organisation_id)
        remove_synthetic(organisation_id)
