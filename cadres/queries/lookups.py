"""Two comparisons that Django does not have, known as soon as this module is."""

from __future__ import annotations

from typing import Any

from django.db.models import BigAutoField, CharField, ForeignKey, Lookup


@CharField.register_lookup
class Like(Lookup):
    """Compare with a pattern of our own making; `contains` would escape its marks."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", (*left_params, *right_params)


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """Compare with thousands of keys as one array; IN would send each as a parameter."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        # Of the column's own type: only such an array is hashed, others are walked for each row.
        return f"{left} = ANY(%s::bigint[])", (*params, list(self.rhs))
