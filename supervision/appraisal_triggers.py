"""Walls in the database round an appraisal: its moves, its counts, and results that stay."""

from __future__ import annotations

import pgtrigger

from audit.triggers import Trigger

NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]

# The only moves there are (appraisal_states.APPRAISAL_MOVES); raw SQL cannot take another.
APPRAISAL_MOVES_ONLY = Trigger(
    name="appraisal_moves_only",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status"),
    func="""
        IF (OLD.status || '>' || NEW.status) NOT IN (
            'noticed>held', 'held>submitted', 'submitted>held', 'submitted>announced',
            'announced>held'
        ) THEN
            RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_moves_only';
        END IF;
        RETURN NEW;
    """,
)

# The notice stays once the meeting was held, the meeting once its ballots were handed on; which
# results are in force moves by one, and only where results are announced.
APPRAISAL_STAYS = Trigger(
    name="appraisal_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF (NEW.village_id, NEW.scope_path, NEW.year, NEW.number)
             IS DISTINCT FROM (OLD.village_id, OLD.scope_path, OLD.year, OLD.number)
           OR (OLD.status <> 'noticed' AND
               (NEW.noticed_on, NEW.planned_on, NEW.place, NEW.notice)
                 IS DISTINCT FROM (OLD.noticed_on, OLD.planned_on, OLD.place, OLD.notice))
           OR (OLD.status IN ('submitted', 'announced') AND
               (NEW.held_on, NEW.host, NEW.assembly, NEW.expected, NEW.present, NEW.handed_out,
                NEW.returned)
                 IS DISTINCT FROM (OLD.held_on, OLD.host, OLD.assembly, OLD.expected, OLD.present,
                                   OLD.handed_out, OLD.returned))
           OR NEW.revision - OLD.revision NOT IN (0, 1)
           OR (NEW.revision <> OLD.revision AND NEW.status <> 'announced')
           OR (NEW.revision = OLD.revision
               AND OLD.status = 'submitted' AND NEW.status = 'announced')
        THEN
            RAISE EXCEPTION 'notice, meeting and results of an appraisal stay'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_stays';
        END IF;
        RETURN NEW;
    """,
)

# Whoever hands an appraisal on has everybody's ballots, and nobody has more than came back.
BALLOTS_COMPLETE = Trigger(
    name="ballots_complete",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("NEW.status = 'submitted'"),
    func="""
        IF EXISTS (
            SELECT 1 FROM public.supervision_appraised a WHERE a.appraisal_id = NEW.id
              AND (a.competent + a.incompetent <= NEW.returned) IS NOT TRUE
        ) THEN
            RAISE EXCEPTION 'ballots are missing, or more than came back'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'ballots_complete';
        END IF;
        RETURN NEW;
    """,
)

APPRAISAL_KEPT = Trigger(
    name="appraisal_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func="""
        RAISE EXCEPTION 'an appraisal is not deleted'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'appraisal_kept';
    """,
)

# Locked against a change of status, so that no ballot slips in behind a submission.
ONLY_WHILE_HELD = Trigger(
    name="only_while_held",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("state", "text")],
    func="""
        IF TG_OP = 'UPDATE' AND OLD.appraisal_id <> NEW.appraisal_id THEN
            RAISE EXCEPTION 'ballots stay with their appraisal'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'only_while_held';
        END IF;
        IF TG_OP = 'DELETE' THEN
            SELECT status INTO state FROM public.supervision_appraisal
              WHERE id = OLD.appraisal_id FOR SHARE;
        ELSE
            SELECT status INTO state FROM public.supervision_appraisal
              WHERE id = NEW.appraisal_id AND scope_path = NEW.scope_path FOR SHARE;
        END IF;
        IF state IS DISTINCT FROM 'held' THEN
            RAISE EXCEPTION 'ballots of this appraisal are not being entered: %', state
              USING ERRCODE = 'check_violation', CONSTRAINT = 'only_while_held';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    """,
)

# Results come as the next revision of what was handed on or announced, in its own division.
RESULTS_IN_TURN = Trigger(
    name="results_in_turn",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=NEW_ROWS,
    func="""
        PERFORM 1 FROM public.supervision_appraisal
          WHERE id IN (SELECT appraisal_id FROM new_rows) ORDER BY id FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM new_rows n
            LEFT JOIN public.supervision_appraisal a
              ON a.id = n.appraisal_id AND a.scope_path = n.scope_path
            LEFT JOIN public.supervision_appraised p
              ON p.id = n.appraised_id AND p.appraisal_id = n.appraisal_id
            WHERE a.id IS NULL OR p.id IS NULL OR a.status NOT IN ('submitted', 'announced')
               OR n.revision <> a.revision + 1 OR n.returned <> a.returned
               OR (n.competent, n.incompetent) IS DISTINCT FROM (p.competent, p.incompetent)
        ) THEN
            RAISE EXCEPTION 'result out of turn'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'results_in_turn';
        END IF;
        RETURN NULL;
    """,
)
