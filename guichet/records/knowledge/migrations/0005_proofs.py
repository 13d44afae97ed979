"""What the nightly questions found at the doors."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_passages")]
    operations = [
        migrations.CreateModel(
            name="ArticleProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("faults", models.JSONField(default=list)),
                (
                    "article",
                    models.OneToOneField(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="proof", to="knowledge.article"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={"db_table": "knowledge_article_proof"},
        ),
        separate("knowledge_article_proof"),
        contain("knowledge_article_proof", "article_id", "knowledge_article"),
    ]
