"""Skills lent for a while by a supervisor's order."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_settings'),
    ]

    operations = [
        migrations.CreateModel(
            name='SkillLoan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('order_id', models.UUIDField()),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='loans', to='directory.agent')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('skill', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='directory.skill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'order_id', 'agent', 'skill'), name='directory_skillloan_once'), models.CheckConstraint(condition=models.Q(('level__lte', 5)), name='directory_skillloan_level_0_to_5')],
            },
        ),
        separate("directory_skillloan"),
        contain("directory_skillloan", "agent_id", "directory_agent"),
        contain("directory_skillloan", "skill_id", "directory_skill"),
    ]
