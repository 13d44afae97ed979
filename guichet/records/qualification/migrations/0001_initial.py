"""The table of what was learned of reasons."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0008_former_logos'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearnedReasons',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(blank=True, max_length=120)),
                ('body', models.BinaryField()),
                ('given', models.PositiveIntegerField()),
                ('confirmed', models.PositiveIntegerField()),
                ('measured', models.JSONField()),
                ('learned_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='qualification_learnedreasons_one')],
            },
        ),
    ]
