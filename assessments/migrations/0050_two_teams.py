"""Whose team answers for a principal who led two in the year, wherever he led them.

As in 0003 the functions run as the owner, past row security, and speak of people whom the session
has to do with. Of a village they tell the team's result only to whoever has to do with a cadre
who led it that year. A village that went into another counts as the one it is part of by then.
"""

from django.db import migrations

LED = """
CREATE FUNCTION assessments_led(persons bigint[], year integer, until date)
RETURNS TABLE (person_id bigint, village_id bigint, began_on date, ended_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH RECURSIVE held AS (
        SELECT t.person_id, t.village_id, t.began_on, t.ended_on
        FROM public.cadres_tenure t
        JOIN public.assessments_known(persons) k ON k.person_id = t.person_id
        WHERE t.post IN ('party_secretary', 'vc_director')
          AND t.began_on <= make_date(year, 12, 31)
          AND (t.ended_on IS NULL OR t.ended_on >= make_date(year, 1, 1))
    ), now AS (
        SELECT v.village_id AS was, v.village_id AS stands
        FROM (SELECT DISTINCT h.village_id FROM held h) v
        UNION
        SELECT n.was, d.successor_id FROM now n
        JOIN public.accounts_division d ON d.id = n.stands
        WHERE d.successor_id IS NOT NULL AND d.last_day < until
    )
    SELECT h.person_id, n.stands, h.began_on, h.ended_on FROM held h
    JOIN now n ON n.was = h.village_id
    JOIN public.accounts_division d ON d.id = n.stands
    WHERE d.successor_id IS NULL OR d.last_day >= until
$$;
"""
RESULTS = """
CREATE FUNCTION assessments_team_results(persons bigint[])
RETURNS TABLE (person_id bigint, year integer, village_id bigint, result varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT e.person_id, r.year::integer, t.village_id, t.result
    FROM public.assessments_entry e
    JOIN public.assessments_round r ON r.id = e.round_id
    JOIN public.assessments_round o ON o.year = r.year
    JOIN public.assessments_teamresult t
      ON t.round_id = o.id AND t.village_id = e.team_village_id
    JOIN public.assessments_led(persons, r.year::integer, r.cutoff_on) l
      ON l.person_id = e.person_id AND l.village_id = e.team_village_id
    WHERE e.person_id = ANY (persons) AND e.team_village_id IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0031_the_old_columns_go"),
        ("assessments", "0041_why_longer_and_paid"),
        ("accounts", "0012_row_security"),
        ("cadres", "0061_fewer_indexes"),
    ]

    operations = [
        migrations.RunSQL(LED, "DROP FUNCTION assessments_led(bigint[], integer, date)"),
        migrations.RunSQL(RESULTS, "DROP FUNCTION assessments_team_results(bigint[])"),
    ]
