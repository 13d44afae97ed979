"""The number and the window of a callback, closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_files"), ("directory", "0002_separation")]
    operations = [
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="callback",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("wanted_from", models.DateTimeField(null=True)),
                ("wanted_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "number"], name="contacts_callback_number"),
                    models.Index(fields=["organisation", "wanted_from"], name="contacts_callback_from"),
                ],
            },
        ),
        separate("contacts_callback"),
        contain("contacts_callback", "contact_id", "contacts_contact"),
    ]
