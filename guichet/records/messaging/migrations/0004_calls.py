from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0003_codes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoing',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledgement', 'acknowledgement'), ('confirmation', 'confirmation'), ('script', 'script'), ('code', 'code'), ('call', 'call')], max_length=16),
        ),
    ]
