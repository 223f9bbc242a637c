"""Compare rows as they stand with the last row of their field history."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from audit.finding import Finding

# `live` and `last` meet on the primary key. A row nobody touched behind the triggers equals its
# last history row; a row that is gone has “delete” as its last.
DIFFERENCES = """
WITH last AS (
    SELECT DISTINCT ON (pgh_obj_id) * FROM {history} ORDER BY pgh_obj_id, pgh_id DESC
)
SELECT coalesce(live.{pk}, last.pgh_obj_id)::text,
       CASE WHEN last.pgh_obj_id IS NULL THEN 'no_history'
            WHEN live.{pk} IS NULL THEN 'vanished'
            WHEN last.pgh_label = 'delete' THEN 'reappeared'
            ELSE 'changed' END,
       array_remove(ARRAY[{columns}]::text[], NULL)
FROM {table} live FULL JOIN last ON live.{pk} = last.pgh_obj_id
WHERE (live.{pk} IS NULL AND last.pgh_label <> 'delete')
   OR last.pgh_obj_id IS NULL
   OR (live.{pk} IS NOT NULL AND (last.pgh_label = 'delete' OR {differ}))
ORDER BY 1
"""

TEXTS = {
    "no_history": "没有字段历史，是绕过触发器写入的",
    "vanished": "已不存在，而字段历史里没有删除，是绕过触发器删除的",
    "reappeared": "字段历史里已删除，现在又有，是绕过触发器写入的",
    "changed": "与字段历史的最后一条不同",
}

DISABLED = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled <> 'O' ORDER BY 1, 2
"""


def histories() -> Iterator[type[models.Model]]:
    """Give the history model of every tracked model."""
    for model in apps.get_models():
        if getattr(model, "pgh_tracked_model", None) and not model._meta.proxy:
            yield model


def differences(history: type[models.Model]) -> list[Finding]:
    """List the rows of the tracked table that their history does not account for."""
    table = history.pgh_tracked_model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(_query(history))
        return [
            Finding(kind, table, pk, _text(kind, columns), tuple(columns if live(kind) else ()))
            for pk, kind, columns in cursor.fetchall()
        ]


def disabled_triggers() -> list[Finding]:
    """List triggers that somebody has switched off."""
    with connection.cursor() as cursor:
        cursor.execute(DISABLED)
        return [
            Finding("disabled", table, name, "触发器被停用") for table, name in cursor.fetchall()
        ]


def live(kind: str) -> bool:
    """True where both the row and its history exist, so that columns can be told apart."""
    return kind == "changed"


def _query(history: type[models.Model]) -> str:
    tracked = history.pgh_tracked_model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    columns = [
        str(field.column)
        for field in history._meta.concrete_fields
        if not field.name.startswith("pgh_")
    ]
    unequal = [f"live.{quote(name)} IS DISTINCT FROM last.{quote(name)}" for name in columns]
    cases = [
        f"CASE WHEN {test} THEN '{name}' END" for name, test in zip(columns, unequal, strict=True)
    ]
    return DIFFERENCES.format(
        history=quote(history._meta.db_table),
        table=quote(tracked._meta.db_table),
        pk=quote(tracked._meta.pk.column),
        columns=", ".join(cases),
        differ=f"({' OR '.join(unequal)})",
    )


def _text(kind: str, columns: list[str]) -> str:
    return TEXTS[kind] + (f"：{'、'.join(columns)}" if live(kind) else "")
