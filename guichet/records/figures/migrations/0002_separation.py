"""Close the tables of figures; a period that is over is sealed: nothing is added to it, changed in it or taken from it any more."""

from django.db import migrations

from guichet.records.separation import contain, separate

SEAL = """
create function figures_refuse_sealed() returns trigger language plpgsql as $$
begin
  if coalesce(old.quarter, new.quarter) < coalesce(
    (select sealed_until from figures_progress where organisation_id = coalesce(old.organisation_id, new.organisation_id)), 0)
  then
    raise check_violation using message = 'figures: this period is sealed';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger figures_quarter_sealed before insert or update or delete on figures_quarter
  for each row execute function figures_refuse_sealed();
"""
UNSEAL = "drop trigger figures_quarter_sealed on figures_quarter; drop function figures_refuse_sealed();"


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("contacts", "0002_separation")]
    operations = [
        *(separate(table) for table in ("figures_quarter", "figures_account", "figures_progress", "figures_watchpoint")),
        contain("figures_watchpoint", "queue_id", "directory_queue"),
        migrations.RunSQL(SEAL, UNSEAL),
    ]
