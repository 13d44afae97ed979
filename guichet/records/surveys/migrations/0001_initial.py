"""The table of opinions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0012_answers_given'),
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.UUIDField()),
                ('subject', models.CharField(choices=[('exchange', 'Exchange'), ('answer', 'Answer read'), ('request', 'Request followed')], max_length=8)),
                ('reason_key', models.CharField(blank=True, max_length=63)),
                ('channel', models.CharField(blank=True, max_length=12)),
                ('article', models.CharField(blank=True, max_length=63)),
                ('score', models.PositiveSmallIntegerField(choices=[(1, 'Badly'), (2, 'Neither well nor badly'), (3, 'Well')])),
                ('comment', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'at'], name='surveys_opinion_at')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'voice'), name='surveys_opinion_once'), models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 3)), name='surveys_opinion_score')],
            },
        ),
    ]
