"""Find a contact by its id first, in one unique index instead of two.

The organisation comes last in what is unique: with it in front, a planner that does not know yet how many contacts there are may go
through all of an organisation for each that the engine changes.
"""

from django.db import migrations, models

POINTERS_APART = """
create temporary table pointer on commit drop as
select conrelid::regclass::text as source, conname as name, pg_get_constraintdef(oid) as definition
from pg_constraint where contype = 'f' and conparentid = 0 and confrelid = 'contacts_contact'::regclass;
do $$ declare each record; begin
  for each in select * from pointer loop execute format('alter table %s drop constraint %I', each.source, each.name); end loop;
end $$;
"""
POINTERS_BACK = """
do $$ declare each record; begin
  for each in select * from pointer loop
    execute format('alter table %s add constraint %I %s', each.source, each.name, each.definition);
  end loop;
end $$;
"""
ONE = """
alter table contacts_contact drop constraint contacts_contact_anchor, drop constraint contacts_contact_pkey,
  add constraint contacts_contact_pkey primary key (id, organisation_id);
"""
TWO = """
alter table contacts_contact drop constraint contacts_contact_pkey, add constraint contacts_contact_pkey primary key (id),
  add constraint contacts_contact_anchor unique (organisation_id, id);
"""
KEY = "contacts_contact_key"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_messages_left")]
    operations = [
        migrations.RunSQL(POINTERS_APART + ONE + POINTERS_BACK, POINTERS_APART + TWO + POINTERS_BACK),
        migrations.RemoveConstraint(model_name="contact", name=KEY),
        migrations.AddConstraint(
            model_name="contact", constraint=models.UniqueConstraint(fields=["key", "organisation"], name=KEY)
        ),
    ]
