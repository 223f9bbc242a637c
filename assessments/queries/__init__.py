"""Questions about plans and rounds."""

from assessments.queries.board import Board, BoardRow, board
from assessments.queries.facts import cases_of, facts_of
from assessments.queries.overview import overview, years_of

__all__ = ["Board", "BoardRow", "board", "cases_of", "facts_of", "overview", "years_of"]
