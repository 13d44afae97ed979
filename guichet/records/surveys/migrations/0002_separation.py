"""Close the table of opinions: each organisation sees its own, and none points into another organisation."""

from django.db import migrations

from guichet.records.separation import contain, separate


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("contacts", "0002_separation"), ("directory", "0002_separation")]
    operations = [separate("surveys_opinion"), contain("surveys_opinion", "contact_id", "contacts_contact")]
