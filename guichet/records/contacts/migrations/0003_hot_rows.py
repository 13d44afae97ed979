"""Spare hot rows what tells nothing: a message's organisation is held by its contact's key, and few contacts name a citizen."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_separation"), ("directory", "0002_separation"), ("people", "0002_separation")]
    operations = [
        migrations.AlterField(
            model_name="contact",
            name="citizen",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contacts",
                to="people.citizen",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("citizen__isnull", False)), fields=["citizen"], name="contacts_of_citizen"),
        ),
    ]
