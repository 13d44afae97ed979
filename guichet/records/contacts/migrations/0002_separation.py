"""Close the tables of contacts: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import anchor, contain, separate

TABLES = (
    "contacts_contact", "contacts_message", "contacts_wrapup", "contacts_link", "contacts_presence", "contacts_desk", "contacts_queue_state",
)
POINTERS = (
    ("contacts_contact", "queue_id", "directory_queue"),
    ("contacts_contact", "reason_id", "directory_reason"),
    ("contacts_contact", "territory_id", "directory_territory"),
    ("contacts_contact", "citizen_id", "people_citizen"),
    ("contacts_contact", "agent_id", "directory_agent"),
    ("contacts_contact", "offered_to", "directory_agent"),
    ("contacts_message", "contact_id", "contacts_contact"),
    ("contacts_message", "agent_id", "directory_agent"),
    ("contacts_wrapup", "contact_id", "contacts_contact"),
    ("contacts_wrapup", "agent_id", "directory_agent"),
    ("contacts_wrapup", "reason_id", "directory_reason"),
    ("contacts_link", "contact_id", "contacts_contact"),
    ("contacts_presence", "agent_id", "directory_agent"),
    ("contacts_desk", "agent_id", "directory_agent"),
    ("contacts_queue_state", "queue_id", "directory_queue"),
)
# A message only moves its contact's counter: leave room on the page, so that no index is touched.
ROOM = "alter table contacts_contact set (fillfactor = 70); alter table contacts_desk set (fillfactor = 50);"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("directory", "0002_separation"), ("people", "0002_separation")]
    operations = [
        *(separate(table) for table in TABLES),
        anchor("contacts_contact"),
        *(contain(*pointer) for pointer in POINTERS),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
