"""Close the table of what was learned: each organisation sees its own."""

from django.db import migrations

from guichet.records.separation import separate


class Migration(migrations.Migration):
    dependencies = [("qualification", "0001_initial"), ("directory", "0002_separation")]
    operations = [separate("qualification_learnedreasons")]
