"""The indicator library as a county sees it: the city's lines and its own, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from assessments.models import OwnIndicator
from assessments.states import Dimension
from policy.shapes import Indicator
from rulebook.editions import book_in_force

OWN = "plan"  # the tag of what a county sets itself
ORDER = {dimension: place for place, dimension in enumerate(Dimension.values)}


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One line that a plan can take in."""

    code: str
    dimension: str
    topic: str
    name: str
    evidence: str
    scoring: str
    share: str  # suggested part of the aspect; a county's own line has none
    is_usual: bool
    first_day: date
    last_day: date | None
    rule: str
    basis: str
    source: str
    note: str = ""
    own: OwnIndicator | None = None

    @property
    def aspect(self) -> str:
        return Dimension(self.dimension).label


def library(county: Division | None, on: date, *, by: Acting) -> list[LibraryLine]:
    """List the lines in force on a day, by aspect: the city's, then the county's own.

    Without a county the own lines of every county in sight.
    """
    book = book_in_force()
    lines = [_of_city(one, book.held.sources) for one in book.indicators(on, today())]
    own = OwnIndicator.objects.visible_to(by).filter(
        Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on
    )
    if county is not None:
        own = own.filter(county=county)
    found = own.select_related("county").order_by("county__path", "code")
    lines += [_of_county(one) for one in found]
    return sorted(lines, key=lambda line: ORDER[line.dimension])


def _of_city(one: Indicator, sources: Mapping[str, str]) -> LibraryLine:
    return LibraryLine(
        code=one.code,
        dimension=one.dimension,
        topic=one.topic,
        name=one.name,
        evidence=one.evidence,
        scoring=one.scoring,
        share=one.share,
        is_usual=one.usual == "是",
        first_day=one.start,
        last_day=one.last,
        rule=one.cite,
        basis=one.basis,
        source=sources.get(one.source, ""),
        note=one.note,
    )


def _of_county(one: OwnIndicator) -> LibraryLine:
    return LibraryLine(
        code=one.code,
        dimension=one.dimension,
        topic=one.topic,
        name=one.name,
        evidence=one.evidence,
        scoring=one.scoring,
        share="",
        is_usual=False,
        first_day=one.first_day,
        last_day=one.last_day,
        rule="",
        basis=OWN,
        source=f"{one.county}：{one.document}",
        own=one,
    )
