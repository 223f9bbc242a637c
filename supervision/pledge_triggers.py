"""Walls in the database round pledges: their moves, their promises, their days."""

from __future__ import annotations

import pgtrigger

from audit.triggers import Trigger

# Tables are named with their schema: a temporary table of the same name hides nothing from us.
# The weights are summed where the promises stop changing; items lock the pledge against that move.
PLEDGE_MOVES_ONLY = Trigger(
    name="pledge_moves_only",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status"),
    func="""
        IF (OLD.status || '>' || NEW.status) NOT IN (
            'draft>discussed', 'discussed>draft', 'discussed>approved', 'approved>draft',
            'approved>signed', 'signed>in_progress', 'in_progress>scored', 'scored>in_progress'
        ) THEN
            RAISE EXCEPTION 'no such move: % to %', OLD.status, NEW.status
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_moves_only';
        END IF;
        IF OLD.status = 'draft' AND (
            SELECT sum(weight) FROM public.supervision_pledgeitem WHERE pledge_id = NEW.id
        ) IS DISTINCT FROM 100 THEN
            RAISE EXCEPTION 'weights do not sum to 100'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_weights_sum';
        END IF;
        IF NEW.status = 'scored' AND EXISTS (
            SELECT 1 FROM public.supervision_pledgeitem WHERE pledge_id = NEW.id AND score IS NULL
        ) THEN
            RAISE EXCEPTION 'a promise has no score'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_scores_whole';
        END IF;
        RETURN NEW;
    """,
)

# Whose pledge it is stays; one that has left the draft is not taken away.
PLEDGE_STAYS = Trigger(
    name="pledge_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.status <> 'draft' THEN
                RAISE EXCEPTION 'only a draft is discarded'
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_stays';
            END IF;
            RETURN OLD;
        END IF;
        IF (NEW.person_id, NEW.year, NEW.village_id, NEW.scope_path)
             IS DISTINCT FROM (OLD.person_id, OLD.year, OLD.village_id, OLD.scope_path)
           OR (OLD.status = 'scored' AND NEW.status = 'scored')
        THEN
            RAISE EXCEPTION 'a pledge keeps its person, year and place, and its score'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_stays';
        END IF;
        RETURN NEW;
    """,
)

# What is promised changes in the draft only, what is done and scored while the pledge runs only.
ITEM_IN_TIME = Trigger(
    name="pledge_item_in_time",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("state", "text"), ("of_year", "int"), ("wanted", "text[]")],
    func="""
        IF TG_OP = 'DELETE' THEN
            SELECT status INTO state FROM public.supervision_pledge
              WHERE id = OLD.pledge_id FOR SHARE;
            IF state IS DISTINCT FROM 'draft' THEN
                RAISE EXCEPTION 'a promise of a pledge that is % stays', state
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_in_time';
            END IF;
            RETURN OLD;
        END IF;
        wanted := ARRAY['signed', 'in_progress'];
        IF TG_OP = 'INSERT' THEN
            wanted := ARRAY['draft'];
        ELSIF (OLD.pledge_id, OLD.dimension, OLD.topic, OLD.promise, OLD.measure, OLD.weight,
               OLD.due_on, OLD.scope_path)
            IS DISTINCT FROM (NEW.pledge_id, NEW.dimension, NEW.topic, NEW.promise, NEW.measure,
               NEW.weight, NEW.due_on, NEW.scope_path) THEN
            wanted := CASE WHEN OLD.pledge_id = NEW.pledge_id THEN ARRAY['draft'] END;
        ELSIF (OLD.done_on, OLD.evidence, OLD.score)
            IS NOT DISTINCT FROM (NEW.done_on, NEW.evidence, NEW.score) THEN
            wanted := ARRAY['draft'];
        END IF;
        SELECT status, year INTO state, of_year FROM public.supervision_pledge
          WHERE id = NEW.pledge_id AND scope_path = NEW.scope_path FOR SHARE;
        IF state IS NULL OR wanted IS NULL OR state <> ALL (wanted)
           OR (state = 'draft' AND (NEW.done_on IS NOT NULL OR NEW.score IS NOT NULL)) THEN
            RAISE EXCEPTION 'not while the pledge is %', state
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_in_time';
        END IF;
        IF date_part('year', NEW.due_on) <> of_year THEN
            RAISE EXCEPTION 'due outside of the year'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'pledge_item_within_year';
        END IF;
        RETURN NEW;
    """,
)

# Nothing is noted of a pledge that does not run, nor of an item out of the writer's sight.
PROGRESS_WHILE_RUNNING = Trigger(
    name="progress_while_running",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        PERFORM 1 FROM public.supervision_pledge p
          JOIN public.supervision_pledgeitem i ON i.pledge_id = p.id
          WHERE i.id = NEW.item_id AND i.scope_path = NEW.scope_path
            AND p.status IN ('signed', 'in_progress') FOR SHARE OF p;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'progress of a pledge that does not run'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_while_running';
        END IF;
        RETURN NEW;
    """,
)

DUE_IN_FORCE = """
    SELECT coalesce(max(e.new_due_on), i.due_on) INTO due
    FROM public.supervision_pledgeitem i JOIN public.supervision_pledge p ON p.id = i.pledge_id
    LEFT JOIN public.supervision_extension e ON e.item_id = i.id AND e.status = 'granted'
    WHERE i.id = NEW.item_id AND i.scope_path = NEW.scope_path AND i.done_on IS NULL
      AND p.status IN ('signed', 'in_progress') GROUP BY i.id;
"""
# A pledge that was scored in the meantime does not take the question away.
DUE_WHILE_BOUND = DUE_IN_FORCE.replace("'in_progress')", "'in_progress', 'scored')")

# More time is asked from the day that is in force now, for a promise that is open; what was
# decided stays. The item is locked: two requests do not both start from the same day.
EXTENSION_IN_TIME = Trigger(
    name="extension_in_time",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("due", "date")],
    func="""
        IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.status <> 'asked'
            OR (OLD.item_id, OLD.scope_path, OLD.due_before, OLD.new_due_on, OLD.asked_on,
                OLD.asked_by_id, OLD.reason)
            IS DISTINCT FROM (NEW.item_id, NEW.scope_path, NEW.due_before, NEW.new_due_on,
                NEW.asked_on, NEW.asked_by_id, NEW.reason))) THEN
            RAISE EXCEPTION 'a request for more time stays as it was asked and decided'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_stays';
        END IF;
        PERFORM 1 FROM public.supervision_pledgeitem WHERE id = NEW.item_id FOR UPDATE;
        """
    + DUE_IN_FORCE
    + """
        IF due IS DISTINCT FROM NEW.due_before THEN
            RAISE EXCEPTION 'not the day in force, or nothing is open'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_in_time';
        END IF;
        RETURN NEW;
    """,
)

# A question is answered only where there is one: the day in force has passed, nothing is done. A
# second thought about an answer is given whenever it comes, to the question that was asked.
ANSWER_OF_OVERDUE = Trigger(
    name="answer_of_overdue",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("due", "date")],
    func="""
        PERFORM 1 FROM public.supervision_pledgeitem WHERE id = NEW.item_id FOR UPDATE;
        IF NEW.supersedes_id IS NULL THEN
        """  # noqa: S608 -- constants only
    + DUE_WHILE_BOUND
    + """
        ELSE
            SELECT a.due_on INTO due FROM public.supervision_overdueanswer a
              WHERE a.id = NEW.supersedes_id AND a.item_id = NEW.item_id
                AND a.scope_path = NEW.scope_path;
        END IF;
        IF due IS DISTINCT FROM NEW.due_on OR NEW.answered_on <= due THEN
            RAISE EXCEPTION 'the promise is not overdue'
              USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_of_overdue';
        END IF;
        RETURN NEW;
    """,
)
