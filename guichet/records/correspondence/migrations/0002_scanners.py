"""Mailboxes to which scanners write."""

from django.db import migrations, models

STATES = [(state, state) for state in ("received", "scans", "read", "settled", "aside", "quarantined")]
CAUSES = [
    (cause, cause)
    for cause in (
        "", "joined", "forged", "repeated", "own", "flood", "automatic", "scanned", "no-scan", "part-missing", "report", "unreadable", "no-reason",
    )
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]
    operations = [
        migrations.AddField(model_name="mailbox", name="receives_scans", field=models.BooleanField(default=False)),
        migrations.AlterField(model_name="incomingmail", name="state", field=models.CharField(choices=STATES, max_length=12)),
        migrations.AlterField(model_name="incomingmail", name="cause", field=models.CharField(blank=True, choices=CAUSES, max_length=12)),
        migrations.RemoveIndex(model_name="incomingmail", name="correspondence_incoming_left"),
        migrations.AddIndex(
            model_name="incomingmail",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "scans", "aside", "quarantined"])),
                fields=["organisation", "received_at"],
                name="correspondence_incoming_left",
            ),
        ),
    ]
