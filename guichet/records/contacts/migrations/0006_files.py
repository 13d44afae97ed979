"""Files of a conversation, their content in parts: away from the rows that are read all the time, and never compressed twice."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate

STORED_AS_IT_IS = "alter table contacts_file_part alter column content set storage external;"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_separation_of_search"), ("directory", "0004_settings")]
    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(choices=[("message", "message"), ("note", "note"), ("file", "file")], max_length=7),
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
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
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.UniqueConstraint(fields=("contact", "key"), name="contacts_file_key"),
        ),
        migrations.CreateModel(
            name="FilePart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("file_id", "place", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("place", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="contacts.file",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={"db_table": "contacts_file_part"},
        ),
        separate("contacts_file"),
        separate("contacts_file_part"),
        anchor("contacts_file"),
        contain("contacts_file", "contact_id", "contacts_contact"),
        contain("contacts_file_part", "file_id", "contacts_file"),
        migrations.RunSQL(STORED_AS_IT_IS, migrations.RunSQL.noop),
    ]
