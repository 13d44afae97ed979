"""A wording of its own for who reads with difficulty; whether it helped is said of it too."""

from django.db import migrations, models

MEDIA = [(medium, medium) for medium in ("page", "easy", "chat", "mail", "sms", "spoken", "guide")]


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_proofs")]
    operations = [migrations.AlterField(model_name="verdict", name="medium", field=models.CharField(choices=MEDIA, max_length=6))]
