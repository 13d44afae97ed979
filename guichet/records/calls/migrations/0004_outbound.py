"""What agents may call by the trunks of an organisation, and what it costs; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.records.calls.models
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0003_recordings'),
        ('directory', '0010_site_telephone'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=guichet.records.calls.models.list_usual_zones, size=None)),
                ('prefixes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), default=list, size=None)),
                ('callers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('landline_price', models.PositiveIntegerField(null=True)),
                ('mobile_price', models.PositiveIntegerField(null=True)),
                ('abroad_price', models.PositiveIntegerField(null=True)),
                ('day_cap', models.PositiveBigIntegerField(null=True)),
                ('month_cap', models.PositiveBigIntegerField(null=True)),
                ('day_told_on', models.DateField(null=True)),
                ('month_told_on', models.DateField(null=True)),
                ('emergency_line', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.line')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='calls_callingrules_once')],
            },
        ),
        migrations.CreateModel(
            name='Outlay',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('tariff', models.CharField(choices=[('landline', 'landline'), ('mobile', 'mobile'), ('abroad', 'abroad')], max_length=8)),
                ('price', models.PositiveIntegerField()),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('cost', models.PositiveBigIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'began_at'], name='calls_outlay_began')],
            },
        ),
        separate("calls_callingrules"),
        separate("calls_outlay"),
        contain("calls_callingrules", "emergency_line_id", "calls_line"),
    ]
