"""What was taken out of a contact to be answered on its own, closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("contacts", "0015_joined")]
    operations = [
        migrations.CreateModel(
            name="TakenLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("taken_id", "taken_number", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("taken_number", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                (
                    "taken",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_lines",
                        to="contacts.contact",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                "db_table": "contacts_taken_line",
                "indexes": [models.Index(fields=["origin", "number"], name="contacts_taken_from")],
            },
        ),
        separate("contacts_taken_line"),
        contain("contacts_taken_line", "taken_id", "contacts_contact"),
        contain("contacts_taken_line", "origin_id", "contacts_contact"),
    ]
