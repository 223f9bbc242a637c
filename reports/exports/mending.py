"""The sheet that is mended and sent back, and the empty one for a new roster.

Its headers are `Field.label`, its values are written as the roster reader reads them, so that a
sheet which comes back untouched changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts import work
from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Level
from cadres import codes
from cadres.columns import Look
from cadres.masking import Purpose, shown
from cadres.models import Person, Sex, Source, Tenure
from cadres.posts import PRINCIPALS, Post, label
from cadres.queries.people import Held, Row
from cadres.rosters.fields import BY_KEY, EDITION, FILE_NUMBER
from reports.exports.rows import Cells, whole_rows

OWN = (FILE_NUMBER, EDITION)  # columns that nobody may change
READ = (
    "scope_path", "name", "id_number", "sex", "born_on", "ethnicity", "education", "degree",
    "political_status", "party_joined_on", "full_member_on", "first_job_on", "health", "phone",
    "native_place", "birthplace", "professional_title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the roster, the value a person's row has in it, and how wide it is."""

    key: str
    value: Callable[[Row, Look], str]
    width: int = 12

    @property
    def head(self) -> str:
        return BY_KEY[self.key].label


def _day(name: str) -> Callable[[Row, Look], str]:
    return lambda row, look: str(getattr(row.person, name) or "")


def _coded(name: str) -> Callable[[Row, Look], str]:
    return lambda row, look: codes.label(name, getattr(row.person, name))


def _text(name: str) -> Callable[[Row, Look], str]:
    return lambda row, look: str(getattr(row.person, name))


def _hidden(name: str) -> Callable[[Row, Look], str]:
    return lambda row, look: shown(
        name, getattr(row.person, name), viewer=look.viewer, subject=row.person,
        purpose=look.purpose,
    )  # fmt: skip


def _village(row: Row, look: Look) -> str:
    return _first(row).village if row.held else ""


def _posts(row: Row, look: Look) -> str:
    """Name the posts of the one village that the row is about."""
    return label(list({held.post for held in _there(row)})) if row.held else ""


def _since(row: Row, look: Look) -> str:
    """Give the day on which all his posts there began; several days do not fit into a cell."""
    days = {held.began_on for held in _there(row)}
    return str(days.pop()) if len(days) == 1 else ""


def _source(row: Row, look: Look) -> str:
    return Source(_first(row).source).label if row.held and _first(row).source else ""


def _first(row: Row) -> Held:
    """Give his highest post: its village is the row's."""
    return min(row.held, key=lambda held: list(Post).index(Post(held.post)))


def _there(row: Row) -> list[Held]:
    if not row.held:
        return []
    place = _first(row).place
    return [held for held in row.held if held.place == place]


COLUMNS = (
    Column(FILE_NUMBER, lambda row, look: str(row.person.pk), 10),
    Column("village", _village, 14),
    Column("name", _text("name"), 10),
    Column("id_number", _hidden("id_number"), 21),
    Column("sex", lambda row, look: row.person.get_sex_display(), 6),
    Column("born", _day("born_on")),
    Column("ethnicity", _coded("ethnicity"), 9),
    Column("posts", _posts, 16),
    Column("since", _since),
    Column("education", _coded("education"), 18),
    Column("degree", _coded("degree")),
    Column("political_status", _coded("political_status"), 14),
    Column("party_joined", _day("party_joined_on")),
    Column("full_member", _day("full_member_on")),
    Column("first_job", _day("first_job_on"), 14),
    Column("health", _coded("health"), 14),
    Column("phone", _hidden("phone"), 14),
    Column("native_place", _text("native_place")),
    Column("birthplace", _text("birthplace")),
    Column("professional_title", _text("professional_title"), 14),
    Column("source", _source),
    Column("note", lambda row, look: "", 16),
)
EDITION_HEAD = BY_KEY[EDITION].label


def in_post(keys: Sequence[int], *, day: date, by: Acting) -> list[int]:
    """Keep those who hold a post that day, in their order: only they have a place on a roster."""
    held = Tenure.objects.visible_to(by).on(day).filter(person__in=keys)
    holders = set(held.values_list("person", flat=True))
    return [key for key in keys if key in holders]


def mending_rows(
    keys: Sequence[int], *, day: date, by: Acting, progress: work.Progress | None = None
) -> Iterator[Cells]:
    """Give one row a person, with the edition of his file that it was made from."""
    look = Look(by, Purpose.EXPORT)
    editions = _editions(keys)
    silently = progress or work.silent
    for row in whole_rows(keys, day=day, by=by, read=READ, progress=silently):
        yield [
            *(column.value(row, look) for column in COLUMNS),
            str(editions.get(row.person.pk, "")),
        ]


def _editions(keys: Sequence[int]) -> dict[int, int]:
    events = Person.events.rel.related_model.objects  # type: ignore[attr-defined]
    found = events.filter(pgh_obj__in=keys).order_by().values_list("pgh_obj")
    return dict(found.annotate(Max("pgh_id")))


def choices(township: Division, day: date) -> dict[str, list[str]]:
    """Give what the drop-down lists of a township's sheet offer, by field."""
    villages = Division.objects.under(township).filter(level=Level.VILLAGE).on(day)
    return {
        "village": [place.name for place in villages.order_by("path")],
        "sex": [str(choice.label) for choice in Sex],
        "ethnicity": list(codes.ethnicity().labels.values()),
        "education": list(codes.education().labels.values()),
        "degree": list(codes.degree().labels.values()),
        "political_status": list(codes.political_status().labels.values()),
        "health": list(codes.health().heads.values()),
        "posts": [*(str(post.label) for post in Post), label([*PRINCIPALS])],
        "source": [str(choice.label) for choice in Source],
    }
