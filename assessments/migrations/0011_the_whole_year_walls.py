"""The second wall of the year's new tables, and the one voter group that older plans had."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce

INHERITED = ("votergroup", "ownindicator")
OWN = ("minutes", "meeting", "turnout", "tally", "objection", "letter", "revision")
ONE_GROUP = """
INSERT INTO assessments_votergroup (plan_id, scope_path, name, weight, place)
SELECT id, scope_path, '参会人员', 100, 0 FROM assessments_plan
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_the_whole_year")]

    operations = [
        *(
            RowSecurity(f"assessments_{name}{event}", inherited=True)
            for name in INHERITED
            for event in ("", "event")
        ),
        *(RowSecurity(f"assessments_{name}{event}") for name in OWN for event in ("", "event")),
        *(WrittenOnce(f"assessments_{name}event") for name in (*INHERITED, *OWN)),
        migrations.RunSQL(ONE_GROUP, migrations.RunSQL.noop),
    ]
