"""Calls that were turned away before they reached a line; closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0007_trial_calls'),
    ]

    operations = [
        migrations.CreateModel(
            name='TurnedAway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('number', 'No line has this number'), ('address', 'Unknown address')], max_length=8)),
                ('called', models.CharField(max_length=40)),
                ('source', models.CharField(max_length=45)),
                ('times', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'why', 'called', 'source'), name='calls_turnedaway_once')],
            },
        ),
        separate("calls_turnedaway"),
    ]
