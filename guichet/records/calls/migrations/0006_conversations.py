"""Recordings of conversations, what lines record for, and whether a citizen is recorded; closed to other organisations."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0005_listening'),
        ('contacts', '0018_answer_channels'),
        ('directory', '0010_site_telephone'),
    ]

    operations = [
        migrations.AddField(
            model_name='leg',
            name='taping',
            field=models.CharField(blank=True, choices=[('on', 'Recorded'), ('paused', 'Not recorded for a while'), ('refused', 'Not recorded: refused')], db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='line',
            name='recorded_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddField(
            model_name='line',
            name='recorded_for',
            field=models.CharField(blank=True, choices=[('training', 'Training of agents'), ('quality', 'Quality of answers'), ('proof', 'Proof of what was agreed')], db_default='', default='', max_length=12),
        ),
        migrations.CreateModel(
            name='CallRecording',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('call', models.UUIDField()),
                ('purpose', models.CharField(choices=[('training', 'Training of agents'), ('quality', 'Quality of answers'), ('proof', 'Proof of what was agreed')], max_length=12)),
                ('state', models.CharField(choices=[('open', 'Being recorded'), ('ended', 'Being prepared'), ('kept', 'Kept')], default='open', max_length=8)),
                ('content', models.BinaryField(null=True)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('erase_at', models.DateTimeField()),
                ('contact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='call_recordings', to='contacts.contact')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.line')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'call'), name='calls_callrecording_call')],
            },
        ),
        separate("calls_callrecording"),
        contain("calls_callrecording", "line_id", "calls_line"),
        contain("calls_callrecording", "contact_id", "contacts_contact"),
    ]
