"""Verify the chain of events: every event has its place, and nothing in it was touched."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from audit.finding import Finding
from audit.heads import Head

# One pass over links and events in one statement, hence in one snapshot: an event and its link
# are committed together, so that a log-in in this very moment raises no alarm.
BROKEN = """
WITH chain AS (
    SELECT l.seq, l.event_id, e.id, e.name, e.actor, l.hash, l.previous,
           lag(l.seq, 1, 0::bigint) OVER seqs AS seq_before,
           lag(l.hash, 1, '') OVER seqs AS hash_before,
           audit_digest(l.previous, e) AS digest
    FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
    WINDOW seqs AS (ORDER BY l.seq)
), broken AS (
    SELECT 'deleted' AS kind, seq, event_id, name, actor FROM chain WHERE id IS NULL
    UNION ALL
    SELECT 'edited', seq, event_id, name, actor FROM chain WHERE id IS NOT NULL AND digest <> hash
    UNION ALL
    SELECT 'gap', seq, event_id, name, actor FROM chain WHERE seq <> seq_before + 1
    UNION ALL
    SELECT 'reordered', seq, event_id, name, actor FROM chain
    WHERE seq = seq_before + 1 AND previous <> hash_before
    UNION ALL
    SELECT 'unlinked', NULL, e.id, e.name, e.actor FROM audit_event e
    WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)
)
SELECT kind, seq, event_id, coalesce(name, ''), coalesce(actor, '') FROM broken
ORDER BY seq NULLS LAST, event_id
"""

HEADS = """
SELECT head.seq, l.hash
FROM unnest(%s::bigint[], %s::text[]) AS head (seq, hash)
LEFT JOIN audit_link l ON l.seq = head.seq
WHERE l.hash IS DISTINCT FROM head.hash
ORDER BY head.seq
"""

TEXTS = {
    "deleted": "链上第 {seq} 环所指的记录已不存在，被删除",
    "edited": "内容与链上第 {seq} 环的哈希不符，被改动（{name}，{actor}）",
    "gap": "链上第 {seq} 环之前缺少环节，有记录连同环节被删除",
    "reordered": "链上第 {seq} 环与前一环不衔接，次序被改动（{name}，{actor}）",
    "unlinked": "不在链上，是绕过触发器写入的（{name}，{actor}）",
}


def broken_links() -> list[Finding]:
    """List events that were edited, deleted, moved, slipped in, or have no place in the chain."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return [
            Finding(
                kind,
                "audit_event",
                str(event_id),
                TEXTS[kind].format(seq=seq, name=name, actor=actor),
            )
            for kind, seq, event_id, name, actor in cursor.fetchall()
        ]


def lost_heads(heads: Iterable[Head]) -> list[Finding]:
    """List the heads once noted outside that the chain no longer has."""
    noted = list(heads)
    with connection.cursor() as cursor:
        cursor.execute(HEADS, [[head.seq for head in noted], [head.hash for head in noted]])
        return [_lost(seq, found) for seq, found in cursor.fetchall()]


def _lost(seq: int, found: str | None) -> Finding:
    if found is None:
        text = f"库外留存过第 {seq} 环，链上已没有，链尾被截去"
        return Finding("truncated", "audit_link", str(seq), text)
    text = f"第 {seq} 环的哈希与库外留存的不同，链被重写"
    return Finding("rewritten", "audit_link", str(seq), text)


def head() -> Head | None:
    """Give the last link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash, now() FROM audit_link ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return Head(row[0], row[1], row[2].isoformat()) if row else None
