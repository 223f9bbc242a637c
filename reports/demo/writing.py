"""Write many rows at once: COPY, with all triggers, numbers given beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)


def take_numbers(model: type[models.Model], count: int) -> range:
    """Take the next so many numbers of a table's sequence."""
    if not count:
        return range(0)
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
        first = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, first + count - 1]
        )
    return range(first, first + count)


def write(objects: Sequence[M]) -> Sequence[M]:
    """Copy new rows of one model into its table, with numbers of its sequence."""
    if not objects:
        return objects
    model = type(objects[0])
    if isinstance(model._meta.pk, models.AutoField):
        for number, row in zip(take_numbers(model, len(objects)), objects, strict=True):
            row.pk = number
    columns = _columns(model)
    names = ", ".join(f'"{column.column}"' for column in columns)
    # The owner bypasses row security; under it COPY would be refused (architecture.md).
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in objects:
            copy.write_row(_values(row, columns))
    return objects


def run_many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """Run one statement for many rows."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def analyze(*tables: type[models.Model]) -> None:
    """Tell the planner what has just been written: autovacuum cannot see it yet."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """List the columns that we fill; the database fills the others itself."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.db_default is NOT_PROVIDED and not field.generated
    ]


def _values(row: models.Model, columns: list[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns]
