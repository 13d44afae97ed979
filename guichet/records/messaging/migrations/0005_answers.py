from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0004_calls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoing',
            name='purpose',
            field=models.CharField(choices=[('reply', 'reply'), ('acknowledgement', 'acknowledgement'), ('confirmation', 'confirmation'), ('script', 'script'), ('code', 'code'), ('call', 'call'), ('answer', 'answer')], max_length=16),
        ),
    ]
