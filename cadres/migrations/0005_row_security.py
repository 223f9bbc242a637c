"""Both walls round the new tables of the registry: what is in scope, and history that stays.

The question whether a number is registered at all has to look past the wall: it answers for whole
blind indexes that the asker already holds, and with nothing but yes.
"""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce

TRACKED = (
    "formernumber",
    "education",
    "experience",
    "relative",
    "reward",
    "document",
    "transfer",
    "duplicate",
    "correction",
    "batch",
)
PLAIN = ("storedfile", "batchrow", "columnmemory")

ELSEWHERE = """
CREATE FUNCTION cadres_registered_elsewhere(indexes text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id_index FROM cadres_person
    WHERE id_index = ANY(indexes)
      AND NOT coalesce(
          scope_path >= current_setting('app.lo', true)
          AND scope_path < current_setting('app.hi', true), false)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cadres", "0004_registry"), ("audit", "0002_chain")]

    operations = [
        *(RowSecurity(f"cadres_{name}{suffix}") for name in TRACKED for suffix in ("", "event")),
        *(RowSecurity(f"cadres_{name}") for name in PLAIN),
        *(WrittenOnce(f"cadres_{name}event") for name in TRACKED),
        RunSQL(ELSEWHERE, "DROP FUNCTION cadres_registered_elsewhere(text[]);"),
    ]
