"""Keep the logos that were shown before, so that a change of logo can be undone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0007_messages'),
    ]

    operations = [
        migrations.AddField(model_name='logo', name='is_current', field=models.BooleanField(default=True)),
        migrations.RemoveConstraint(model_name='logo', name='directory_logo_once'),
        migrations.AddConstraint(
            model_name='logo',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('organisation',), name='directory_logo_one_current'),
        ),
        migrations.AddConstraint(
            model_name='logo', constraint=models.UniqueConstraint(fields=('organisation', 'digest'), name='directory_logo_each_once')
        ),
    ]
