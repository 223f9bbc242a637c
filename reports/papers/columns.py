"""Find columns of one sheet on which all the grids of its papers can stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reports.papers.layout import Grid, Laid

CLOSE = 0.012  # edges nearer than this share of the line are one


@dataclass(frozen=True, slots=True)
class Columns:
    """The edges between the columns, as shares of the line, and the columns' widths in signs."""

    shares: tuple[float, ...]
    widths: tuple[float, ...]

    def edges(self, widths: Sequence[float]) -> list[int]:
        """Give, for each edge of a grid, the sheet's column that begins there."""
        return [self._nearest(share) for share in _shares(widths)]

    def parts(self, several: int) -> list[int]:
        """Part the line into as many pieces of about one width, none of them empty."""
        found = [self._nearest(part / several) for part in range(several + 1)]
        for place in range(1, several):
            found[place] = max(found[place], found[place - 1] + 1)
        return found

    def _nearest(self, share: float) -> int:
        return min(range(len(self.shares)), key=lambda at: abs(self.shares[at] - share))


def columns_of(papers: Iterable[Laid], signs: float) -> Columns:
    """Take the edges of every grid; a file of one table gets that table's own columns."""
    kinds = {piece.widths for paper in papers for piece in paper.pieces if isinstance(piece, Grid)}
    found = sorted({share for widths in kinds for share in _shares(widths)} | {0.0, 1.0})
    shares = [found[0]]
    for share in found[1:]:
        if share - shares[-1] > CLOSE:
            shares.append(share)
    if len(shares) < 4:  # letters hold no grid: their signatures need places all the same
        shares = [place / 6 for place in range(7)]
    shares[-1] = 1.0
    pairs = pairwise(shares)
    return Columns(tuple(shares), tuple((end - first) * signs for first, end in pairs))


def _shares(widths: Sequence[float]) -> list[float]:
    whole = sum(widths)
    return [0.0, *(part / whole for part in accumulate(widths))]
