from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_separation")]

    operations = [
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(fields=["organisation", "kind", "value"], name="people_contactpoint_value"),
        ),
    ]
