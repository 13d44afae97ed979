"""Close the tables of citizens: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import anchor, contain, separate

TABLES = ("people_citizen", "people_contactpoint", "people_citizenpreference", "people_citizenneed", "people_erasuretrace")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("directory", "0002_separation")]
    operations = [
        *(separate(table) for table in TABLES),
        anchor("people_citizen"),
        *(contain(f"people_{name}", "citizen_id", "people_citizen") for name in ("contactpoint", "citizenpreference", "citizenneed")),
    ]
