"""The word by which a session goes on by SMS."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scripts", "0004_proofs")]
    operations = [
        migrations.AddField("scriptsession", "sms_word", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddConstraint(
            "scriptsession",
            models.UniqueConstraint(condition=~models.Q(sms_word=""), fields=("organisation", "sms_word"), name="scripts_session_word"),
        ),
    ]
