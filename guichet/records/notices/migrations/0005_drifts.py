from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_answers")]
    operations = [
        migrations.AlterField(
            "mail",
            "purpose",
            models.CharField(
                max_length=20,
                choices=[
                    ("invitation", "Invitation"),
                    ("new-password", "Forgotten password"),
                    ("transcript", "Written trace of a conversation"),
                    ("acknowledgement", "Acknowledgement of a message"),
                    ("answer", "Word of an answer"),
                    ("drift", "An answer that is not as published"),
                    ("trial", "Trial of the mail server"),
                ],
            ),
        )
    ]
