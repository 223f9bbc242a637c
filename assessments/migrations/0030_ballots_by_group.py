"""Move the meeting and the ballots to where they are kept by village and by group, with history.

The owner writes past the triggers: rounds that are closed move too, and the history rows carry
the days and the people of the rows they come from, not those of this migration.
"""

from django.db import migrations, models
from django.db.models import F, Q

TABLES = ("meeting", "turnout", "tally")
SEE_ALL = "SELECT set_config('app.lo', '', true), set_config('app.hi', ':', true);"
OFF = "".join(f"ALTER TABLE assessments_{one} DISABLE TRIGGER USER;" for one in TABLES)
ON = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(
    f"ALTER TABLE assessments_{one} ENABLE TRIGGER USER;" for one in TABLES
)
GROUPS = """
CREATE TEMPORARY TABLE the_group ON COMMIT DROP AS
SELECT DISTINCT ON (plan_id) plan_id, id FROM assessments_votergroup
ORDER BY plan_id, place, id;
"""
CHANGES = """
CREATE TEMPORARY TABLE meeting_change ON COMMIT DROP AS
SELECT * FROM (
    SELECT pgh_id, pgh_created_at, pgh_context_id, id AS round_id, meeting_on, expected, present,
           lag(meeting_on) OVER past AS old_on,
           lag(expected) OVER past AS old_expected, lag(present) OVER past AS old_present
    FROM assessments_roundevent WINDOW past AS (PARTITION BY id ORDER BY pgh_id)
) AS seen
WHERE (meeting_on, expected, present) IS DISTINCT FROM (old_on, old_expected, old_present);
CREATE TEMPORARY TABLE tally_change ON COMMIT DROP AS
SELECT * FROM (
    SELECT pgh_id, pgh_created_at, pgh_context_id, id AS entry_id,
           ARRAY[votes_excellent, votes_competent, votes_basic, votes_incompetent] AS votes,
           coalesce(lag(ARRAY[votes_excellent, votes_competent, votes_basic, votes_incompetent])
             OVER past, ARRAY[NULL, NULL, NULL, NULL]::smallint[]) AS old_votes
    FROM assessments_entryevent WINDOW past AS (PARTITION BY id ORDER BY pgh_id)
) AS seen
WHERE votes IS DISTINCT FROM old_votes;
"""
MEETINGS = """
INSERT INTO assessments_meeting (round_id, scope_path, village_id, held_on, host)
SELECT DISTINCT r.id, r.scope_path, e.village_id, r.meeting_on, ''
FROM assessments_round r JOIN assessments_entry e ON e.round_id = r.id
WHERE r.meeting_on IS NOT NULL OR r.expected IS NOT NULL OR r.present IS NOT NULL;
INSERT INTO assessments_turnout (round_id, scope_path, meeting_id, group_id, expected, present)
SELECT r.id, r.scope_path, m.id, g.id, r.expected, r.present
FROM assessments_meeting m JOIN assessments_round r ON r.id = m.round_id
JOIN the_group g ON g.plan_id = r.plan_id;
"""
MEETING_HISTORY = """
INSERT INTO assessments_meetingevent
  (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, round_id, scope_path, village_id,
   held_on, host)
SELECT c.pgh_created_at,
       CASE WHEN row_number() OVER (PARTITION BY m.id ORDER BY c.pgh_id) = 1
            THEN 'insert' ELSE 'update' END,
       c.pgh_context_id, m.id, m.id, m.round_id, m.scope_path, m.village_id, c.meeting_on, ''
FROM meeting_change c JOIN assessments_meeting m ON m.round_id = c.round_id
WHERE c.meeting_on IS DISTINCT FROM c.old_on OR (c.old_expected IS NULL AND c.old_present IS NULL)
ORDER BY c.pgh_id, m.id;
INSERT INTO assessments_turnoutevent
  (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, round_id, scope_path, meeting_id,
   group_id, expected, present)
SELECT c.pgh_created_at,
       CASE WHEN row_number() OVER (PARTITION BY t.id ORDER BY c.pgh_id) = 1
            THEN 'insert' ELSE 'update' END,
       c.pgh_context_id, t.id, t.id, t.round_id, t.scope_path, t.meeting_id, t.group_id,
       c.expected, c.present
FROM meeting_change c JOIN assessments_turnout t ON t.round_id = c.round_id
WHERE (c.expected, c.present) IS DISTINCT FROM (c.old_expected, c.old_present)
ORDER BY c.pgh_id, t.id;
"""
TALLIES = """
INSERT INTO assessments_tally
  (round_id, scope_path, entry_id, group_id, excellent, competent, basic, incompetent)
SELECT e.round_id, e.scope_path, e.id, g.id,
       e.votes_excellent, e.votes_competent, e.votes_basic, e.votes_incompetent
FROM assessments_entry e JOIN assessments_round r ON r.id = e.round_id
JOIN the_group g ON g.plan_id = r.plan_id
WHERE num_nonnulls(e.votes_excellent, e.votes_competent, e.votes_basic, e.votes_incompetent) > 0
   OR EXISTS (SELECT 1 FROM tally_change c WHERE c.entry_id = e.id);
INSERT INTO assessments_tallyevent
  (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, round_id, scope_path, entry_id,
   group_id, excellent, competent, basic, incompetent)
SELECT c.pgh_created_at,
       CASE WHEN row_number() OVER (PARTITION BY t.id ORDER BY c.pgh_id) = 1
            THEN 'insert' ELSE 'update' END,
       c.pgh_context_id, t.id, t.id, t.round_id, t.scope_path, t.entry_id, t.group_id,
       c.votes[1], c.votes[2], c.votes[3], c.votes[4]
FROM tally_change c JOIN assessments_tally t ON t.entry_id = c.entry_id
ORDER BY c.pgh_id;
"""
MOVE = SEE_ALL + OFF + GROUPS + CHANGES + MEETINGS + MEETING_HISTORY + TALLIES + ON


def count(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0040_carried_through_notice")]

    operations = [
        migrations.RemoveConstraint(model_name="turnout", name="turnout_in_order"),
        *(
            migrations.AlterField(
                model, "held_on", models.DateField("会议日期", null=True, blank=True)
            )
            for model in ("meeting", "meetingevent")
        ),
        *(
            migrations.AlterField(model, name, count(label))
            for model in ("turnout", "turnoutevent")
            for name, label in (("expected", "应到人数"), ("present", "实到人数"))
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.CheckConstraint(
                name="turnout_in_order",
                condition=(Q(present=None) | Q(expected=None) | Q(present__lte=F("expected")))
                & (Q(handed_out=None) | Q(present=None) | Q(handed_out__lte=F("present")))
                & (Q(returned=None) | Q(handed_out=None) | Q(returned__lte=F("handed_out"))),
            ),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
