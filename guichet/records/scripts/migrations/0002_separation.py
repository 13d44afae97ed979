"""Close the tables of scripts: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import anchor, contain, separate

TABLES = ("scripts_script", "scripts_reason", "scripts_version", "scripts_link", "scripts_session")
POINTERS = (
    ("scripts_reason", "script_id", "scripts_script"),
    ("scripts_version", "script_id", "scripts_script"),
    ("scripts_version", "author_id", "directory_account"),
    ("scripts_version", "reviewer_id", "directory_account"),
    ("scripts_session", "version_id", "scripts_version"),
    ("scripts_session", "contact_id", "contacts_contact"),
    ("scripts_session", "callback_id", "contacts_contact"),
)


class Migration(migrations.Migration):
    dependencies = [("scripts", "0001_initial"), ("contacts", "0002_separation"), ("directory", "0002_separation")]
    operations = [
        *(separate(table) for table in TABLES),
        anchor("scripts_script"),
        anchor("scripts_version"),
        *(contain(*pointer) for pointer in POINTERS),
    ]
