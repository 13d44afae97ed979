"""Test calls that administrators ask for on a line; closed to other organisations."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0006_conversations'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrialCall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('process', models.UUIDField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('rang_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('code', models.PositiveSmallIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, choices=[('', ''), ('refused', 'refused'), ('unusable', 'unusable'), ('media', 'media'), ('no-voice', 'no-voice'), ('lost', 'lost')], max_length=10)),
                ('refusal', models.CharField(blank=True, max_length=30)),
                ('is_heard', models.BooleanField(default=False)),
                ('has_key', models.BooleanField(default=False)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.account')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.line')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('organisation',), name='calls_trialcall_one')],
            },
        ),
        separate("calls_trialcall"),
        contain("calls_trialcall", "line_id", "calls_line"),
        contain("calls_trialcall", "by_id", "directory_account"),
    ]
