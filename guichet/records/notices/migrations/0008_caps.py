from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0007_codes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mail',
            name='purpose',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('new-password', 'Forgotten password'), ('transcript', 'Written trace of a conversation'), ('acknowledgement', 'Acknowledgement of a message'), ('answer', 'Word of an answer'), ('reply', 'Answer to a mail'), ('drift', 'An answer that is not as published'), ('cap', 'A cap on what calls cost, reached'), ('code', 'Code to identify somebody'), ('trial', 'Trial of the mail server')], max_length=20),
        ),
    ]
