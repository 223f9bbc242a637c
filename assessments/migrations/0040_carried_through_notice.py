"""A round carried through notice, feedback and report; what is closed stays."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import audit.triggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_row_security"),
        ("assessments", "0011_the_whole_year_walls"),
        ("rulebook", "0011_publishing_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="grade",
            name="cap_and_gate",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="moves_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="round",
            name="roster_stays",
        ),
        migrations.RemoveConstraint(
            model_name="round",
            name="round_status_implies",
        ),
        migrations.AlterField(
            model_name="round",
            name="status",
            field=models.CharField(
                choices=[
                    ("entering", "录入中"),
                    ("submitted", "待党委会审定"),
                    ("decided", "已审定，待公示"),
                    ("notice", "公示中"),
                    ("feedback", "反馈本人"),
                    ("reported", "已报县，待备案"),
                    ("final", "已备案，办结"),
                ],
                default="entering",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="roundevent",
            name="status",
            field=models.CharField(
                choices=[
                    ("entering", "录入中"),
                    ("submitted", "待党委会审定"),
                    ("decided", "已审定，待公示"),
                    ("notice", "公示中"),
                    ("feedback", "反馈本人"),
                    ("reported", "已报县，待备案"),
                    ("final", "已备案，办结"),
                ],
                default="entering",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grade",
            trigger=pgtrigger.compiler.Trigger(
                name="cap_and_gate",
                sql=audit.triggers.UnignorableSql(
                    func="\n        PERFORM 1 FROM public.assessments_round\n          WHERE id IN (SELECT round_id FROM new_rows) ORDER BY id FOR UPDATE;\n        IF EXISTS (\n            SELECT 1 FROM new_rows n\n            LEFT JOIN public.assessments_round r ON r.id = n.round_id\n            LEFT JOIN public.assessments_entry e ON e.id = n.entry_id AND e.round_id = n.round_id\n            WHERE r.id IS NULL OR r.attempt <> n.attempt\n               OR r.status <> CASE WHEN n.revision = 0 THEN 'submitted' ELSE 'final' END\n               OR r.scope_path <> n.scope_path OR e.id IS NULL OR NOT e.on_roster\n        ) THEN\n            RAISE EXCEPTION 'grade outside a submitted round'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_of_submitted_round';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM new_rows n WHERE n.revision > 0 AND NOT EXISTS (\n                SELECT 1 FROM public.assessments_revision v\n                JOIN public.assessments_grade f ON f.id = v.former_id\n                WHERE v.entry_id = n.entry_id AND v.status = 'decided' AND v.grade = n.grade\n                  AND f.entry_id = n.entry_id AND f.attempt = n.attempt\n                  AND f.revision = n.revision - 1\n            )\n        ) THEN\n            RAISE EXCEPTION 'a grade superseded without a decision'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'revised_as_decided';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM public.assessments_grade g JOIN public.assessments_round r\n              ON r.id = g.round_id AND r.attempt = g.attempt\n            WHERE g.round_id IN (SELECT round_id FROM new_rows) AND g.grade = 'excellent'\n              AND NOT EXISTS (\n                SELECT 1 FROM public.assessments_grade l WHERE l.entry_id = g.entry_id\n                  AND l.attempt = g.attempt AND l.revision > g.revision)\n            GROUP BY r.id, r.seats\n            HAVING count(*) > r.seats OR count(*) * 5 > (\n                SELECT count(*) FROM public.assessments_entry e\n                WHERE e.round_id = r.id AND e.in_base AND e.on_roster\n            )\n        ) THEN\n            RAISE EXCEPTION 'more excellent grades than seats'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_within_seats';\n        END IF;\n        IF EXISTS (\n            SELECT 1 FROM new_rows n\n            JOIN public.assessments_entry e ON e.id = n.entry_id\n            LEFT JOIN public.assessments_teamresult t\n              ON t.round_id = n.round_id\n             AND t.village_id = coalesce(e.team_village_id, e.village_id)\n            WHERE n.grade = 'excellent' AND e.is_principal\n              AND coalesce(t.result, 'poor') IN ('fair', 'poor')\n        ) THEN\n            RAISE EXCEPTION 'principal of a fair or poor team graded excellent'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_needs_good_team';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="fd21a1f79744f442e4927713fc2a1ff71796c4a0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_cap_and_gate_12569",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="assessments_grade",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="letter_stays",
                sql=audit.triggers.UnignorableSql(
                    func="\n        IF TG_OP = 'DELETE' OR (OLD.served_on IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM public.assessments_round\n                WHERE id = OLD.round_id AND status = 'feedback'))\n           OR (NEW.round_id, NEW.entry_id, NEW.attempt, NEW.revision, NEW.number, NEW.issued_on)\n             IS DISTINCT FROM\n              (OLD.round_id, OLD.entry_id, OLD.attempt, OLD.revision, OLD.number, OLD.issued_on)\n        THEN\n            RAISE EXCEPTION 'a letter stays'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_stays';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="fff0921299cbc2146644078285c1ee4636635680",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_letter_stays_1579d",
                    table="assessments_letter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_only",
                sql=audit.triggers.UnignorableSql(
                    condition="WHEN (OLD.status IS DISTINCT FROM NEW.status)",
                    func="\n            IF (OLD.status || '>' || NEW.status) NOT IN ('accepted>answered', 'answered>served', 'filed>accepted', 'filed>rejected') THEN\n                RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_only';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="288335e6dc83f9769f4229c29505d8b1d4d8667d",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_moves_only_29448",
                    table="assessments_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_stays",
                sql=audit.triggers.UnignorableSql(
                    func="\n            IF TG_OP = 'DELETE' OR OLD.status IN ('rejected', 'served') THEN\n                RAISE EXCEPTION 'what is closed stays'\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_stays';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="8525edda7060a561608b6cbcd8289023edcba83a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_closed_stays_4ccc6",
                    table="assessments_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revision",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_only",
                sql=audit.triggers.UnignorableSql(
                    condition="WHEN (OLD.status IS DISTINCT FROM NEW.status)",
                    func="\n            IF (OLD.status || '>' || NEW.status) NOT IN ('decided>filed', 'decided>refused', 'proposed>decided', 'proposed>refused') THEN\n                RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_only';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="f4ca813f82b7345a18b2535ba26e98edc97d16e7",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_moves_only_83abb",
                    table="assessments_revision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revision",
            trigger=pgtrigger.compiler.Trigger(
                name="closed_stays",
                sql=audit.triggers.UnignorableSql(
                    func="\n            IF TG_OP = 'DELETE' OR OLD.status IN ('filed', 'refused') THEN\n                RAISE EXCEPTION 'what is closed stays'\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_stays';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="b390cf0cc69c8ad9f4c394ccfce0c4e4b2a2853e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_closed_stays_17d01",
                    table="assessments_revision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_only",
                sql=audit.triggers.UnignorableSql(
                    condition="WHEN (OLD.status IS DISTINCT FROM NEW.status)",
                    func="\n            IF (OLD.status || '>' || NEW.status) NOT IN ('decided>entering', 'decided>notice', 'entering>submitted', 'feedback>entering', 'feedback>reported', 'notice>entering', 'notice>feedback', 'reported>entering', 'reported>final', 'submitted>decided', 'submitted>entering') THEN\n                RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status\n                  USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_only';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="ee19f9fbe4956a6118ebefd935c3b5187565c1ce",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_moves_only_119ae",
                    table="assessments_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="roster_stays",
                sql=audit.triggers.UnignorableSql(
                    func="\n        IF (NEW.township_id, NEW.year, NEW.scope_path)\n             IS DISTINCT FROM (OLD.township_id, OLD.year, OLD.scope_path)\n           OR (OLD.status <> 'entering' AND NEW.status <> 'entering' AND\n               (NEW.plan_id, NEW.cutoff_on, NEW.headcount, NEW.seats)\n                 IS DISTINCT FROM (OLD.plan_id, OLD.cutoff_on, OLD.headcount, OLD.seats))\n           OR NEW.attempt - OLD.attempt <> (\n               OLD.status IN ('decided', 'notice', 'feedback', 'reported')\n               AND NEW.status = 'entering')::int\n        THEN\n            RAISE EXCEPTION 'roster, seats and attempt of a round stay'\n              USING ERRCODE = 'check_violation', CONSTRAINT = 'roster_stays';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="db52c7d276a8c14c2dc810c8deca074e8a7c6976",
                    operation="UPDATE",
                    pgid="pgtrigger_roster_stays_85b78",
                    table="assessments_round",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="one_letter_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manner", "left"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="left_letter_has_witness",
            ),
        ),
        # Rounds filed before notice and report were kept here cannot be given days that nobody wrote
        # down: they stay as they are, every new row is checked.
        AddConstraintNotValid(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "entering"),
                        ("prepared_by__isnull", True),
                        ("prepared_on__isnull", True),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("noticed_by__isnull", True),
                        ("noticed_on__isnull", True),
                        ("notice_until__isnull", True),
                        ("feedback_on__isnull", True),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "submitted"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("noticed_by__isnull", True),
                        ("noticed_on__isnull", True),
                        ("notice_until__isnull", True),
                        ("feedback_on__isnull", True),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "decided"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("decision__isnull", False),
                        ("noticed_by__isnull", True),
                        ("noticed_on__isnull", True),
                        ("notice_until__isnull", True),
                        ("feedback_on__isnull", True),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "notice"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("decision__isnull", False),
                        ("noticed_by__isnull", False),
                        ("noticed_on__isnull", False),
                        ("notice_until__isnull", False),
                        ("feedback_on__isnull", True),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "feedback"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("decision__isnull", False),
                        ("noticed_by__isnull", False),
                        ("noticed_on__isnull", False),
                        ("notice_until__isnull", False),
                        ("feedback_on__isnull", False),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "reported"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("decision__isnull", False),
                        ("noticed_by__isnull", False),
                        ("noticed_on__isnull", False),
                        ("notice_until__isnull", False),
                        ("feedback_on__isnull", False),
                        ("reported_by__isnull", False),
                        ("reported_on__isnull", False),
                        ("filed_on__isnull", True),
                    ),
                    models.Q(
                        ("status", "final"),
                        ("prepared_by__isnull", False),
                        ("prepared_on__isnull", False),
                        ("proposal__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("decision__isnull", False),
                        ("noticed_by__isnull", False),
                        ("noticed_on__isnull", False),
                        ("notice_until__isnull", False),
                        ("feedback_on__isnull", False),
                        ("reported_by__isnull", False),
                        ("reported_on__isnull", False),
                        ("filed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_status_implies",
            ),
        ),
    ]
