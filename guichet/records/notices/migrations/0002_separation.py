"""Close the table of mails: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("contacts", "0002_separation")]
    operations = [
        separate("notices_mail"),
        contain("notices_mail", "contact_id", "contacts_contact"),
    ]
