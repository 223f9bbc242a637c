"""Tell who surely has, surely lacks, or may have a seat, whatever the missing facts turn out.

Let S be the seats. A row with score s gets one if `above + level <= S`, ties across the cut if
`above < S < above + level`, and gets none if `above >= S`; `above` counts rivals with a higher
score, `level` those with the same, itself included. Both `above` and `above + level` only grow
when a rival goes from out to level to above. So over all completions of the missing facts the
fate of a row lies between two extremes, every doubtful rival out (or as low as it can be) and
every doubtful rival in and as high as it can be, and it is certain when the two agree.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

Fate = Literal["top", "tie", "out", "open"]


class Cut:
    """Hold a township's seats and all who could compete for them, sorted once."""

    __slots__ = ("doubtful", "highs", "lows", "seats", "sure")

    def __init__(
        self,
        seats: int | None,
        sure: Iterable[Decimal],
        doubtful: Iterable[Decimal],
        highs: Iterable[Decimal],
        lows: Iterable[Decimal],
    ) -> None:
        """Take the scores: surely competing; competing only if the gate opens; best possible
        scores of the unscored; worst possible scores of the unscored who surely compete."""
        self.seats = seats
        self.sure, self.doubtful = sorted(sure), sorted(doubtful)
        self.highs, self.lows = sorted(highs), sorted(lows)

    def fate(self, score: Decimal, *, doubted: bool) -> Fate:
        """Return a competing row's fate; `doubted` if its own gate is unknown."""
        if self.seats is None:
            return "open"
        worst = self._outcome(score, (self.sure, self.doubtful, self.highs))
        best = self._outcome(score, (self.sure, self.lows))
        if doubted:
            return "out" if best == "out" else "open"
        return worst if worst == best else "open"

    def _outcome(self, score: Decimal, rivals: tuple[list[Decimal], ...]) -> Fate:
        seats = self.seats or 0
        above = sum(len(scores) - bisect_right(scores, score) for scores in rivals)
        if above >= seats:
            return "out"
        level = sum(bisect_right(scores, score) - bisect_left(scores, score) for scores in rivals)
        return "top" if above + level <= seats else "tie"

    def rank(self, score: Decimal) -> int:
        """Return the place among the scored who compete or may compete, ties sharing one."""
        rivals = (self.sure, self.doubtful)
        return 1 + sum(len(scores) - bisect_right(scores, score) for scores in rivals)

    def level(self, score: Decimal) -> int:
        """Return how many scored rows, itself included, stand at this score."""
        rivals = (self.sure, self.doubtful)
        return sum(bisect_right(scores, score) - bisect_left(scores, score) for scores in rivals)

    def left_at(self, score: Decimal) -> int:
        """Return the seats left for those at a score, whatever turns out."""
        rivals = (self.sure, self.doubtful, self.highs)
        above = sum(len(scores) - bisect_right(scores, score) for scores in rivals)
        return max(0, (self.seats or 0) - above)
