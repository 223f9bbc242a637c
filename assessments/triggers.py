"""Walls in the database: the cap, the team gate, and rounds that are closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pgtrigger

from assessments.states import MOVES, OBJECTION_MOVES, RETRIED, REVISION_MOVES
from audit.triggers import Trigger

NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]

# Tables are named with their schema: a temporary table of the same name hides nothing from us.
# Statement level: the rounds touched are locked first, so that of two committees that save at
# the same moment the second counts what the first has written. A row that row security hides is
# a row that does not fit: the joins are outer ones. The fifth stands in the article itself
# (ASSESS-EXCELLENT-CAP) and is counted from the frozen roster, whatever `seats` says. After
# filing a grade is added only where a committee has decided to put it in the former one's place;
# what it supersedes counts no more. Who led two teams in the year is bound by the one led longest,
# which may be another township's to enter.
CAP_AND_GATE = Trigger(
    name="cap_and_gate",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=NEW_ROWS,
    func="""
        PERFORM 1 FROM public.assessments_round
          WHERE id IN (SELECT round_id FROM new_rows) ORDER BY id FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM new_rows n
            LEFT JOIN public.assessments_round r ON r.id = n.round_id
            LEFT JOIN public.assessments_entry e ON e.id = n.entry_id AND e.round_id = n.round_id
            WHERE r.id IS NULL OR r.attempt <> n.attempt
               OR r.status <> CASE WHEN n.revision = 0 THEN 'submitted' ELSE 'final' END
               OR r.scope_path <> n.scope_path OR e.id IS NULL OR NOT e.on_roster
        ) THEN
            RAISE EXCEPTION 'grade outside a submitted round'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_of_submitted_round';
        END IF;
        IF EXISTS (
            SELECT 1 FROM new_rows n WHERE n.revision > 0 AND NOT EXISTS (
                SELECT 1 FROM public.assessments_revision v
                JOIN public.assessments_grade f ON f.id = v.former_id
                WHERE v.entry_id = n.entry_id AND v.status = 'decided' AND v.grade = n.grade
                  AND f.entry_id = n.entry_id AND f.attempt = n.attempt
                  AND f.revision = n.revision - 1
            )
        ) THEN
            RAISE EXCEPTION 'a grade superseded without a decision'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'revised_as_decided';
        END IF;
        IF EXISTS (
            SELECT 1 FROM public.assessments_grade g JOIN public.assessments_round r
              ON r.id = g.round_id AND r.attempt = g.attempt
            WHERE g.round_id IN (SELECT round_id FROM new_rows) AND g.grade = 'excellent'
              AND NOT EXISTS (
                SELECT 1 FROM public.assessments_grade l WHERE l.entry_id = g.entry_id
                  AND l.attempt = g.attempt AND l.revision > g.revision)
            GROUP BY r.id, r.seats
            HAVING count(*) > r.seats OR count(*) * 5 > (
                SELECT count(*) FROM public.assessments_entry e
                WHERE e.round_id = r.id AND e.in_base AND e.on_roster
            )
        ) THEN
            RAISE EXCEPTION 'more excellent grades than seats'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_within_seats';
        END IF;
        IF EXISTS (
            SELECT 1 FROM new_rows n
            JOIN public.assessments_entry e ON e.id = n.entry_id
            JOIN public.assessments_round r ON r.id = n.round_id
            LEFT JOIN public.assessments_teamresult t ON t.round_id = n.round_id
              AND t.village_id = coalesce(e.team_village_id, e.village_id)
            LEFT JOIN public.assessments_team_results(ARRAY(
                SELECT q.person_id FROM new_rows m
                JOIN public.assessments_entry q ON q.id = m.entry_id
                WHERE q.team_village_id IS NOT NULL
            )) f ON f.person_id = e.person_id AND f.year = r.year
              AND f.village_id = e.team_village_id
            WHERE n.grade = 'excellent' AND e.is_principal
              AND coalesce(t.result, f.result, 'poor') IN ('fair', 'poor')
        ) THEN
            RAISE EXCEPTION 'principal of a fair or poor team graded excellent'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'excellent_needs_good_team';
        END IF;
        RETURN NULL;
    """,
)


def only_while_entering() -> Trigger:
    """Refuse to touch what was entered for a round once it has left the clerk's desk.

    The round is locked against a change of status, so that nothing slips in behind a submission;
    a row that names another round, or one out of the writer's sight, is refused too.
    """
    return Trigger(
        name="only_while_entering",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("state", "text")],
        func="""
            IF TG_OP = 'UPDATE' AND OLD.round_id <> NEW.round_id THEN
                RAISE EXCEPTION 'an entry stays in its round'
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'only_while_entering';
            END IF;
            IF TG_OP = 'DELETE' THEN
                SELECT status INTO state FROM public.assessments_round
                  WHERE id = OLD.round_id FOR SHARE;
            ELSE
                SELECT status INTO state FROM public.assessments_round
                  WHERE id = NEW.round_id AND scope_path = NEW.scope_path FOR SHARE;
            END IF;
            IF state IS DISTINCT FROM 'entering' THEN
                RAISE EXCEPTION 'round is not being entered: %', state
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'only_while_entering';
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        """,
    )


FINAL_STAYS = Trigger(
    name="final_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.status = 'final'"),
    func="""
        RAISE EXCEPTION 'a final assessment is not changed'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'final_stays';
    """,
)


def moves_only(moves: Mapping[Any, set[Any]]) -> Trigger:
    """Refuse every move that is not in a table of states.py; raw SQL cannot take another."""
    pairs = sorted(f"'{now.value}>{to.value}'" for now in moves for to in moves[now])
    return Trigger(
        name="moves_only",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status"),
        func=f"""
            IF (OLD.status || '>' || NEW.status) NOT IN ({", ".join(pairs)}) THEN
                RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_only';
            END IF;
            RETURN NEW;
        """,
    )


MOVES_ONLY = moves_only(MOVES)
OBJECTION_MOVES_ONLY = moves_only(OBJECTION_MOVES)
REVISION_MOVES_ONLY = moves_only(REVISION_MOVES)


def closed_stays(*ends: str) -> Trigger:
    """Refuse to touch or delete what has come to one of its ends, and to delete anything else."""
    listed = ", ".join(f"'{end}'" for end in ends)
    return Trigger(
        name="closed_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' OR OLD.status IN ({listed}) THEN
                RAISE EXCEPTION 'what is closed stays'
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_stays';
            END IF;
            RETURN NEW;
        """,
    )


# A letter keeps its number and whom it tells; how it was served can be set right until the report.
LETTER_STAYS = Trigger(
    name="letter_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' OR (OLD.served_on IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM public.assessments_round
                WHERE id = OLD.round_id AND status = 'feedback'))
           OR (NEW.round_id, NEW.entry_id, NEW.attempt, NEW.revision, NEW.number, NEW.issued_on)
             IS DISTINCT FROM
              (OLD.round_id, OLD.entry_id, OLD.attempt, OLD.revision, OLD.number, OLD.issued_on)
        THEN
            RAISE EXCEPTION 'a letter stays'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_stays';
        END IF;
        RETURN NEW;
    """,
)

# What the seats were counted from is fixed once the clerk has handed the round on, until it comes
# back to his desk, be it under another plan; the attempt moves only when it comes back decided.
ROSTER_STAYS = Trigger(
    name="roster_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
        IF (NEW.township_id, NEW.year, NEW.scope_path)
             IS DISTINCT FROM (OLD.township_id, OLD.year, OLD.scope_path)
           OR (OLD.status <> 'entering' AND NEW.status <> 'entering' AND
               (NEW.plan_id, NEW.cutoff_on, NEW.headcount, NEW.seats)
                 IS DISTINCT FROM (OLD.plan_id, OLD.cutoff_on, OLD.headcount, OLD.seats))
           OR NEW.attempt - OLD.attempt <> (
               OLD.status IN ({", ".join(f"'{one.value}'" for one in RETRIED)})
               AND NEW.status = 'entering')::int
        THEN
            RAISE EXCEPTION 'roster, seats and attempt of a round stay'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'roster_stays';
        END IF;
        RETURN NEW;
    """,
)
