from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0006_letters_by_mail'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mail',
            name='purpose',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('new-password', 'Forgotten password'), ('transcript', 'Written trace of a conversation'), ('acknowledgement', 'Acknowledgement of a message'), ('answer', 'Word of an answer'), ('reply', 'Answer to a mail'), ('drift', 'An answer that is not as published'), ('code', 'Code to identify somebody'), ('trial', 'Trial of the mail server')], max_length=20),
        ),
    ]
