"""Lines that those who steer close for now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0011_line_territory")]
    operations = [migrations.AddField(model_name="line", name="is_closed", field=models.BooleanField(db_default=False, default=False))]
