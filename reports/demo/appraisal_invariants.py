"""What must hold of the demo city's appraisals, each told in a sentence where it does not."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

# Sentence: how many rows break it.
CHECKS = {
    "民主评议有 {} 行的区划路径不对。": """
        SELECT count(*) FROM supervision_appraisal a
          JOIN accounts_division d ON d.id = a.village_id
          WHERE a.scope_path <> d.path OR d.level <> 5""",
    "评议对象和评议结果有 {} 行的区划路径不对。": """
        SELECT (SELECT count(*) FROM supervision_appraised p JOIN supervision_appraisal a
                  ON a.id = p.appraisal_id WHERE p.scope_path <> a.scope_path)
             + (SELECT count(*) FROM supervision_appraisalresult r JOIN supervision_appraisal a
                  ON a.id = r.appraisal_id WHERE r.scope_path <> a.scope_path)""",
    "已公布的民主评议有 {} 人没有结果。": """
        SELECT count(*) FROM supervision_appraised p
          JOIN supervision_appraisal a ON a.id = p.appraisal_id
          WHERE a.status = 'announced' AND NOT EXISTS (
            SELECT 1 FROM supervision_appraisalresult r
              WHERE r.appraised_id = p.id AND r.revision = a.revision)""",
    "民主评议有 {} 人的票数多于收回的票。": """
        SELECT count(*) FROM supervision_appraised p
          JOIN supervision_appraisal a ON a.id = p.appraisal_id
          WHERE p.competent + p.incompetent > a.returned""",
    "评议结果有 {} 条与票数过半不符。": """
        SELECT count(*) FROM supervision_appraisalresult
          WHERE verdict IN ('competent', 'incompetent')
            AND (verdict = 'incompetent') <> (incompetent * 2 > returned)""",
    "连续不称职有 {} 条没有前一次不称职。": """
        SELECT count(*) FROM supervision_appraisalresult r
          JOIN supervision_appraised p ON p.id = r.appraised_id
          JOIN supervision_appraisal a ON a.id = r.appraisal_id
          WHERE r.run AND NOT EXISTS (
            SELECT 1 FROM supervision_appraisalresult f
              JOIN supervision_appraised q ON q.id = f.appraised_id
              JOIN supervision_appraisal b ON b.id = f.appraisal_id
              WHERE q.person_id = p.person_id AND b.village_id = a.village_id
                AND b.held_on < a.held_on AND f.verdict = 'incompetent')""",
    "民主评议在 {} 个村没有按期告知或间隔不足而作了结论。": """
        SELECT count(*) FROM supervision_appraisal a
          WHERE a.standing = 'counts' AND (a.held_on - a.noticed_on < 10 OR EXISTS (
            SELECT 1 FROM supervision_appraisal b WHERE b.village_id = a.village_id
              AND b.held_on < a.held_on AND b.held_on + interval '6 months' > a.held_on))""",
}
SHOWN = """SELECT count(*) FILTER (WHERE run), count(*) FILTER (WHERE verdict = 'unknown')
  FROM supervision_appraisalresult"""


def broken() -> Iterator[str]:
    """Give a sentence for everything that is not as it must be."""
    with connection.cursor() as cursor:
        for sentence, sql in CHECKS.items():
            cursor.execute(sql)
            if wrong := int(cursor.fetchone()[0]):
                yield sentence.format(wrong)
        cursor.execute(SHOWN)
        runs, unsettled = cursor.fetchone()
    if not runs:
        yield "没有一人民主评议连续不称职待核实。"
    if not unsettled:
        yield "没有一次民主评议待乡镇认定是否计入。"
