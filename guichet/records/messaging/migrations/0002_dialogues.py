"""Whose script a session is, at a number; closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_former_logos'),
        ('messaging', '0001_initial'),
        ('scripts', '0004_proofs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='incoming',
            name='cause',
            field=models.CharField(blank=True, choices=[('', ''), ('joined', 'joined'), ('repeated', 'repeated'), ('flood', 'flood'), ('report', 'report'), ('stop', 'stop'), ('empty', 'empty'), ('unreadable', 'unreadable'), ('no-reason', 'no-reason'), ('script', 'script'), ('thanks', 'thanks'), ('moderated', 'moderated')], max_length=12),
        ),
        migrations.AlterField(
            model_name='outgoing',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledgement', 'acknowledgement'), ('confirmation', 'confirmation'), ('script', 'script')], max_length=16),
        ),
        migrations.CreateModel(
            name='Dialogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handle', models.CharField(max_length=200)),
                ('began_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.account')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('session', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scripts.scriptsession')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'account', 'handle', 'began_at'], name='messaging_dialogue_of')],
            },
        ),
        separate("messaging_dialogue"),
        contain("messaging_dialogue", "account_id", "messaging_account"),
        contain("messaging_dialogue", "session_id", "scripts_session"),
    ]
