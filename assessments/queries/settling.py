"""Which townships a year's settlement is about."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division, DivisionCode
from accounts.roles import Level
from assessments.models import Round
from assessments.queries.rulebook import last_day
from cadres.models import Tenure

CODE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Township:
    """A township with its code and its round, if one was opened."""

    code: str
    name: str
    county: str
    round_id: int | None


def townships_of(*, by: Acting, year: int, code: str = "") -> list[Township] | None:
    """List the townships under a statistical code that have a round, or cadres and none yet."""
    found = _under(by, code)
    if found is None:
        return None
    rounds = dict(
        Round.objects.visible_to(by)
        .filter(year=year, township__in=found)
        .values_list("township", "pk")
    )
    staffed = set(
        Tenure.objects.visible_to(by)
        .on(min(last_day(year), today()))
        .values_list("village__parent", flat=True)
        .distinct()
    )
    codes = _codes(found)
    return [
        Township(codes.get(one.pk, ""), one.name, str(one.parent), rounds.get(one.pk))
        for one in found
        if one.pk in rounds or one.pk in staffed
    ]


def _under(by: Acting, code: str) -> list[Division] | None:
    places = Division.objects.filter(path__gte=by.lo, path__lt=by.hi)
    if code:
        wanted = DivisionCode.objects.filter(
            family=DivisionCode.Family.STATISTICS, code=code.ljust(CODE_DIGITS, "0")
        )
        top = places.filter(codes__in=wanted).order_by("-first_day").first()
        if top is None:
            return None
        places = places.under(top)
    return list(places.filter(level=Level.TOWNSHIP).select_related("parent").order_by("path"))


def _codes(townships: list[Division]) -> dict[int, str]:
    rows = DivisionCode.objects.filter(
        family=DivisionCode.Family.STATISTICS, division__in=townships
    ).order_by("first_day")
    return dict(rows.values_list("division", "code"))
