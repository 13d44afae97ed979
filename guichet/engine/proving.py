"""The nightly questions of an organisation: asked, compared, kept, and their owners told of what is new."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.proving import Doors, Fault, keep_proof, list_due, prove
from guichet.records.notices.drifts import tell_owner
from guichet.records.notices.errors import UnusableAddressError
from guichet.records.separation import set_organisation


def prove_answers(organisation_id: int, doors: Doors) -> Iterator[tuple[ArticleVersion, list[Fault]]]:
    """Each article with what was wrong at the doors.

    :raises DoorsError: nobody answers; what was proved before stays.
    """
    with transaction.atomic():
        set_organisation(organisation_id)
        due = list_due(organisation_id)
    for version in due:
        faults = prove(version, doors)
        if keep_proof(version, faults, timezone.now()):
            with suppress(UnusableAddressError):  # the list of articles shows it all the same
                tell_owner(version, faults)
        yield version, faults
