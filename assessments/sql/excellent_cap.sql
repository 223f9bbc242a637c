-- Townships and years with more 优秀 than a fifth of the cadres in office (ASSESS-EXCELLENT-CAP).
-- Counted from the grades in force and the frozen roster, apart from the program and from the stored seats. No row is right.
SELECT
    r.id AS round,
    d.name AS township,
    r.year,
    count(*) FILTER (WHERE e.in_base) AS in_office,
    floor(count(*) FILTER (WHERE e.in_base) * 0.20)::int AS seats,
    count(*) FILTER (WHERE g.grade = 'excellent') AS excellent
FROM assessments_round r
JOIN accounts_division d ON d.id = r.township_id
JOIN assessments_entry e ON e.round_id = r.id AND e.on_roster
LEFT JOIN assessments_grade g ON g.entry_id = e.id AND g.attempt = r.attempt
    AND NOT EXISTS (
        SELECT 1 FROM assessments_grade l
        WHERE l.entry_id = g.entry_id AND l.attempt = g.attempt AND l.revision > g.revision
    )
GROUP BY r.id, d.name, r.year
HAVING count(*) FILTER (WHERE g.grade = 'excellent')
    > floor(count(*) FILTER (WHERE e.in_base) * 0.20)
ORDER BY r.year, d.name;
