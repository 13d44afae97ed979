"""Writing scripts: drafts, their review, publication, going back and switching off.

Every verb locks the script first, so that two people at once are served one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from guichet.decisions.dialogue.words import Medium, SendLink
from guichet.decisions.dialogue.words import Script as Document
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.texts import check_storable
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.writers import Editing
from guichet.records.scripts.editing import make_first, write
from guichet.records.scripts.errors import (
    ChangedMeanwhileError,
    LinkInUseError,
    NothingToUndoError,
    OwnScriptError,
    ReasonServedError,
    ScriptKeyTakenError,
    UnfitError,
    UnknownScriptReasonError,
    UnusableLinkError,
    VersionMovedError,
)
from guichet.records.scripts.models import Script, ScriptLink, ScriptReason, ScriptVersion
from guichet.records.scripts.problems import find_troubles
from guichet.records.scripts.queries import list_reviewers
from guichet.records.scripts.words import MOST_STEPS_BACK, VersionState

DRAFT, IN_REVIEW = VersionState.DRAFT, VersionState.IN_REVIEW
PUBLISHED, WITHDRAWN = VersionState.PUBLISHED, VersionState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done for one reason (`ScriptReason`)."""

    is_automated: bool = True
    misunderstandings: int = 2


@dataclass(frozen=True, slots=True)
class Details:
    """What a script is about. `reasons` by their keys."""

    name: str
    media: Sequence[Medium] = ()
    reasons: Mapping[str, Policy] = field(default_factory=dict)


@transaction.atomic
def create_script(
    organisation: Organisation, key: str, details: Details, editing: Editing, document: Document | None = None
) -> ScriptVersion:
    """A script with a first draft: of `document`, or of something to begin from.

    :raises ScriptKeyTakenError: there is one of this key. :raises ReasonServedError, UnknownScriptReasonError: as `save_details`.
    """
    check_storable(details.name)
    script, is_new = Script.objects.get_or_create(
        organisation=organisation, key=key, defaults={"name": details.name[:200], "created_at": editing.now}
    )
    if not is_new:
        raise ScriptKeyTakenError(name=script.name)
    _keep_details(script, details)
    return _add_version(script, write(document or make_first(organisation.default_language)), editing)


@transaction.atomic
def save_details(script: Script, details: Details, editing: Editing) -> None:
    """:raises ReasonServedError: another script serves one of the reasons. :raises UnknownScriptReasonError: there is no such reason."""
    script = _lock(script)
    _keep_details(script, details)
    _record("script-changed", script, editing)


@transaction.atomic
def switch(script: Script, editing: Editing, *, is_on: bool) -> None:
    """Switch a script off: from now on a person comes first everywhere. Whoever is in it goes on. Or switch it on again."""
    script = _lock(script)
    if script.is_active != is_on:
        script.is_active = is_on
        script.save(update_fields=["is_active"])
        _record("script-switched-on" if is_on else "script-switched-off", script, editing)


@transaction.atomic
def draft(version: ScriptVersion, editing: Editing) -> ScriptVersion:
    """A new draft that begins as this version."""
    script = _lock(version.script)
    return _add_version(script, version.document, editing, based_on=version.number)


@transaction.atomic
def save_draft(version: ScriptVersion, document: Document, seen: int, editing: Editing) -> ScriptVersion:
    """Keep a change, and what was before it to be undone. A document that is the same changes nothing.

    :param seen: the edition that the writer had before him. :raises ChangedMeanwhileError: it is not the one now.
    :raises VersionMovedError: it is no draft any more.
    """
    written = write(document)
    current = _lock_version(version, DRAFT)
    if current.document == written:
        return current
    if current.edition != seen:
        raise ChangedMeanwhileError(current)
    current.past = [current.document, *current.past][:MOST_STEPS_BACK]
    return _keep_document(current, written, editing)


@transaction.atomic
def undo(version: ScriptVersion, seen: int, editing: Editing) -> ScriptVersion:
    """Take the last change of a draft back.

    :raises NothingToUndoError: there is none. :raises ChangedMeanwhileError, VersionMovedError: as in `save_draft`.
    """
    current = _lock_version(version, DRAFT)
    if current.edition != seen:
        raise ChangedMeanwhileError(current)
    if not current.past:
        raise NothingToUndoError
    before, *current.past = current.past
    return _keep_document(current, before, editing)


@transaction.atomic
def submit(version: ScriptVersion, editing: Editing) -> ScriptVersion:
    """Have a draft read by somebody else."""
    return _move(_lock_version(version, DRAFT), IN_REVIEW, "script-submitted", editing)


@transaction.atomic
def send_back(version: ScriptVersion, note: str, editing: Editing) -> ScriptVersion:
    """Give a version back to its author, with a word; or take it back oneself."""
    check_storable(note)
    current = _lock_version(version, IN_REVIEW)
    current.note = note[:500]
    return _move(current, DRAFT, "script-sent-back", editing)


@transaction.atomic
def publish(version: ScriptVersion, editing: Editing) -> ScriptVersion:
    """Let everybody who begins from now on have this version. Where nobody else could read it, its author may; the trail says so.

    :raises OwnScriptError: one of its writers asks, and somebody else could. :raises UnfitError: something stands against it.
    :raises VersionMovedError: it is not in review.
    """
    current = _lock_version(version, IN_REVIEW)
    is_own = editing.account_id in current.writers
    if is_own and list_reviewers(current.organisation_id).exclude(pk__in=current.writers).exists():
        raise OwnScriptError
    return _publish(current, editing, alone=is_own)


@transaction.atomic
def roll_back(version: ScriptVersion, editing: Editing) -> ScriptVersion:
    """Publish again what a past version says, as a new version that says which one it restores. It was read once: not anew.

    :raises UnfitError: what it names is gone meanwhile. :raises VersionMovedError: it was never published, or is now.
    """
    past = _lock_version(version, WITHDRAWN)
    if past.published_at is None:
        raise VersionMovedError
    restored = _add_version(past.script, past.document, editing, restores=past.number)
    return _publish(restored, editing, restores=past.number)


@transaction.atomic
def withdraw(version: ScriptVersion, editing: Editing) -> ScriptVersion:
    """Put a version aside; it stays readable. Without a published one a person comes first."""
    return _move(_lock_version(version, DRAFT, IN_REVIEW, PUBLISHED), WITHDRAWN, "script-withdrawn", editing)


def _publish(version: ScriptVersion, editing: Editing, **details: int | bool) -> ScriptVersion:
    troubles = find_troubles(version.organisation_id, version.read(), version.script.media)
    if troubles:
        raise UnfitError(troubles)
    published = ScriptVersion.objects.of(version.organisation_id).filter(script_id=version.script_id, state=PUBLISHED)
    published.update(state=WITHDRAWN)
    version.reviewer, version.note, version.published_at = editing.account, "", editing.now
    return _move(version, PUBLISHED, "script-published", editing, **details)


def _move(version: ScriptVersion, state: VersionState, verb: str, editing: Editing, **details: int | bool) -> ScriptVersion:
    version.state, version.changed_at = state.value, editing.now
    version.save()
    _record(verb, version.script, editing, version=version.number, **details)
    return version


def _keep_document(version: ScriptVersion, document: str, editing: Editing) -> ScriptVersion:
    version.document, version.edition = document, version.edition + 1
    version.author, version.changed_at = editing.account, editing.now
    version.writers = sorted({*version.writers, *filter(None, [editing.account_id])})
    version.save()
    return version


def _add_version(script: Script, document: str, editing: Editing, **values: int) -> ScriptVersion:
    latest = ScriptVersion.objects.of(script.organisation_id).filter(script=script).order_by("-number").first()
    version = ScriptVersion.objects.create(
        organisation_id=script.organisation_id,
        script=script,
        number=latest.number + 1 if latest else 1,
        document=document,
        author=editing.account,
        writers=[editing.account.pk] if editing.account else [],
        changed_at=editing.now,
        **values,
    )
    _record("script-drafted", script, editing, version=version.number)
    return version


def _lock(script: Script) -> Script:
    return Script.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=script.pk)


def _lock_version(version: ScriptVersion, *states: VersionState) -> ScriptVersion:
    """:raises VersionMovedError: it is in none of these states any more."""
    script = _lock(version.script)
    current = ScriptVersion.objects.get(pk=version.pk)
    if current.state not in states:
        raise VersionMovedError
    current.script = script
    return current


def _keep_details(script: Script, details: Details) -> None:
    check_storable(details.name)
    script.name, script.media = details.name.strip()[:200] or script.key, sorted({medium.value for medium in details.media})
    script.save()
    wanted = sorted(details.reasons)
    known = {reason.key: reason for reason in Reason.objects.of(script.organisation_id).current().filter(key__in=wanted)}
    for key in wanted:
        if key not in known:
            raise UnknownScriptReasonError(key=key)
    rows = ScriptReason.objects.of(script.organisation_id)
    taken = rows.filter(reason_key__in=wanted).exclude(script=script).select_related("script").first()
    if taken:
        raise ReasonServedError(reason=known[taken.reason_key].get_label(), script=taken.script.name)
    rows.filter(script=script).delete()
    ScriptReason.objects.bulk_create(
        ScriptReason(
            organisation_id=script.organisation_id,
            script=script,
            reason_key=key,
            is_automated=policy.is_automated,
            misunderstandings=min(max(policy.misunderstandings, 1), 5),
        )
        for key, policy in details.reasons.items()
    )


@transaction.atomic
def save_link(organisation: Organisation, key: str, labels: Mapping[str, str], address: str, editing: Editing) -> ScriptLink:
    """Keep an address under a name. :raises UnusableLinkError: it is no address of a page."""
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        raise UnusableLinkError from None
    if len(address) > 500:
        raise UnusableLinkError
    for label in labels.values():
        check_storable(label)
    values = {"labels": dict(labels), "address": address, "is_active": True}
    link, _is_new = ScriptLink.objects.update_or_create(organisation=organisation, key=key, defaults=values)
    record(organisation.pk, Act("script-link-saved", "script-link", key, editing.account_id), editing.now)
    return link


@transaction.atomic
def remove_link(link: ScriptLink, editing: Editing) -> None:
    """:raises LinkInUseError: a script that is published, or being written, sends it."""
    in_use = ScriptVersion.objects.of(link.organisation_id).exclude(state=WITHDRAWN).select_related("script")
    for version in in_use:
        if any(isinstance(step, SendLink) and step.link == link.key for step in version.read().steps.values()):
            raise LinkInUseError(script=version.script.name)
    ScriptLink.objects.filter(pk=link.pk).update(is_active=False)
    record(link.organisation_id, Act("script-link-removed", "script-link", link.key, editing.account_id), editing.now)


def _record(verb: str, script: Script, editing: Editing, **details: int | bool) -> None:
    record(script.organisation_id, Act(verb, "script", script.key, editing.account_id, details), editing.now)
