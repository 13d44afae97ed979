"""Close the tables of orders: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import anchor, contain, separate

POINTERS = (
    ("orders_order", "by_id", "directory_account"),
    ("orders_order", "ended_by_id", "directory_account"),
    ("orders_order", "contact_id", "contacts_contact"),
    ("orders_order", "agent_id", "directory_agent"),
    ("orders_order", "queue_id", "directory_queue"),
    ("orders_order", "team_id", "directory_team"),
    ("orders_order", "skill_id", "directory_skill"),
    ("orders_reading", "order_id", "orders_order"),
    ("orders_reading", "agent_id", "directory_agent"),
)


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("contacts", "0002_separation")]
    operations = [
        *(separate(table) for table in ("orders_order", "orders_reading")),
        anchor("orders_order"),
        *(contain(*pointer) for pointer in POINTERS),
    ]
