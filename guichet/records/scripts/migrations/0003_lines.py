"""Keep all that was said in a session, and when somebody came back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scripts", "0002_separation")]
    operations = [
        migrations.AddField("scriptsession", "lines", models.TextField(default="")),
        migrations.AddField("scriptsession", "back_at", models.DateTimeField(null=True)),
    ]
