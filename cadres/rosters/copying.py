"""Write many rows at once under row security: COPY into a table of the transaction's own, then in.

COPY itself is refused where row security applies; an INSERT … SELECT obeys its policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=models.Model)
STAGE = "cadres_incoming"


def write_all(objects: Sequence[M]) -> Sequence[M]:
    """Insert new rows of one model, numbered beforehand; triggers and policies see each."""
    if not objects:
        return objects
    model = type(objects[0])
    for number, row in zip(_numbers(model, len(objects)), objects, strict=True):
        row.pk = number
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.db_default is NOT_PROVIDED and not field.generated
    ]
    rows = ([_value(field, row) for field in fields] for row in objects)
    _through_stage(model._meta.db_table, [str(field.column) for field in fields], rows)
    return objects


def update_all(model: type[models.Model], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Set these columns of rows of one model: each row is (pk, value, …), as the model holds it.

    A column that is not named keeps what it has, an encrypted one its very ciphertext.
    """
    fields = [model._meta.get_field(name) for name in columns]
    given = [
        [pk, *(_prepared(field, value) for field, value in zip(fields, values, strict=True))]
        for pk, *values in rows
    ]
    if not given:
        return
    table, key = model._meta.db_table, str(model._meta.pk.column)
    names = [str(field.column) for field in fields]  # type: ignore[union-attr]
    _stage(table, [key, *names], given)
    sets = ", ".join(f'"{name}" = stage."{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET {sets} FROM {STAGE} stage'  # noqa: S608 (names are the model's)
            f' WHERE "{table}"."{key}" = stage."{key}"'
        )
        if cursor.rowcount != len(given):
            raise RuntimeError(f"{table}: {len(given)} rows to change, {cursor.rowcount} found")
        cursor.execute(f"DROP TABLE {STAGE}")


def _through_stage(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    _stage(table, names, rows)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {STAGE}'  # noqa: S608
        )
        cursor.execute(f"DROP TABLE {STAGE}")


def _stage(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGE} ON COMMIT DROP AS"  # noqa: S608
            f' SELECT {listed} FROM "{table}" WITH NO DATA'
        )
        with cursor.copy(f"COPY {STAGE} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _numbers(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _value(field: Any, row: models.Model) -> Any:
    return _prepared(field, getattr(row, field.attname))


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
