"""One page of a list of people, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from accounts.acting import Acting
from cadres.models import Person, PersonQuerySet
from cadres.queries.people import Row, ordered, rows_of

PAGE = 25  # people
# Hits of a search: more are not counted, nor turned over to. The 2,276 secretaries of a city fit.
CAP = 2_400


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, its rows, and whether there are more than were counted."""

    page: Page  # type: ignore[type-arg]
    rows: list[Row]
    capped: bool = False

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def said(self) -> str:
        """Say how many people there are."""
        return f"{self.count:,} 人" + ("以上" if self.capped else "")


def listed(
    people: PersonQuerySet, *, order: str, page: str | None, day: date, by: Acting, search: bool
) -> Listed:
    """Give a page; a search is carried out once, for its count and for its page."""
    people = ordered(people, order, day, by)
    if not search:
        found = Paginator(people, PAGE).get_page(page)
        return Listed(found, rows_of(found.object_list, day, by))
    # A pattern costs a look at everybody in range: twice would be once too often.
    keys = list(people.values_list("pk", flat=True)[: CAP + 1])
    some = Paginator(keys[:CAP], PAGE).get_page(page)
    return Listed(some, rows_of(_people(list(some.object_list), by), day, by), len(keys) > CAP)


def _people(keys: Sequence[int], by: Acting) -> list[Person]:
    """Read the rows of these keys, in their order."""
    known = Person.objects.visible_to(by).defer("phone", "bank_account").in_bulk(list(keys))
    return [known[key] for key in keys if key in known]
