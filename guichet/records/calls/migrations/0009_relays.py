"""Relay services for deaf and hard-of-hearing people, and the legs at which their interpreters speak; closed to other organisations."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0008_turned_away'),
        ('contacts', '0018_answer_channels'),
        ('directory', '0010_site_telephone'),
    ]

    operations = [
        migrations.CreateModel(
            name='RelayService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lsf', 'French sign language (LSF)'), ('lpc', 'Cued speech (LPC)'), ('transcription', 'Live transcription'), ('deafblind', 'Communication for deaf-blind people')], max_length=16), default=list, size=None)),
                ('address', models.CharField(max_length=300)),
                ('calls_from', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('number', models.CharField(blank=True, max_length=16)),
                ('is_active', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='calls_relayservice_name')],
            },
        ),
        separate("calls_relayservice"),
        anchor("calls_relayservice"),
        migrations.AddField(
            model_name='leg',
            name='relay',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='calls.relayservice'),
        ),
        contain("calls_leg", "relay_id", "calls_relayservice"),
        migrations.CreateModel(
            name='RelayedCall',
            fields=[
                ('contact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='relayed', serialize=False, to='contacts.contact')),
                ('relay', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.relayservice')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        separate("calls_relayedcall"),
        contain("calls_relayedcall", "contact_id", "contacts_contact"),
        contain("calls_relayedcall", "relay_id", "calls_relayservice"),
    ]
