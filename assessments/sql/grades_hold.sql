-- Grades in force that break a rule, apart from the program: one row a breach, no row is right.
-- Counted from the frozen roster, the results entered, the measures and the stored decisions. All
-- rounds that a committee has decided, or those named in app.rounds (ids with commas between).
-- The fifth, the six months and the team gate are the article's own and the city's own figures.
WITH decided AS (
    SELECT r.*, d.name AS township
    FROM assessments_round r
    JOIN accounts_division d ON d.id = r.township_id
    WHERE r.status NOT IN ('entering', 'submitted')
      AND (nullif(current_setting('app.rounds', true), '') IS NULL
           OR r.id = ANY (string_to_array(current_setting('app.rounds', true), ',')::bigint[]))
),
-- In force is the round's own attempt, each in its last revision.
last_revision AS (
    SELECT g.entry_id, g.attempt, max(g.revision) AS revision
    FROM assessments_grade g
    GROUP BY g.entry_id, g.attempt
),
held AS (
    SELECT
        g.id, g.round_id, g.entry_id, g.grade, g.barred, g.deviates, g.chosen, g.revision,
        g.decision_id, p.composite_exact::text AS exact, p.decision_id AS proposed_by
    FROM assessments_grade g
    JOIN decided r ON r.id = g.round_id AND r.attempt = g.attempt
    JOIN last_revision l
      ON l.entry_id = g.entry_id AND l.attempt = g.attempt AND l.revision = g.revision
    JOIN assessments_proposal p ON p.id = g.proposal_id
),
listed AS (
    SELECT e.*, r.year, r.township FROM assessments_entry e JOIN decided r ON r.id = e.round_id
),
-- A team has one result a year, entered by the township it lies in.
team AS (
    SELECT o.year, t.village_id, min(t.result) FILTER (WHERE t.result IN ('fair', 'poor')) AS bad,
           count(*) AS results
    FROM assessments_teamresult t JOIN assessments_round o ON o.id = t.round_id
    GROUP BY o.year, t.village_id
),
scored AS (
    SELECT
        h.entry_id,
        (f ->> 'report_rating')::numeric * pl.report_share / 100
            + (f ->> 'target_score')::numeric * pl.target_share / 100 AS composite
    FROM held h
    JOIN decided r ON r.id = h.round_id
    JOIN assessments_plan pl ON pl.id = r.plan_id
    JOIN rulebook_decision d ON d.id = h.proposed_by
    JOIN rulebook_factsnapshot s ON s.id = d.facts_id
    JOIN LATERAL jsonb_array_elements(s.body -> 'rows') f ON f ->> 'id' = h.entry_id::text
    WHERE h.exact <> ''
)
SELECT 'cap' AS check, r.id AS round, NULL::bigint AS entry,
       format('优秀 %s 人，基数 %s 人，名额 %s 个', x.top, x.base, floor(x.base * 0.20)) AS said
FROM decided r
CROSS JOIN LATERAL (
    SELECT
        (SELECT count(*) FROM held h WHERE h.round_id = r.id AND h.grade = 'excellent') AS top,
        (SELECT count(*) FROM listed e
         WHERE e.round_id = r.id AND e.in_base AND e.on_roster) AS base
) x
WHERE x.top > floor(x.base * 0.20) OR x.top > r.seats
UNION ALL
SELECT 'team', e.round_id, e.id, format('%s为主干，班子一般及以下或没有结果，定为优秀', e.name)
FROM held h
JOIN listed e ON e.id = h.entry_id
LEFT JOIN team t
  ON t.year = e.year AND t.village_id = coalesce(e.team_village_id, e.village_id)
WHERE h.grade = 'excellent' AND e.is_principal AND (t.results IS NULL OR t.bad IS NOT NULL)
UNION ALL
SELECT 'measure', e.round_id, e.id, format('%s %s受%s，定为优秀', e.name, m.taken_on, m.title)
FROM held h
JOIN listed e ON e.id = h.entry_id
JOIN rulebook_decision d ON d.id = h.decision_id
JOIN cadres_measure m ON m.person_id = e.person_id
WHERE h.grade = 'excellent' AND extract(year FROM m.taken_on) = e.year
  AND m.taken_on <= d.decided_on
  AND (m.withdrawn_on IS NULL OR m.withdrawn_on > d.decided_on)
UNION ALL
SELECT 'months', e.round_id, e.id, format('%s任职 %s 个整月，定了等次', e.name, e.months)
FROM held h JOIN listed e ON e.id = h.entry_id
WHERE h.grade <> 'none' AND (e.months < 6 OR e.excused <> '')
UNION ALL
SELECT 'four_eyes', r.id, NULL, '提交和审定是同一人'
FROM decided r WHERE r.prepared_by_id IS NULL OR r.prepared_by_id = r.decided_by_id
UNION ALL
SELECT DISTINCT 'four_eyes', h.round_id, NULL::bigint, '决定的提出和审定是同一人'
FROM held h JOIN rulebook_decision d ON d.id = h.decision_id
WHERE d.prepared_by_id = d.decided_by_id
UNION ALL
SELECT 'once', e.round_id, e.id, format('%s在名册上，没有审定的等次', e.name)
FROM listed e LEFT JOIN held h ON h.entry_id = e.id
WHERE e.on_roster AND h.id IS NULL
UNION ALL
SELECT 'once', h.round_id, h.entry_id, format('有 %s 个有效的等次', count(*))
FROM held h GROUP BY h.round_id, h.entry_id HAVING count(*) > 1
UNION ALL
SELECT 'once', h.round_id, h.entry_id, '不在名册上，有等次'
FROM held h LEFT JOIN listed e ON e.id = h.entry_id AND e.round_id = h.round_id AND e.on_roster
WHERE e.id IS NULL
UNION ALL
SELECT 'decision', h.round_id, h.entry_id, '等次没有对应的党委会决定'
FROM held h
JOIN decided r ON r.id = h.round_id
JOIN rulebook_decision d ON d.id = h.decision_id
WHERE d.decided_by_id IS NULL OR d.decided_on IS NULL OR d.minutes = ''
   OR (h.revision = 0 AND h.decision_id IS DISTINCT FROM r.decision_id)
UNION ALL
SELECT 'composite', h.round_id, h.entry_id,
       format('综合分存为 %s，按票和分重算为 %s', h.exact, s.composite)
FROM held h JOIN scored s ON s.entry_id = h.entry_id
WHERE s.composite IS DISTINCT FROM h.exact::numeric
UNION ALL
SELECT 'order', low.round_id, low.entry_id,
       format('综合 %s 没有评优，低于他的 %s 评了优秀', out.composite, low.composite)
FROM (SELECT h.*, s.composite FROM held h JOIN scored s ON s.entry_id = h.entry_id) low
JOIN (SELECT h.*, s.composite FROM held h JOIN scored s ON s.entry_id = h.entry_id) out
  ON out.round_id = low.round_id AND out.composite > low.composite
WHERE low.grade = 'excellent' AND NOT low.deviates AND low.revision = 0
  AND out.grade NOT IN ('excellent', 'none') AND NOT out.barred
  AND NOT out.deviates AND out.revision = 0
ORDER BY 2, 1, 3;
