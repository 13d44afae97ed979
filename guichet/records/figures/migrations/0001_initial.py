"""What was counted, what is under way, how far, and what calls for somebody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_separation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='directory.organisation')),
                ('seq', models.BigIntegerField(default=0)),
                ('at_ms', models.BigIntegerField(default=0)),
                ('sealed_until', models.IntegerField(default=0)),
                ('commitments', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'figures_progress',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('pk', models.CompositePrimaryKey('organisation_id', 'contact', blank=True, editable=False, primary_key=True, serialize=False)),
                ('contact', models.UUIDField()),
                ('body', models.TextField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'figures_account',
            },
        ),
        migrations.CreateModel(
            name='QuarterCount',
            fields=[
                ('pk', models.CompositePrimaryKey('organisation_id', 'quarter', 'channel', 'queue', 'reason', 'territory', blank=True, editable=False, primary_key=True, serialize=False)),
                ('quarter', models.IntegerField()),
                ('channel', models.CharField(max_length=12)),
                ('queue', models.BigIntegerField()),
                ('reason', models.BigIntegerField()),
                ('territory', models.BigIntegerField()),
                ('arrived', models.IntegerField()),
                ('answered', models.IntegerField()),
                ('in_time', models.IntegerField()),
                ('abandoned', models.IntegerField()),
                ('late', models.IntegerField()),
                ('abandoned_short', models.IntegerField()),
                ('turned_away', models.IntegerField()),
                ('transferred', models.IntegerField()),
                ('closed', models.IntegerField()),
                ('handled', models.IntegerField()),
                ('wait_ms', models.BigIntegerField()),
                ('handling_ms', models.BigIntegerField()),
                ('wrap_up_ms', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'figures_quarter',
            },
        ),
        migrations.CreateModel(
            name='Watchpoint',
            fields=[
                ('pk', models.CompositePrimaryKey('organisation_id', 'kind', 'queue_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('longest-wait', 'longest-wait'), ('service-level', 'service-level'), ('nobody-there', 'nobody-there')], max_length=20)),
                ('since_ms', models.BigIntegerField()),
                ('raised_at_ms', models.BigIntegerField(null=True)),
                ('calm_since_ms', models.BigIntegerField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('queue', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.queue')),
            ],
            options={
                'db_table': 'figures_watchpoint',
            },
        ),
    ]
