"""The audit trail's table. It only grows: the product may add and read rows; what has outlived its retention is cut by a function."""

from django.db import models


class AuditEntry(models.Model):
    """Who did or read what. `hash` covers every column and the hash before it, so that a later change of any row shows.

    `actor` is an account's id, null for the product itself or somebody unknown. `subject` names a row ("contact", its id); it is never a
    name, a number or a text of a citizen. The room stands below the directory, hence ids without foreign keys.
    """

    organisation_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=63)
    subject_kind = models.CharField(max_length=63)
    subject_id = models.CharField(max_length=63)
    details = models.JSONField(default=dict)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_entry"
        constraints = (models.UniqueConstraint(fields=["organisation_id", "number"], name="audit_entry_number"),)
        indexes = (models.Index(fields=["organisation_id", "subject_kind", "subject_id"], name="audit_entry_subject"),)


class AuditChain(models.Model):
    """The head of each organisation's chain, and the hash from which its oldest kept entry goes on."""

    organisation_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)
    cut_number = models.BigIntegerField(default=0)
    cut_hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_chain"
