from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0002_dialogues'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoing',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledgement', 'acknowledgement'), ('confirmation', 'confirmation'), ('script', 'script'), ('code', 'code')], max_length=16),
        ),
    ]
