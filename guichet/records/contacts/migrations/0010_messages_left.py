"""How whoever leaves a message hears of the answer, closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate

CHANNELS = [(kind, kind) for kind in ("voice", "callback", "video", "chat", "visit", "email", "sms", "social", "letter", "message")]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_changed_in_place"), ("directory", "0007_messages")]
    operations = [
        migrations.AlterField(model_name="contact", name="channel", field=models.CharField(choices=CHANNELS, max_length=12)),
        migrations.AlterField(model_name="snippet", name="channel", field=models.CharField(blank=True, choices=CHANNELS, max_length=12)),
        migrations.CreateModel(
            name="ReplyAddress",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reply_address",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("email", models.CharField(blank=True, max_length=254)),
                ("number", models.CharField(blank=True, max_length=16)),
                ("site", models.CharField(max_length=300)),
                ("promised_at", models.DateTimeField(null=True)),
                ("told_number", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "contacts_reply_address",
                "indexes": [models.Index(fields=["organisation"], condition=~models.Q(email=""), name="contacts_reply_by_mail")],
            },
        ),
        separate("contacts_reply_address"),
        contain("contacts_reply_address", "contact_id", "contacts_contact"),
    ]
