from django.db import migrations, models

from guichet.records.separation import ROLE, create_role


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField()),
                ("blocked_until", models.DateTimeField()),
                ("updated_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(create_role, migrations.RunPython.noop),
        migrations.RunSQL(
            f"grant select, insert, update, delete on sign_on_failure to {ROLE}",
            f"revoke all on sign_on_failure from {ROLE}",
        ),
    ]
