"""What callers leave as a message; closed to other organisations."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_parts'),
        ('contacts', '0014_timeline'),
    ]

    operations = [
        migrations.AddField(
            model_name='line',
            name='takes_messages',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('call', models.UUIDField()),
                ('state', models.CharField(choices=[('open', 'Being recorded'), ('ended', 'Being prepared'), ('kept', 'Kept')], default='open', max_length=8)),
                ('reason_key', models.CharField(max_length=63)),
                ('language', models.CharField(max_length=12)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('content', models.BinaryField(null=True)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='contacts.contact')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.line')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'call'), name='calls_recording_call')],
            },
        ),
        separate("calls_recording"),
        contain("calls_recording", "line_id", "calls_line"),
        contain("calls_recording", "contact_id", "contacts_contact"),
    ]
