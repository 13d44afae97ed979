"""The language in which a contact is written, once it was looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_answers_given")]
    operations = [migrations.AddField(model_name="contact", name="written_in", field=models.CharField(max_length=12, null=True))]
