"""When a term of the assessment ends, by the rules of the day on which it begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from accounts.clock import today
from assessments.models import Round
from assessments.queries.rulebook import code_of
from policy.procedures import deadlines
from policy.snapshot import count
from rulebook.editions import Marks, book_of, marks

NOTICE = "deadline.assessment.notice"
OBJECTION = "deadline.assessment.objection"
REVIEW_FILE, REVIEW_ANSWER = "deadline.appeal.file", "deadline.appeal.answer"
APPEAL_FILE, APPEAL_ANSWER = "deadline.appeal.second_file", "deadline.appeal.second_answer"
APPEAL_LONGER = "deadline.appeal.second_extension"


def due_on(round: Round, key: str, start: date) -> date | None:  # noqa: A002
    """Give a term's last day; None where a needed year has no holiday arrangement."""
    return due_days(round, [(key, start)])[0]


def due_days(
    round: Round,  # noqa: A002
    terms: Iterable[tuple[str, date]],
) -> list[date | None]:
    """Give the last days of several terms; the database is asked for the county's code once."""
    known = today()
    published, where = marks(), code_of(round.plan.county, known)
    return [
        deadlines.due(_rules(published, start, known, where), key, start) for key, start in terms
    ]


def length_of(round: Round, key: str) -> str:  # noqa: A002
    """Say how long a term is today, in words: 5 个工作日."""
    known = today()
    rules = _rules(marks(), known, known, code_of(round.plan.county, known))
    return f"{count(rules, key)} {rules['values'][key]['unit']}"


@lru_cache(maxsize=64)
def _rules(published: Marks, on: date, known: date, where: str) -> dict[str, Any]:
    return book_of(published).at(on=on, known=known, where=where or None)
