"""Let the product's role enqueue and do jobs, and keep snapshots as they are: compressing them costs more than it saves."""

from django.db import migrations

from guichet.records.separation import ROLE

TABLES = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            grant select, insert, update, delete on {TABLES} to {ROLE};
            grant usage, select on all sequences in schema public to {ROLE};
            alter table journal_snapshot alter column state set storage external;
            """,
            f"revoke all on {TABLES} from {ROLE}; alter table journal_snapshot alter column state set storage extended;",
        ),
    ]
