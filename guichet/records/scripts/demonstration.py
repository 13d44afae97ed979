"""The scripts of the demonstration, written and published when it is loaded. Its articles are there before."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from django.db import transaction

from guichet.decisions.dialogue.words import Language, Medium
from guichet.decisions.dialogue.words import Script as Document
from guichet.records.directory.models import Organisation
from guichet.records.directory.writers import Editing
from guichet.records.scripts import actions
from guichet.records.scripts.actions import Details, Policy
from guichet.records.scripts.models import Script

FILE = Path(__file__).with_name("demonstration.yaml")
LANGUAGES = (Language("fr"), Language("en"))


@cache
def read_file() -> dict[str, Any]:
    """Its texts are written as `{fr: ..., en: ...}` and read as wordings."""
    raw: dict[str, Any] = _expand(yaml.safe_load(FILE.read_text()))
    return raw


def _expand(value: Any) -> Any:
    match value:
        case dict():
            return {key: _word(each) if key == "text" else _expand(each) for key, each in value.items()}
        case list():
            return [_expand(each) for each in value]
    return value


def _word(texts: dict[str, str]) -> dict[str, dict[str, str]]:
    return {language: {"text": text} for language, text in texts.items()}


def make_document(written: dict[str, Any]) -> Document:
    parts = {name: written[name] for name in ("start", "person", "steps")}
    return msgspec.convert({"languages": list(LANGUAGES), **parts}, Document)


def is_loaded(organisation: Organisation) -> bool:
    return Script.objects.of(organisation.pk).exists()


@transaction.atomic
def load(organisation: Organisation, now: datetime) -> int:
    """Publish every script, and return how many; the transaction already works for the organisation."""
    content, editing = read_file(), Editing(None, now)
    for key, link in content["links"].items():
        actions.save_link(organisation, key, link["label"], link["address"], editing)
    for key, written in content["scripts"].items():
        details = Details(written["name"], tuple(Medium), {reason: Policy() for reason in written["reasons"]})
        version = actions.create_script(organisation, key, details, editing, make_document(written))
        actions.publish(actions.submit(version, editing), editing)
    return len(content["scripts"])
