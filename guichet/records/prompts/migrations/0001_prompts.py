"""What callers hear: the voice that was chosen, prompts, recordings; closed to other organisations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0008_former_logos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Prompt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=12)),
                ('voice', models.CharField(max_length=64)),
                ('audio', models.BinaryField()),
                ('milliseconds', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'digest'), name='prompts_prompt_once')],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('place', models.CharField(max_length=200)),
                ('audio', models.BinaryField()),
                ('milliseconds', models.PositiveIntegerField()),
                ('recorded_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('recorded_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='prompts_recording_once')],
            },
        ),
        migrations.CreateModel(
            name='VoiceChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.CharField(blank=True, max_length=64)),
                ('pace', models.PositiveSmallIntegerField(default=100)),
                ('lexicon', models.TextField(blank=True)),
                ('music', models.BinaryField(null=True)),
                ('music_name', models.CharField(blank=True, max_length=120)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('made_for', models.CharField(blank=True, max_length=64)),
                ('trouble', models.CharField(blank=True, max_length=100)),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'db_table': 'prompts_choice',
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='prompts_choice_one')],
            },
        ),
        *(separate(f"prompts_{name}") for name in ("choice", "prompt", "recording")),
        contain("prompts_recording", "recorded_by_id", "directory_account"),
    ]
