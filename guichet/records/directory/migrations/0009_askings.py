"""What citizens are asked for while their contacts rest. An organisation that is at work begins with what is asked most often."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import anchor, separate

USUAL = """
insert into directory_askingreason (organisation_id, key, is_active, labels, days)
select organisation.id, key, true, jsonb_build_object('fr', fr, 'en', en), days
from directory_organisation organisation, (values
  ('document', 'Pièce à envoyer', 'Document to send', 30),
  ('detail', 'Précision à donner', 'Detail to give', 15),
  ('choice', 'Choix à faire', 'Choice to make', 15)) as usual(key, fr, en, days)
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_former_logos")]
    operations = [
        migrations.CreateModel(
            name="AskingReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=63, validators=[django.core.validators.RegexValidator("^[a-z0-9]+(?:-[a-z0-9]+)*$")]
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("labels", models.JSONField(default=dict)),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "key"), name="directory_askingreason_key")],
            },
        ),
        separate("directory_askingreason"),
        anchor("directory_askingreason"),
        migrations.RunSQL(USUAL, migrations.RunSQL.noop),
    ]
