"""A message says which article it gives; beside the drafts of messages stands what belongs to them."""

from django.db import migrations, models

KINDS = [(kind, kind) for kind in ("message", "note", "wrap-up", "answer", "ticks")]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0011_one_key")]
    operations = [
        migrations.AddField(model_name="message", name="answer", field=models.JSONField(null=True)),
        migrations.AlterField(model_name="draft", name="kind", field=models.CharField(choices=KINDS, max_length=7)),
    ]
