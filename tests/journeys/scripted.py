"""The script of the journeys: a program that publishes it, with the article that it gives, in the house of `GUICHET_DATA`.

It answers about "Suivre ma demande", on every medium.
"""

from pathlib import Path

from tests.journeys.beside import enter_and, run_beside

REASON = "Suivre ma demande"
ANSWER = "Votre attestation est dans votre espace, à la page « Mes documents »."
WHICH, WHEN, HELPED = "De quelle attestation avez-vous besoin ?", "À partir de quelle date ?", "Est-ce que cela règle votre demande ?"
PAYMENT, QUOTIENT, DESTITUTE = "Une attestation de paiement", "Mon quotient familial", "Je n’ai plus de quoi vivre"
THANKS, TAKES_OVER = "Merci, bonne journée.", "Une personne vous répond. Elle voit vos réponses."
STEPS = {
    "which": {
        "do": "Choose",
        "name": "which",
        "text": {"fr": {"text": WHICH}},
        "options": [
            {"name": "payment", "text": {"fr": {"text": PAYMENT}}, "next": "when"},
            {"name": "quotient", "text": {"fr": {"text": QUOTIENT}}, "next": "when"},
            {"name": "destitute", "text": {"fr": {"text": DESTITUTE}}, "next": "person", "vulnerable": True},
        ],
    },
    "when": {"do": "Ask", "name": "when", "text": {"fr": {"text": WHEN}}, "kind": {"kind": "Day", "days_before": 36525}, "next": "answer"},
    "answer": {"do": "Answer", "article": "attestation", "next": "helped"},
    "helped": {
        "do": "Choose",
        "name": "helped",
        "text": {"fr": {"text": HELPED}},
        "options": [
            {"name": "yes", "text": {"fr": {"text": "Oui, merci"}}, "next": "end"},
            {"name": "no", "text": {"fr": {"text": "Non, pas encore"}}, "next": "person"},
        ],
    },
    "end": {"do": "End", "text": {"fr": {"text": THANKS}}},
    "person": {"do": "HandOver", "text": {"fr": {"text": TAKES_OVER}}},
}
SCRIPT = {"languages": ["fr"], "start": "which", "person": "person", "steps": STEPS}


def publish(folder: Path) -> None:
    run_beside(folder, "tests.journeys.scripted")


def write() -> None:
    import msgspec
    from django.db import transaction
    from django.utils import timezone

    from guichet.decisions.dialogue.words import Medium, Script
    from guichet.records.directory.models import Organisation, Reason
    from guichet.records.directory.writers import Editing
    from guichet.records.knowledge import actions as knowledge
    from guichet.records.knowledge.words import Content
    from guichet.records.scripts import actions
    from guichet.records.separation import set_organisation

    with transaction.atomic():
        organisation = Organisation.objects.get()
        set_organisation(organisation.pk)
        editing = Editing(None, timezone.now())
        content = msgspec.convert(describe_article(), Content)
        article = knowledge.create_article(organisation.pk, "attestation", content, knowledge.Details(), editing)
        knowledge.publish(knowledge.approve(knowledge.submit(article, editing), editing), editing)
        [key] = [reason.key for reason in Reason.objects.of(organisation.pk).current() if reason.get_label("fr") == REASON]
        details = actions.Details("Attestations", tuple(Medium), {key: actions.Policy()})
        version = actions.create_script(organisation, "attestations", details, editing, msgspec.convert(SCRIPT, Script))
        actions.publish(actions.submit(version, editing), editing)


def describe_article() -> dict[str, object]:
    media = ("page", "chat", "mail", "sms", "spoken", "guide")
    return {
        "title": {"fr": "Mon attestation"},
        "wordings": {medium: {"fr": ANSWER} for medium in media},
        "questions": [{"question": "Où est mon attestation ?", "facts": []}],
    }


if __name__ == "__main__":
    enter_and(write)
