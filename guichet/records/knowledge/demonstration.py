"""The articles of the demonstration, written, approved and published when it is loaded."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from django.db import transaction

from guichet.records.directory.models import Organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.models import Article
from guichet.records.knowledge.words import Content

FILE = Path(__file__).with_name("demonstration.yaml")


class Written(Content, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An article of the file."""

    key: str
    reasons: tuple[str, ...]
    source_title: str
    source_url: str = ""
    review_on: date
    source_changed_on: date | None = None

    def get_content(self) -> Content:
        return Content(title=self.title, facts=self.facts, wordings=self.wordings, questions=self.questions)


@cache
def list_written() -> list[Written]:
    raw: Any = yaml.safe_load(FILE.read_text())
    return msgspec.convert(raw, list[Written])


def is_loaded(organisation: Organisation) -> bool:
    return Article.objects.of(organisation.pk).exists()


@transaction.atomic
def load(organisation: Organisation, now: datetime) -> int:
    """Publish every article, and return how many; the transaction already works for the organisation."""
    editing = Editing(None, now)
    for written in list_written():
        details = Details(
            reasons=written.reasons,
            source_title=written.source_title,
            source_url=written.source_url,
            review_on=written.review_on,
            source_changed_on=written.source_changed_on,
        )
        version = actions.create_article(organisation.pk, written.key, written.get_content(), details, editing)
        actions.publish(actions.approve(actions.submit(version, editing), editing), editing)
    return len(list_written())
