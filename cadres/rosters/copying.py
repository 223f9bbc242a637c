"""Write many rows at once under row security: COPY into a table of the transaction's own, then in.

COPY itself is refused where row security applies; an INSERT … SELECT obeys its policies. Rows are
given as values by column, without a model instance each: at twelve thousand that is felt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from accounts.encryption import EncryptedTextField

STAGE = "cadres_incoming"
# What the database takes as it is; every other kind of field prepares its values itself.
PLAIN = (
    models.CharField,
    models.DateField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
)


def write_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert new rows given by column (`unit_id`, not `unit`); give their ids in this order.

    Columns that are not named get the field's default. Triggers and policies see each row.
    """
    if not rows:
        return []
    key = model._meta.pk.attname
    fields = _fields(model)
    given = {key, *(name for row in rows for name in row)}
    if unknown := given - fields.keys():
        raise TypeError(f"{model._meta.label} has no columns {sorted(unknown)}")
    numbers = _numbers(model, len(rows))
    makers = [
        (name, _preparer(field), None if name == key else field.get_default())
        for name, field in fields.items()
        if name in given
    ]
    numbered = (row | {key: number} for row, number in zip(map(dict, rows), numbers, strict=True))
    copied = [str(fields[name].column) for name, _, _ in makers]
    table = model._meta.db_table
    _stage(
        table,
        copied,
        ([make(row.get(name, default)) for name, make, default in makers] for row in numbered),
    )
    _take_over(table, copied, [field for name, field in fields.items() if name not in given])
    return numbers


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Set these columns of rows of one model: each row is (pk, value, …), as the model holds it.

    A column that is not named keeps what it has, an encrypted one its very ciphertext.
    """
    fields = [model._meta.get_field(name) for name in columns]
    makers = [_preparer(field) for field in fields]
    given = [
        [pk, *(make(value) for make, value in zip(makers, values, strict=True))]
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


class OneOf(models.Lookup):
    """`field__one_of=[…]`: one array instead of thousands of parameters."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, list(self.rhs))


models.Field.register_lookup(OneOf)
models.ForeignKey.register_lookup(OneOf)


def _fields(model: type[models.Model]) -> dict[str, Any]:
    """Give the columns that we fill, by attribute; the database fills the others itself."""
    return {
        field.attname: field
        for field in model._meta.concrete_fields
        if field.db_default is NOT_PROVIDED and not field.generated
    }


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


def _take_over(table: str, names: Sequence[str], same: Sequence[Any]) -> None:
    """Insert what was staged; columns that stay at their default are said once for all rows."""
    listed = ", ".join(f'"{name}"' for name in names)
    into = ", ".join(f'"{name}"' for name in (*names, *(field.column for field in same)))
    values = "".join(f", %s::{field.db_type(connection)}" for field in same)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({into}) SELECT {listed}{values} FROM {STAGE}',  # noqa: S608
            [_preparer(field)(field.get_default()) for field in same],
        )
        cursor.execute(f"DROP TABLE {STAGE}")


def _numbers(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _preparer(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, EncryptedTextField):
        return field.get_prep_value
    if isinstance(field, models.CharField):
        return _text
    if isinstance(field, ArrayField):
        return _codes
    if isinstance(field, PLAIN):
        return _as_it_is
    return lambda value: field.get_db_prep_save(value, connection)


def _text(value: Any) -> Any:
    """Turn a choice into the text it stands for: psycopg would write the name of an enum."""
    return value if type(value) is str else str(value)


def _codes(values: list[str]) -> str:
    """Write an array of codes as PostgreSQL does: our codes are plain words."""
    return f"{{{','.join(values)}}}"


def _as_it_is(value: Any) -> Any:
    return value
