"""Second wall: PostgreSQL itself shows a row only to whoever's range holds its scope path."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

# Sub-selects are evaluated once a statement, not once a row. The coalesce keeps the planner from
# taking two unknown bounds for a range that holds next to nothing: it would then fetch a whole
# city row by row through an index. What narrows a query by index is `visible_to`, the first wall.
LO = "(SELECT current_setting('app.lo', true))"
HI = "(SELECT current_setting('app.hi', true))"
WITHIN = f"scope_path >= {LO} AND scope_path < {HI}"
INSIDE = f"coalesce({WITHIN}, false)"
# A row of a division above the reader's: its path is the beginning of the reader's own.
ABOVE = f"{HI} <> '' AND left({LO}, length(scope_path)) = scope_path"


class RowSecurity(RunSQL):
    """Put the wall on a table; `inherited` also shows rows set by the divisions above."""

    def __init__(self, table: str, *, inherited: bool = False) -> None:
        above = (
            f'CREATE POLICY read_from_above ON "{table}" FOR SELECT'
            f" USING (coalesce({ABOVE}, false));"
        )
        super().__init__(
            sql=(
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'
                f'CREATE POLICY in_scope ON "{table}" FOR ALL'
                f" USING ({INSIDE}) WITH CHECK ({INSIDE});" + (above if inherited else "")
            ),
            reverse_sql=(
                f'DROP POLICY in_scope ON "{table}";'
                f'DROP POLICY IF EXISTS read_from_above ON "{table}";'
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;'
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;'
            ),
            elidable=False,
        )
