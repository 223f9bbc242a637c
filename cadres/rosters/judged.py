"""What a line turned out to mean, in a shape that is stored, shown, compared and written."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from cadres.models import Ended, Outcome, Person
from cadres.posts import Post
from cadres.rosters.lines import Line, Problem


@dataclass(slots=True)
class Change:
    """A field with its old and new value, as they are stored (days as text)."""

    field: str
    old: str
    new: str


@dataclass(slots=True)
class Start:
    """A post that begins in a village."""

    village: int
    post: str
    on: str


@dataclass(slots=True)
class Moved:
    """A tenure whose first day the roster gives otherwise."""

    tenure: int
    post: str
    old: str
    new: str


@dataclass(slots=True)
class HandOver:
    """A single post somebody else holds: he leaves the day before, this one begins on the day."""

    village: int
    post: str
    tenure: int
    holder: int
    name: str
    since: str
    on: str
    how: str = Ended.TERM_OVER.value


@dataclass(slots=True)
class Judged:
    """A line with what stands against it, or what would be written."""

    line: Line
    person: Person | None = None
    village: int | None = None
    places: list[tuple[int, list[Post]]] = field(default_factory=list)  # every village, its posts
    against: list[Problem] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        return [*self.line.refused, *self.against]

    @property
    def all_warned(self) -> list[Problem]:
        return [*self.line.warned, *self.warned]

    @property
    def outcome(self) -> Outcome:
        if self.refused:
            return Outcome.REFUSED
        if self.person is None:
            return Outcome.NEW
        written = self.changes or self.starts or self.moved or self.hand_overs
        return Outcome.CHANGED if written else Outcome.SAME

    def codes(self, problems: list[Problem]) -> list[str]:
        """List each code once, in the order in which it was found."""
        return list(dict.fromkeys(problem.code for problem in problems))

    def packed(self) -> dict[str, Any]:
        """Give what was made of the line, ready for JSON."""
        return {
            "person": self.person.pk if self.person else None,
            "village": self.village,
            "against": [asdict(one) for one in self.against],
            "remarks": [asdict(one) for one in self.warned],
            "changes": [[one.field, one.old, one.new] for one in self.changes],
            "starts": [[one.village, one.post, one.on] for one in self.starts],
            "moved": [[one.tenure, one.post, one.old, one.new] for one in self.moved],
            "hand_overs": [asdict(one) for one in self.hand_overs],
        }


# What must be the same between the sheet people looked at and the moment of writing.
COMPARED = ("person", "village", "against", "changes", "starts", "moved", "hand_overs")


def same_as(judged: Judged, payload: dict[str, Any]) -> bool:
    """Tell whether a line means now what it meant when people looked at it."""
    now = judged.packed()
    return all(now[key] == payload[key] for key in COMPARED)


def day(text: str) -> date | None:
    """Read a stored day; empty is none."""
    return date.fromisoformat(text) if text else None


def post_label(post: str) -> str:
    """Name a post."""
    return str(Post(post).label)
