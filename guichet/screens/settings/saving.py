"""Saving with care: what a change would do to people who wait is looked at first, and harm is only done by somebody who has read of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from guichet.records.contacts.consent import ForeseenError, NeedsConsentError, ask_consent, only_foresee
from guichet.records.contacts.effects import Effect
from guichet.records.directory.editing import Author, Edit, Inspect, Stored, edit_directory, get_entry
from guichet.records.directory.errors import ChangedMeanwhileError
from guichet.records.directory.exchange.problems import DirectoryFileError
from guichet.records.directory.models import Account, DirectoryChange
from guichet.screens.settings.controls.words import ABSENT
from guichet.screens.settings.forms import EntryForm

AGREED = "agreed"
"""What somebody has agreed to: the figures that he was shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people want otherwise, in words."""

    label: str
    theirs: str
    mine: str


@dataclass(slots=True)
class Conflict:
    """What somebody else saved meanwhile. `change` says who and when, as far as it is known; no `entry`: it was removed."""

    entry: Any
    change: DirectoryChange | None
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form: stored, or the reason why not yet. `is_foreseen`: it was only looked at."""

    stored: Stored | None = None
    effect: Effect | None = None
    conflict: Conflict | None = None
    is_foreseen: bool = False


def save(account: Account, form: EntryForm, agreed: str = "") -> Outcome:
    """Store what the form asks for, unless it is wrong, overtaken or harmful: the form or the outcome then says so."""
    return attempt(account, form, [form.make_edit()], ask_consent(account.organisation_id, agreed))


def preview(account: Account, form: EntryForm) -> Outcome:
    """What saving would do; nothing is stored."""
    return attempt(account, form, [form.make_edit()], only_foresee(account.organisation_id))


def attempt(account: Account, form: EntryForm, edits: Sequence[Edit], inspect: Inspect) -> Outcome:
    if form.is_wrong:
        return Outcome()
    try:
        return Outcome(stored=edit_directory(account.organisation, edits, Author(account), timezone.now(), inspect))
    except DirectoryFileError as error:
        form.note(error.problems)
        return Outcome()
    except NeedsConsentError as error:
        return Outcome(effect=error.effect)
    except ForeseenError as error:
        return Outcome(effect=error.effect, is_foreseen=True)
    except ChangedMeanwhileError as error:
        return Outcome(conflict=_describe_conflict(account, form, get_entry(error.content, form.section.name, form.key)))


def _describe_conflict(account: Account, form: EntryForm, theirs: Any) -> Conflict:
    """Both versions side by side; from here on the form stands on theirs, so that saving it again is meant."""
    conflict = Conflict(theirs, find_last_change(account.organisation_id, form.section.name, form.key))
    for name, control in form.section.controls.items():
        mine_shown = _show(form, name, form.values.get(name, ABSENT))
        theirs_shown = _show(form, name, (theirs or {}).get(name, ABSENT))
        if mine_shown != theirs_shown:
            conflict.differences.append(Difference(str(control.label), theirs_shown, mine_shown))
    form.seen = theirs
    return conflict


def _show(form: EntryForm, name: str, value: Any) -> str:
    show: Callable[..., str] = form.section.controls[name].show
    return show(value, form.room).strip()


def find_last_change(organisation_id: int, section: str, key: str) -> DirectoryChange | None:
    changes = DirectoryChange.objects.of(organisation_id).filter(entries__contains=[{"section": section, "key": key}])
    return changes.select_related("actor").order_by("-id").first()
