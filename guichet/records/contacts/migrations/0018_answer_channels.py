"""Contacts that are answered on another channel than the one they came by."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.decisions.routing.words import Channel
from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("contacts", "0017_askings")]
    operations = [
        migrations.CreateModel(
            name="AnswerChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("channel", models.CharField(choices=[(channel.value, channel.value) for channel in Channel], max_length=12)),
                (
                    "agent",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.agent",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_channels",
                        to="contacts.contact",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "contacts_answer_channel",
                "constraints": [models.UniqueConstraint(fields=("contact", "number"), name="contacts_answer_channel_place")],
            },
        ),
        separate("contacts_answer_channel"),
        contain("contacts_answer_channel", "contact_id", "contacts_contact"),
        contain("contacts_answer_channel", "agent_id", "directory_agent"),
    ]
