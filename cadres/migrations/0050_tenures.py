"""What happened in units that ended is their successor's to read.

A range is one subtree, and the villages of a merged township lie in another. The function answers
for posts in ended villages only, and only where the line of successors ends within the session's
range: nobody who still exists gives anything up.
"""

from django.db import migrations

INHERITED = """
CREATE FUNCTION cadres_inherited_tenures() RETURNS SETOF cadres_tenure
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE reach AS (
        SELECT current_setting('app.lo', true) AS lo, current_setting('app.hi', true) AS hi
    ), gone AS (
        SELECT d.id, d.path FROM reach, accounts_division d
        JOIN accounts_division s ON s.id = d.successor_id
        WHERE d.level = 5 AND s.path >= lo AND s.path < hi
        UNION
        SELECT d.id, d.path FROM accounts_division d JOIN gone ON d.successor_id = gone.id
    )
    SELECT t.* FROM reach, gone JOIN cadres_tenure t ON t.village_id = gone.id
    WHERE NOT (gone.path >= lo AND gone.path < hi)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cadres", "0006_tail_index"), ("accounts", "0012_row_security")]

    operations = [migrations.RunSQL(INHERITED, "DROP FUNCTION cadres_inherited_tenures();")]
