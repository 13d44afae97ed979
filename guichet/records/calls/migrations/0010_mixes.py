"""Whether three could be joined, as the desk of an agent says."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0009_relays'),
    ]

    operations = [
        migrations.AddField(
            model_name='leg',
            name='mixes',
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
