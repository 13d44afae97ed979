"""Where those live who call a regional number."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import contain


class Migration(migrations.Migration):
    dependencies = [("calls", "0010_mixes"), ("directory", "0010_site_telephone")]
    operations = [
        migrations.AddField(
            model_name="line",
            name="territory",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.territory",
            ),
        ),
        contain("calls_line", "territory_id", "directory_territory"),
    ]
