"""Put articles on the town's shelf: a program that publishes them in the database of `GUICHET_DATA` while the house is open.

A journey names the reason that the article answers; the others find their pages as they were.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from tests.journeys.beside import enter_and, run_beside
from tests.journeys.conftest import House


class Shelved(NamedTuple):
    """`reason` is the label of the reason that the article answers; `changed` the day on which its rules changed since, if they did."""

    key: str
    reason: str
    changed: str = ""


GUIDE = "Le montant dépend de l’âge : {montant} au plus.\n\n- [ ] Demander l’âge de l’enfant\n- [ ] Demander qui le garde"
CHAT = "L’aide pour la garde est de {montant} par mois, versée sous {delai}."


def shelve(house: House, articles: Sequence[Shelved]) -> None:
    """Publish these articles in the town, unless they stand there already."""
    run_beside(house.folder, "tests.journeys.shelving", *(word for article in articles for word in article))


def write() -> None:
    from django.db import transaction

    with transaction.atomic():
        for article in zip(*[iter(sys.argv[1:])] * 3, strict=True):
            publish(*article)


def publish(key: str, reason: str, changed: str) -> None:
    from guichet.records.directory.models import Organisation, Reason
    from guichet.records.directory.writers import Editing
    from guichet.records.knowledge import actions
    from guichet.records.knowledge.models import Article
    from guichet.records.knowledge.words import Content, Fact, FactKind, Medium, Question
    from guichet.records.separation import set_organisation

    organisation = Organisation.objects.get()
    set_organisation(organisation.pk)
    if Article.objects.filter(key=key).exists():
        return
    [found] = [each for each in Reason.objects.of(organisation.pk).current() if each.get_label("fr") == reason]
    wordings = {
        Medium.PAGE: "# Pour qui\n\nPour les jeunes enfants.\n\n# Combien\n\n" + CHAT,
        Medium.CHAT: CHAT,
        Medium.MAIL: f"Bonjour,\n\n{CHAT}\n\nBien cordialement,",
        Medium.SMS: "Garde : {montant} par mois, sous {delai}.",
        Medium.SPOKEN: CHAT,
        Medium.GUIDE: GUIDE,
    }
    content = Content(
        title={"fr": f"{reason} : l’aide"},
        facts={"montant": Fact(FactKind.AMOUNT, "312.50"), "delai": Fact(FactKind.DELAY, "2 months")},
        wordings={medium: {"fr": text} for medium, text in wordings.items()},
        questions=(Question("Combien vais-je recevoir ?", ("montant",)),),
    )
    editing = Editing(None, datetime.now(UTC))
    version = actions.create_article(organisation.pk, key, content, actions.Details(reasons=(found.key,)), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)
    if changed:
        Article.objects.filter(pk=version.article_id).update(source_changed_on=changed)


if __name__ == "__main__":
    enter_and(write)
