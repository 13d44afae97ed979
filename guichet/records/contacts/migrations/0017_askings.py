"""Contacts that rest while their citizens are asked something, and by how much what was promised to them has moved."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.decisions.routing.words import ContactState
from guichet.records.separation import contain, separate


def point(target: str, name: str = "+", on_delete: object = django.db.models.deletion.PROTECT) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(db_constraint=False, db_index=False, on_delete=on_delete, related_name=name, to=target)  # type: ignore[arg-type]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0016_taken_out"), ("directory", "0009_askings")]
    operations = [
        migrations.AddField(model_name="contact", name="put_off_ms", field=models.BigIntegerField(db_default=0, default=0)),
        migrations.AlterField(
            model_name="contact",
            name="state",
            field=models.CharField(choices=[(state.value, state.value) for state in ContactState], max_length=12),
        ),
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("since_number", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("agent", point("directory.agent")),
                ("contact", point("contacts.contact", "askings", django.db.models.deletion.CASCADE)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                ("reason", point("directory.askingreason")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["contact", "-asked_at"], name="contacts_asking_of"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["organisation", "until"], name="contacts_asking_open"
                    ),
                ],
            },
        ),
        separate("contacts_asking"),
        contain("contacts_asking", "contact_id", "contacts_contact"),
        contain("contacts_asking", "agent_id", "directory_agent"),
        contain("contacts_asking", "reason_id", "directory_askingreason"),
    ]
