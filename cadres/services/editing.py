"""Take over a form that was filled in from an earlier edition of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from cadres.models import Person
from cadres.queries.editions import Since, changed_since, edition_of
from cadres.services.people import correct_person

MINE, THEIRS = "mine", "theirs"
STALE = "这张表打开以后，档案转了管档单位或表单不完整，不能接着保存。请重新打开档案，再改一次。"
ASK = "您打开这张表以后，别人也改了其中的项目。两个值都列在下面，请逐项选定再保存。"


class Overlap(Refused):
    """Two people changed the same fields; the second has to choose, field by field."""

    def __init__(self, fields: dict[str, Since], edition: int) -> None:
        super().__init__(ASK)
        self.fields, self.edition = fields, edition


@dataclass(frozen=True, slots=True)
class Saved:
    """The file as it is now, what was written, and what others had changed that stays."""

    person: Person
    changed: tuple[str, ...]
    kept: dict[str, Since]


@transaction.atomic
def edit_person(
    *,
    person: Person,
    edition: int,
    typed: Mapping[str, Any],
    by: Acting,
    choices: Mapping[str, str] | None = None,
    seen: int = 0,
    reason: str = "",
) -> Saved:
    """Save what somebody changed in a form made from `edition`; nothing is lost in silence.

    Fields he left alone keep what others wrote meanwhile. A field both changed needs his choice,
    made on a page that showed the other's value: `seen` is the edition of that page.
    """
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    theirs = changed_since(person, edition, by)
    if theirs is None:
        raise Refused(STALE)
    mine = _touched(person, typed, theirs)
    both = {field for field in mine.keys() & theirs.keys() if mine[field] != theirs[field].now}
    choices = choices or {}
    open_ones = {f for f in both if f not in choices or theirs[f].edition > seen}
    if open_ones:
        raise Overlap({f: theirs[f] for f in theirs if f in open_ones}, edition_of(person))

    changes = {f: v for f, v in mine.items() if f not in both or choices[f] == MINE}
    person = correct_person(person=person, by=by, reason=reason, **changes)
    kept = {field: since for field, since in theirs.items() if field not in changes}
    return Saved(person, tuple(changes), kept)


def _touched(
    person: Person, typed: Mapping[str, Any], theirs: Mapping[str, Since]
) -> dict[str, Any]:
    """Keep the fields in which the form differs from the edition it was made from."""
    base = {f: theirs[f].was if f in theirs else getattr(person, f) for f in typed}
    return {field: value for field, value in typed.items() if value != base[field]}
