"""Mails that acknowledge a message and tell of its answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_mails_left")]
    operations = [
        migrations.AlterField(
            model_name="mail",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("new-password", "Forgotten password"),
                    ("transcript", "Written trace of a conversation"),
                    ("acknowledgement", "Acknowledgement of a message"),
                    ("answer", "Word of an answer"),
                    ("trial", "Trial of the mail server"),
                ],
                max_length=20,
            ),
        )
    ]
