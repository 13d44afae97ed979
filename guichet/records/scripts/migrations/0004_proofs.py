"""Codes that prove an address in a session; closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import anchor, contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_former_logos'),
        ('scripts', '0003_lines'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=254)),
                ('digest', models.BinaryField()),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('proved_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('session', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scripts.scriptsession')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'kind', 'address', 'sent_at'], name='scripts_proof_of'), models.Index(fields=['organisation', 'sent_at'], name='scripts_proof_sent')],
            },
        ),
        anchor("scripts_session"),
        separate("scripts_proof"),
        contain("scripts_proof", "session_id", "scripts_session"),
    ]
