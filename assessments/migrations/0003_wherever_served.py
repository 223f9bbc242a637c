"""Months of service and measures count wherever they happened, also where the reader sees nothing.

A cadre who came from another township brings his months and his warnings of the year along. The
functions run as the owner, past row security, and answer with days, kinds and titles. They answer
about people whom the session has to do with, by a file, a post or an entry within its range; of
anybody else they say nothing, whatever ids they are given.
"""

from django.db import migrations

KNOWN = """
CREATE FUNCTION assessments_known(persons bigint[])
RETURNS TABLE (person_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    WITH reach AS (
        SELECT current_setting('app.lo', true) AS lo, current_setting('app.hi', true) AS hi
    )
    SELECT p.id FROM reach, public.cadres_person p
    WHERE p.id = ANY (persons) AND p.scope_path >= lo AND p.scope_path < hi
    UNION
    SELECT t.person_id FROM reach, public.cadres_tenure t
    WHERE t.person_id = ANY (persons) AND t.scope_path >= lo AND t.scope_path < hi
    UNION
    SELECT e.person_id FROM reach, public.assessments_entry e
    WHERE e.person_id = ANY (persons) AND e.scope_path >= lo AND e.scope_path < hi
$$;
"""
SERVICE = """
CREATE FUNCTION assessments_service(persons bigint[], first_day date, last_day date)
RETURNS TABLE (person_id bigint, began_on date, ended_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.person_id, t.began_on, t.ended_on FROM public.cadres_tenure t
    JOIN public.assessments_known(persons) k ON k.person_id = t.person_id
    WHERE t.began_on <= last_day AND (t.ended_on IS NULL OR t.ended_on >= first_day)
$$;
"""
MEASURES = """
CREATE FUNCTION assessments_measures(persons bigint[], first_day date, last_day date)
RETURNS TABLE (person_id bigint, kind varchar, title varchar, taken_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT m.person_id, m.kind, m.title, m.taken_on FROM public.cadres_measure m
    JOIN public.assessments_known(persons) k ON k.person_id = m.person_id
    WHERE m.taken_on BETWEEN first_day AND last_day AND m.withdrawn_on IS NULL
    ORDER BY m.taken_on, m.id
$$;
"""
DROP = "DROP FUNCTION assessments_{}(bigint[], date, date)"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_row_security"), ("cadres", "0002_row_security")]

    operations = [
        migrations.RunSQL(KNOWN, "DROP FUNCTION assessments_known(bigint[])"),
        migrations.RunSQL(SERVICE, DROP.format("service")),
        migrations.RunSQL(MEASURES, DROP.format("measures")),
    ]
