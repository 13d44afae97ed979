"""Reading scripts: the published one for a reason, and lists for those who write them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from guichet.decisions.dialogue.words import Medium
from guichet.records.directory.models import Account, Reason
from guichet.records.directory.words import Role
from guichet.records.directory.writers import list_holders
from guichet.records.scripts.models import Script, ScriptReason, ScriptSession, ScriptVersion
from guichet.records.scripts.words import SessionState, VersionState


def get_published(organisation_id: int, reason_key: str, medium: Medium) -> ScriptVersion | None:
    """The script that comes first for this reason on this medium; None: a person does."""
    policy = get_policy(organisation_id, reason_key)
    if policy is None or not policy.is_automated or not policy.script.is_active or medium.value not in policy.script.media:
        return None
    return get_published_version(policy.script)


def list_scripted_reasons(organisation_id: int, medium: Medium) -> set[str]:
    """The keys of the reasons for which a script comes first on this medium."""
    published = ScriptVersion.objects.of(organisation_id).filter(state=VersionState.PUBLISHED).values("script")
    policies = ScriptReason.objects.of(organisation_id).filter(is_automated=True, script__in=published, script__is_active=True)
    return set(policies.filter(script__media__contains=[medium.value]).values_list("reason_key", flat=True))


def answers_nowhere(script: Script) -> bool:
    """Whether nothing is said of where it answers: no medium, or no reason for which it comes first."""
    return not script.media or not any(policy.is_automated for policy in script.reasons.all())


def get_policy(organisation_id: int, reason_key: str) -> ScriptReason | None:
    return ScriptReason.objects.of(organisation_id).filter(reason_key=reason_key).select_related("script").first()


def get_published_version(script: Script) -> ScriptVersion | None:
    published = ScriptVersion.objects.of(script.organisation_id).filter(script=script, state=VersionState.PUBLISHED)
    return published.select_related("script").first()


def is_under_way(organisation_id: int, session: UUID, reason_key: str, now: datetime) -> bool:
    """Whether somebody may go on with this session, about this reason."""
    sessions = ScriptSession.objects.of(organisation_id).filter(pk=session, reason_key=reason_key, expires_at__gt=now)
    return sessions.filter(state=SessionState.OPEN).exclude(document="").exists()


def find_reason(organisation_id: int, session: UUID) -> Reason | None:
    """The reason that a session is about, expired or not, in its version in force."""
    row = ScriptSession.objects.of(organisation_id).filter(pk=session).first()
    return Reason.objects.of(organisation_id).current().filter(key=row.reason_key).first() if row else None


def list_scripts(organisation_id: int) -> QuerySet[Script]:
    """With their reasons, and their versions, the latest first. A script that is switched off is among them."""
    versions = ScriptVersion.objects.of(organisation_id).select_related("author", "reviewer").order_by("-number")
    return Script.objects.of(organisation_id).prefetch_related(Prefetch("versions", queryset=versions), "reasons").order_by("name", "pk")


def list_versions(script: Script) -> QuerySet[ScriptVersion]:
    """The history, the latest first."""
    return ScriptVersion.objects.of(script.organisation_id).filter(script=script).select_related("author", "reviewer").order_by("-number")


def list_reviewers(organisation_id: int) -> QuerySet[Account]:
    """Who may read and publish scripts."""
    return list_holders(organisation_id, [Role.ADMINISTRATOR])


def find_current_reason(organisation_id: int, reason_id: int) -> Reason | None:
    """The version in force of a reason that was named by any version of it."""
    named = Reason.objects.of(organisation_id).filter(pk=reason_id).first()
    return named and Reason.objects.of(organisation_id).current().filter(key=named.key).first()
