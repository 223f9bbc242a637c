"""Second wall: PostgreSQL itself shows a row only to whoever's range holds its scope path."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

LO = "current_setting('app.lo', true)"
HI = "current_setting('app.hi', true)"
INSIDE = f"scope_path >= {LO} AND scope_path < {HI}"
# A row of a division above the reader's: its path is the beginning of the reader's own.
ABOVE = f"({HI} <> '' AND left({LO}, length(scope_path)) = scope_path)"


class RowSecurity(RunSQL):
    """Put the wall on a table; `inherited` also shows rows set by the divisions above."""

    def __init__(self, table: str, *, inherited: bool = False) -> None:
        readable = f"({INSIDE}) OR {ABOVE}" if inherited else INSIDE
        super().__init__(
            sql=(
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'
                f'CREATE POLICY read_in_scope ON "{table}" FOR SELECT USING ({readable});'
                f'CREATE POLICY write_in_scope ON "{table}" FOR ALL'
                f" USING ({INSIDE}) WITH CHECK ({INSIDE});"
            ),
            reverse_sql=(
                f'DROP POLICY read_in_scope ON "{table}";'
                f'DROP POLICY write_in_scope ON "{table}";'
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;'
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;'
            ),
            elidable=False,
        )
