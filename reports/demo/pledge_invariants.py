"""What must be true of the pledges of a demo city: whole weights, days in order, open questions."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from reports.demo.cast import SHOWCASE

MUST_BE_NONE = {
    "份承诺已过起草而权重合计不是 100": """
SELECT count(*) FROM (SELECT p.id FROM supervision_pledge p
  LEFT JOIN supervision_pledgeitem i ON i.pledge_id = p.id WHERE p.status <> 'draft'
  GROUP BY p.id HAVING coalesce(sum(i.weight), 0) <> 100) AS wrong""",
    "份延期在期限以后申请或批准": """
SELECT count(*) FROM supervision_extension
  WHERE asked_on > due_before OR decided_on > due_before""",
    "份延期不是从当时的期限起": """
SELECT count(*) FROM supervision_extension e JOIN supervision_pledgeitem i ON i.id = e.item_id
  WHERE e.due_before < i.due_on OR e.new_due_on <= e.due_before""",
    "份承诺由起草的人批准": """
SELECT count(*) FROM supervision_pledge WHERE approved_by_id IN (drafted_by_id, discussed_by_id)""",
    "项承诺的期限不在当年": """
SELECT count(*) FROM supervision_pledgeitem i JOIN supervision_pledge p ON p.id = i.pledge_id
  WHERE date_part('year', i.due_on) <> p.year""",
    "份承诺的区划路径不是所在乡镇": """
SELECT count(*) FROM supervision_pledge p JOIN accounts_division d ON d.id = p.village_id
  WHERE d.level <> 5 OR left(d.path, length(p.scope_path)) <> p.scope_path""",
    "项答复所答的事项没有逾期": """
SELECT count(*) FROM supervision_overdueanswer a JOIN supervision_pledgeitem i ON i.id = a.item_id
  WHERE i.done_on IS NOT NULL OR a.answered_on <= a.due_on""",
}
MUST_BE_SOME = {
    "起草中的承诺": "p.status = 'draft'",
    "等待批准的承诺": "p.status = 'discussed'",
    "等待确认的评分": "p.status = 'in_progress' AND p.scored_on IS NOT NULL",
    "等待批准的延期": """EXISTS (SELECT 1 FROM supervision_pledgeitem i
      JOIN supervision_extension e ON e.item_id = i.id
      WHERE i.pledge_id = p.id AND e.status = 'asked')""",
    "没有答复的逾期": """EXISTS (SELECT 1 FROM supervision_pledgeitem i
      LEFT JOIN supervision_overdueanswer a ON a.item_id = i.id
      WHERE i.pledge_id = p.id AND p.signed_on IS NOT NULL AND i.done_on IS NULL
        AND i.due_on < '2018-12-01' AND a.id IS NULL)""",
}
IN_SHOWCASE = """
SELECT count(*) FROM supervision_pledge p JOIN accounts_division d ON d.path = p.scope_path
  WHERE d.name = %s AND """


def broken() -> Iterator[str]:
    """Give a sentence for everything about the pledges that is not as it must be."""
    with connection.cursor() as cursor:
        for what, sql in MUST_BE_NONE.items():
            cursor.execute(sql)
            if wrong := cursor.fetchone()[0]:
                yield f"有 {wrong} {what}。"
        for what, condition in MUST_BE_SOME.items():
            cursor.execute(IN_SHOWCASE + condition, [SHOWCASE])
            if not cursor.fetchone()[0]:
                yield f"{SHOWCASE}没有{what}。"
