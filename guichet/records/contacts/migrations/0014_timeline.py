from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0013_written_in'),
        ('directory', '0008_former_logos'),
        ('people', '0004_judgements'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contact',
            name='contacts_of_citizen',
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('citizen__isnull', False)), fields=['citizen', '-arrived_at', '-id'], name='contacts_of_citizen'),
        ),
    ]
