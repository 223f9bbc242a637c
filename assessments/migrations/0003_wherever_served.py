"""Months of service and measures count wherever they happened, also where the reader sees nothing.

A cadre who came from another township brings his months and his warnings of the year along. The
functions run as the owner, past row security; they are asked about people on the reader's own
rosters only, and answer with days, kinds and titles.
"""

from django.db import migrations

SERVICE = """
CREATE FUNCTION assessments_service(persons bigint[], first_day date, last_day date)
RETURNS TABLE (person_id bigint, began_on date, ended_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.person_id, t.began_on, t.ended_on FROM public.cadres_tenure t
    WHERE t.person_id = ANY (persons) AND t.began_on <= last_day
      AND (t.ended_on IS NULL OR t.ended_on >= first_day)
$$;
"""
MEASURES = """
CREATE FUNCTION assessments_measures(persons bigint[], first_day date, last_day date)
RETURNS TABLE (person_id bigint, kind varchar, title varchar, taken_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT m.person_id, m.kind, m.title, m.taken_on FROM public.cadres_measure m
    WHERE m.person_id = ANY (persons) AND m.taken_on BETWEEN first_day AND last_day
      AND m.withdrawn_on IS NULL
    ORDER BY m.taken_on, m.id
$$;
"""
DROP = "DROP FUNCTION assessments_{}(bigint[], date, date)"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_row_security"), ("cadres", "0002_row_security")]

    operations = [
        migrations.RunSQL(SERVICE, DROP.format("service")),
        migrations.RunSQL(MEASURES, DROP.format("measures")),
    ]
