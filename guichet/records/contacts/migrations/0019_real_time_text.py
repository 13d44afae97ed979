"""Contacts whose two sides see one another write."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.contacts.words import RealTimeText
from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("contacts", "0018_answer_channels")]
    operations = [
        migrations.CreateModel(
            name="RealTimeText",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="real_time_text",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("kind", models.CharField(choices=[(kind.value, kind.value) for kind in RealTimeText], max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("code", models.BinaryField(max_length=32, null=True)),
                ("code_until", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "contacts_real_time_text",
                "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="contacts_real_time_text_code")],
            },
        ),
        separate("contacts_real_time_text"),
        contain("contacts_real_time_text", "contact_id", "contacts_contact"),
    ]
