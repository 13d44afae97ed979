"""Telephone lines, the posts of agents, and the legs of calls; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0014_timeline'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('label', models.CharField(max_length=100)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('menu', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), default=list, size=None)),
                ('welcome', models.JSONField(default=dict)),
                ('announcement', models.JSONField(default=dict)),
                ('is_active', models.BooleanField(default=True)),
                ('trunk', models.CharField(blank=True, max_length=200)),
                ('username', models.CharField(blank=True, max_length=100)),
                ('secret', models.BinaryField(null=True)),
                ('caller_id', models.CharField(blank=True, max_length=20)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reason', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.reason')),
            ],
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('call', models.UUIDField()),
                ('process', models.UUIDField()),
                ('side', models.CharField(choices=[('citizen', 'Citizen'), ('agent', 'Agent'), ('outside', 'Somebody outside')], max_length=8)),
                ('post', models.CharField(blank=True, choices=[('browser', 'In the browser'), ('telephone', 'On a telephone')], max_length=12)),
                ('state', models.CharField(choices=[('ringing', 'Ringing'), ('talking', 'Connected'), ('held', 'On hold'), ('ended', 'Ended')], max_length=8)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('offer', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True)),
                ('dialog', models.JSONField(default=dict)),
                ('quality', models.JSONField(default=dict)),
                ('began_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('cause', models.CharField(blank=True, max_length=30)),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.agent')),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='legs', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.line')),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('agent', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='post', serialize=False, to='directory.agent')),
                ('kind', models.CharField(choices=[('browser', 'In the browser'), ('telephone', 'On a telephone')], default='browser', max_length=12)),
                ('username', models.CharField(max_length=40, unique=True)),
                ('digest', models.CharField(blank=True, max_length=32)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='calls_line_number'),
        ),
        migrations.AddIndex(
            model_name='leg',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organisation'], name='calls_leg_open'),
        ),
        migrations.AddIndex(
            model_name='leg',
            index=models.Index(fields=['call'], name='calls_leg_call'),
        ),
        anchor("calls_line"),
        *(separate(f"calls_{name}") for name in ("line", "post", "leg")),
        contain("calls_line", "reason_id", "directory_reason"),
        contain("calls_post", "agent_id", "directory_agent"),
        contain("calls_leg", "line_id", "calls_line"),
        contain("calls_leg", "contact_id", "contacts_contact"),
        contain("calls_leg", "agent_id", "directory_agent"),
    ]
