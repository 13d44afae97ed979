"""Close the tables of this room: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import contain, separate

TABLES = ("pages_helppage", "pages_letter", "pages_origin", "pages_opened", "pages_publictext")


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("contacts", "0002_separation"), ("directory", "0002_separation")]
    operations = [
        *(separate(table) for table in TABLES),
        contain("pages_origin", "contact_id", "contacts_contact"),
    ]
