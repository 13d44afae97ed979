"""The number installed at a site goes with its emergency calls."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_askings")]
    operations = [migrations.AddField("site", "telephone", models.CharField(blank=True, max_length=20), preserve_default=True)]
