"""A script whose answer is read aloud, published once in the town with a telephone as the last key of its menu."""

from pathlib import Path

from tests.journeys.beside import enter_and, run_beside


def publish(folder: Path) -> None:
    run_beside(folder, "tests.telephone.answered")


def write() -> None:
    from django.db import transaction
    from django.utils import timezone

    from guichet.decisions.dialogue.words import Answer, Ask, Medium, PostalCode, StepId
    from guichet.records.calls.models import Line
    from guichet.records.directory.models import Organisation, Reason
    from guichet.records.directory.writers import Editing
    from guichet.records.prompts.tests.offices import publish_article
    from guichet.records.scripts import actions
    from guichet.records.scripts.models import Script
    from guichet.records.scripts.tests.scripts import french, make_document
    from guichet.records.separation import set_organisation

    with transaction.atomic():
        organisation = Organisation.objects.get()
        set_organisation(organisation.pk)
        if Script.objects.of(organisation.pk).filter(key="scale").exists():
            return
        line = Line.objects.of(organisation.pk).get()
        publish_article(organisation, key="scale")
        reason = Reason.objects.of(organisation.pk).current().exclude(key__in=line.menu).first()
        assert reason is not None
        editing = Editing(None, timezone.now())
        details = actions.Details("Barème", (Medium.VOICE,), {reason.key: actions.Policy()})
        rooms = Ask(name="rooms", text=french("Votre code postal ?"), kind=PostalCode(), next=StepId("scale"))
        document = make_document(rooms=rooms, scale=Answer(article="scale", next=StepId("end")))
        version = actions.create_script(organisation, "scale", details, editing, document)
        actions.publish(actions.submit(version, editing), editing)
        line.menu.append(reason.key)
        line.save()


if __name__ == "__main__":
    enter_and(write)
