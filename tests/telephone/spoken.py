"""A script that callers answer by keys, published in the town with a telephone as the third key of its menu."""

from pathlib import Path

from tests.journeys.beside import enter_and, run_beside

REASON = "Suivre ma demande"


def publish(folder: Path) -> None:
    run_beside(folder, "tests.telephone.spoken")


def write() -> None:
    from django.db import transaction
    from django.utils import timezone

    from guichet.decisions.dialogue.words import Medium
    from guichet.records.calls.models import Line
    from guichet.records.directory.models import Organisation, Reason
    from guichet.records.directory.writers import Editing
    from guichet.records.scripts import actions
    from guichet.records.scripts.tests.scripts import make_document
    from guichet.records.separation import set_organisation

    with transaction.atomic():
        organisation = Organisation.objects.get()
        set_organisation(organisation.pk)
        editing = Editing(None, timezone.now())
        [key] = [reason.key for reason in Reason.objects.of(organisation.pk).current() if reason.get_label("fr") == REASON]
        details = actions.Details(REASON, (Medium.VOICE,), {key: actions.Policy()})
        version = actions.create_script(organisation, "follow", details, editing, make_document())
        actions.publish(actions.submit(version, editing), editing)
        line = Line.objects.of(organisation.pk).get()
        line.menu.append(key)
        line.save()


if __name__ == "__main__":
    enter_and(write)
