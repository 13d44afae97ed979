"""Listening campaigns, who was shown them, and legs of those who listen; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0004_outbound'),
        ('directory', '0009_askings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='leg',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leg',
            name='is_told',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='leg',
            name='manner',
            field=models.CharField(blank=True, choices=[('listen', 'Listen'), ('whisper', 'Whisper'), ('join', 'Join the call')], db_default='', default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='leg',
            name='side',
            field=models.CharField(choices=[('citizen', 'Citizen'), ('agent', 'Agent'), ('outside', 'Somebody outside'), ('listener', 'A supervisor who listens')], max_length=8),
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('training', 'Training of agents'), ('quality', 'Quality of answers'), ('complaint', 'Understanding complaints')], max_length=12)),
                ('aim', models.CharField(max_length=300)),
                ('teams', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('agents', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('lines', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('listeners', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('declared_at', models.DateTimeField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.AddField(
            model_name='leg',
            name='campaign',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.campaign'),
        ),
        migrations.CreateModel(
            name='CampaignSight',
            fields=[
                ('pk', models.CompositePrimaryKey('campaign_id', 'agent_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.agent')),
                ('campaign', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sights', to='calls.campaign')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organisation', '-ends_at'], name='calls_campaigns_on'),
        ),
        separate("calls_campaign"),
        separate("calls_campaignsight"),
        anchor("calls_campaign"),
        contain("calls_campaign", "by_id", "directory_account"),
        contain("calls_campaign", "ended_by_id", "directory_account"),
        contain("calls_campaignsight", "campaign_id", "calls_campaign"),
        contain("calls_campaignsight", "agent_id", "directory_agent"),
        contain("calls_leg", "account_id", "directory_account"),
        contain("calls_leg", "campaign_id", "calls_campaign"),
    ]
