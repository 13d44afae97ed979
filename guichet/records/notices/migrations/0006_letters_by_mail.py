"""Mails that people write: their sender, their thread and their files; and mails that come back."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0012_answers_given'),
        ('directory', '0008_former_logos'),
        ('notices', '0005_drifts'),
    ]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='files',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='mail',
            name='headers',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='mail',
            name='is_written',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='mail',
            name='sender',
            field=models.CharField(blank=True, default='', max_length=254),
        ),
        migrations.AlterField(
            model_name='mail',
            name='purpose',
            field=models.CharField(choices=[('invitation', 'Invitation'), ('new-password', 'Forgotten password'), ('transcript', 'Written trace of a conversation'), ('acknowledgement', 'Acknowledgement of a message'), ('answer', 'Word of an answer'), ('reply', 'Answer to a mail'), ('drift', 'An answer that is not as published'), ('trial', 'Trial of the mail server')], max_length=20),
        ),
        migrations.AlterField(
            model_name='mail',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting to be sent'), ('uncertain', 'Handed over, the answer is not known'), ('sent', 'Sent'), ('failed', 'Not sent'), ('no-server', 'No mail server is set'), ('left', 'Not sent any more'), ('bounced', 'Came back')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['organisation', 'message_id'], name='notices_mail_message_id'),
        ),
    ]
