"""What passages of articles mean, as vectors of a model, and how far that work has come."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.knowledge.fields import VectorField
from guichet.records.separation import contain, separate


def belong_to_organisation() -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation")


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_words_by_root")]
    operations = [
        migrations.RunSQL("create extension if not exists vector;"),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField()),
                ("model", models.CharField(max_length=100)),
                ("number", models.PositiveSmallIntegerField()),
                ("vector", VectorField()),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="knowledge.article"
                    ),
                ),
                ("organisation", belong_to_organisation()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "model", "article", "number"), name="knowledge_passage_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeaningState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(blank=True, max_length=100)),
                ("problem", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                ("organisation", belong_to_organisation()),
            ],
            options={
                "db_table": "knowledge_meaning_state",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="knowledge_meaning_once")],
            },
        ),
        separate("knowledge_passage"),
        separate("knowledge_meaning_state"),
        contain("knowledge_passage", "article_id", "knowledge_article"),
    ]
