"""Keep drafts for other computers, models of answers, and the words by which contacts are found."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_hot_rows"),
        ("directory", "0004_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="directory.organisation",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "contacts_search_mark",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agent_id", "contact_id", "kind", "screen", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("message", "message"), ("note", "note"), ("wrap-up", "wrap-up")], max_length=7)),
                ("screen", models.UUIDField()),
                ("text", models.TextField()),
                ("updated_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("agents", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "contacts_search_entry",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words", "agents"], name="contacts_search_words")],
            },
        ),
        migrations.CreateModel(
            name="Snippet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField()),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("voice", "voice"),
                            ("callback", "callback"),
                            ("video", "video"),
                            ("chat", "chat"),
                            ("visit", "visit"),
                            ("email", "email"),
                            ("sms", "sms"),
                            ("social", "social"),
                            ("letter", "letter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("updated_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.agent",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.reason",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "agent"], name="contacts_snippets_of")],
            },
        ),
    ]
