"""A link by which a citizen follows his request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_callbacks")]
    operations = [
        migrations.AlterField(
            model_name="link",
            name="purpose",
            field=models.CharField(choices=[("resume", "resume"), ("read", "read"), ("follow", "follow")], max_length=12),
        ),
    ]
