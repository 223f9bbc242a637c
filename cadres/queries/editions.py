"""From which edition of a file somebody works, and what others changed in it since then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Max, Model

from accounts.acting import Acting
from cadres.models import Person

# What a clerk can change of a person; numbers are compared as they read, not as they are sealed.
FIELDS = (
    "name", "id_number", "ethnicity", "education", "degree", "political_status",
    "party_joined_on", "full_member_on", "health", "phone", "native_place", "birthplace",
    "residence", "first_job_on", "professional_title", "bank", "bank_account",
)  # fmt: skip


class Since(NamedTuple):
    """Who changed a field last, when, and what it was before the first of his and others' changes.

    `was` and `now` are values, not texts: a number among them is masked by whoever shows it.
    """

    who: str
    when: datetime
    was: Any
    now: Any
    edition: int  # the one that the last change made


def edition_of(row: Model) -> int:
    """Give the edition a row stands in: the number of the last line of its history."""
    return editions_of(type(row), [row.pk]).get(row.pk, 0)


def editions_of(model: type[Model], pks: Iterable[int]) -> dict[int, int]:
    """Give the editions of many rows, in one query."""
    lines = _history(model).filter(pgh_obj__in=list(pks)).values("pgh_obj")
    return dict(lines.annotate(last=Max("pgh_id")).values_list("pgh_obj", "last"))


def changed_since(person: Person, edition: int, acting: Acting) -> dict[str, Since] | None:
    """Say what was changed after an edition; None if the person never stood in it.

    None also means that the edition lies before the file came into the reader's division.
    """
    return changed_since_many({person.pk: edition}, acting)[person.pk]


def changed_since_many(
    editions: Mapping[int, int], acting: Acting
) -> dict[int, dict[str, Since] | None]:
    """Answer `changed_since` for many people, by id, in two queries."""
    now = editions_of(Person, editions)
    moved = {pk: edition for pk, edition in editions.items() if now.get(pk) != edition}
    lines = _lines(Person, moved, acting, ("residence",)) if moved else {}
    return {
        pk: _compared(lines.get(pk, []), edition, FIELDS) if pk in moved else {}
        for pk, edition in editions.items()
    }


def row_changed_since(
    row: Model, edition: int, fields: Sequence[str], acting: Acting
) -> dict[str, Since] | None:
    """Answer the same for a row of a file, such as a course of study."""
    if edition_of(row) == edition:
        return {}
    lines = _lines(type(row), {row.pk: edition}, acting, ())
    return _compared(lines.get(row.pk, []), edition, fields)


def _lines(
    model: type[Model], editions: Mapping[int, int], acting: Acting, joined: Sequence[str]
) -> dict[int, list[Any]]:
    """List the lines of history from the editions on, as far as the reader's division saw them."""
    found = defaultdict(list)
    for line in (
        _history(model)
        .filter(
            pgh_obj__in=list(editions),
            pgh_id__gte=min(editions.values()),
            scope_path__gte=acting.lo,
            scope_path__lt=acting.hi,
        )
        .select_related("pgh_context", *joined)
        .order_by("pgh_id")
    ):
        if line.pgh_id >= editions[line.pgh_obj_id]:
            found[line.pgh_obj_id].append(line)
    return found


def _compared(lines: list[Any], edition: int, fields: Sequence[str]) -> dict[str, Since] | None:
    if not lines or lines[0].pgh_id != edition:
        return None
    found: dict[str, Since] = {}
    for old, new in pairwise(lines):
        for field in fields:
            if getattr(old, field) != getattr(new, field):
                found[field] = Since(
                    _who(new), new.pgh_created_at,
                    getattr(lines[0], field), getattr(new, field), new.pgh_id,
                )  # fmt: skip
    return {field: since for field, since in found.items() if since.was != since.now}


def _who(line: Any) -> str:
    context = line.pgh_context.metadata if line.pgh_context else {}
    return str(context.get("name") or "系统")


def _history(model: type[Model]) -> Any:
    return model.events.rel.related_model._default_manager  # type: ignore[attr-defined]
