"""Contacts that ask the same: in which contact each goes on."""

import django.db.models.deletion
from django.db import migrations, models

from guichet.decisions.routing.words import ContactState
from guichet.records.separation import contain


class Migration(migrations.Migration):
    dependencies = [("contacts", "0014_timeline")]
    operations = [
        migrations.AddField(
            model_name="contact",
            name="into",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="joined",
                to="contacts.contact",
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="state",
            field=models.CharField(choices=[(state.value, state.value) for state in ContactState], max_length=12),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("into__isnull", False)), fields=["into"], name="contacts_joined"),
        ),
        contain("contacts_contact", "into_id", "contacts_contact"),
    ]
