"""Mails that tell the owner of an article that a door says something else than what was published."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.proving import Fault
from guichet.records.knowledge.sentences import explain_fault
from guichet.records.notices.actions import send_mail
from guichet.records.notices.models import Mail
from guichet.records.notices.words import Letter, Purpose
from guichet.records.separation import set_organisation

NAMESPACE = UUID("4f7d8f1c-6f0a-4c54-9b0c-0f8f2f4f6a11")


@transaction.atomic
def tell_owner(version: ArticleVersion, faults: Sequence[Fault]) -> Mail | None:
    """Once for the same faults of the same version; nobody where the article has no owner who still signs in."""
    set_organisation(version.organisation_id)
    article = version.article
    owner = article.owner
    if owner is None or not owner.is_active:
        return None
    key = uuid5(NAMESPACE, f"{version.organisation_id} {article.pk} {version.number} {sorted(map(repr, faults))}")
    with translation.override(article.organisation.default_language):
        title = version.read().get_title(article.organisation.default_language)
        lines = [
            _("Last night citizens’ questions were asked at our own pages. For “%(title)s”, they do not say what was published:")
            % {"title": title},
            *(f"- {explain_fault(fault)}" for fault in faults[:20]),
            _("Look at the article under Settings, Knowledge. If it is right there, tell whoever runs Guichet."),
        ]
        subject = _("“%(title)s”: a page does not say what was published") % {"title": title}
        return send_mail(
            version.organisation_id,
            Letter(key=key, purpose=Purpose.DRIFT, recipient=owner.email, subject=subject, text="\n\n".join(lines)),
        )
