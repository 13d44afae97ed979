"""Lines that register at their operator, and what became of it; closed to other organisations."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate

REACHED = ["there", "known", "no-such-name", "silent", "untrusted", "wrong-password", "unknown-name", "busy", "strange"]


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0012_line_closed'),
    ]

    operations = [
        migrations.AddField(
            model_name='line',
            name='registers',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('line', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='registration', serialize=False, to='calls.line')),
                ('reached', models.CharField(choices=[(each, each) for each in REACHED], max_length=20)),
                ('code', models.PositiveSmallIntegerField()),
                ('until', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        separate("calls_registration"),
        contain("calls_registration", "line_id", "calls_line"),
    ]
