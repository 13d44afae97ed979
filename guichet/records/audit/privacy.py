"""What this room holds about people: which account did what. It expires from its oldest end (`actions.expire`), never by a change."""

from guichet.records.audit.models import AuditChain, AuditEntry
from guichet.records.privacy import declare

declare(AuditEntry, "id organisation_id number at actor_id verb subject_kind subject_id details hash")
declare(AuditChain, "organisation_id number hash cut_number cut_hash")
