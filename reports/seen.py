"""The rounds a first page is about, read once for the to-do list and for the figures beside it."""

from __future__ import annotations

from functools import cached_property

from accounts.acting import Acting
from assessments.models import Round
from assessments.queries.gaps import Gaps, gaps_of
from assessments.states import RoundStatus


class Seen:
    """What somebody's division has of the yearly assessment; asked only where a role needs it."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting

    @cached_property
    def rounds(self) -> list[Round]:
        """List all the rounds, the oldest year first."""
        found = Round.objects.visible_to(self.acting).select_related("plan", "prepared_by")
        return list(found.order_by("year", "pk"))

    @property
    def newest(self) -> int | None:
        return self.rounds[-1].year if self.rounds else None

    @property
    def of_newest(self) -> list[Round]:
        return [one for one in self.rounds if one.year == self.newest]

    @property
    def entering(self) -> list[Round]:
        return [one for one in self.rounds if one.status == RoundStatus.ENTERING]

    @cached_property
    def gaps(self) -> dict[int, Gaps]:
        """Give what is missing in the rounds being entered, and in those of the newest year."""
        asked = {one.pk: one for one in (*self.entering, *self.of_newest)}
        return gaps_of(asked.values(), self.acting)
