"""Each column of a list of posts said once: for the page, and for whatever is exported from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.acting import Acting
from accounts.models import Division
from cadres import codes
from cadres.forms.places import PostsFilter
from cadres.models import Person, Tenure, TenureQuerySet
from cadres.posts import BODIES, PRINCIPALS
from cadres.queries.seats import Held, held_by, ranked

BOTH = "一肩挑"


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post held on the day of the list."""

    held: Held
    day: date
    place: str  # county and township

    @property
    def tenure(self) -> Tenure:
        return self.held.tenure

    @property
    def person(self) -> Person | None:
        return self.held.person

    @property
    def cells(self) -> list[PostCell]:
        """Give its cells in the order of the columns."""
        return [PostCell(one.label, one.text(self), one.numeric) for one in POST_COLUMNS]


@dataclass(frozen=True, slots=True)
class PostCell:
    """What stands in one column of one row."""

    label: str
    text: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class PostColumn:
    """A label and where its value comes from; `today` where it cannot be told as of the day."""

    label: str
    accessor: Callable[[PostRow], str | int | date | None]
    numeric: bool = False
    today: bool = False

    def text(self, row: PostRow) -> str:
        """Give the value as it is shown."""
        value = self.accessor(row)
        return "" if value is None else str(value)


POST_COLUMNS = (
    PostColumn("县乡", lambda row: row.place),
    PostColumn("村（社区）", lambda row: row.tenure.village.name),
    PostColumn("姓名", lambda row: row.held.name),
    PostColumn("职务", lambda row: row.tenure.get_post_display()),
    PostColumn("一肩挑", lambda row: BOTH if getattr(row.tenure, "both", False) else ""),
    PostColumn("任职日期", lambda row: row.tenure.began_on),
    PostColumn("任职方式", lambda row: row.tenure.get_began_how_display()),
    PostColumn("届次", lambda row: row.tenure.team.term if row.tenure.team else ""),
    PostColumn(
        "年龄", lambda row: row.person.age_on(row.day) if row.person else None, numeric=True
    ),
    PostColumn(
        "学历",
        lambda row: codes.label("education", row.person.education) if row.person else None,
        today=True,
    ),
    PostColumn("后来离任", lambda row: row.tenure.ended_on),
)


def posts_for(form: PostsFilter) -> TenureQuerySet:
    """Give the posts a filter describes, in the order of a roster; after a wrong one none."""
    held = Tenure.objects.visible_to(form.acting).on(form.day)
    place = form.place
    if not form.is_valid() or place is None:
        return held.none()
    asked = form.cleaned_data
    held = held.filter(scope_path__gte=place.path, scope_path__lt=place.path + ":")
    if asked["post"]:
        held = held.filter(post=asked["post"])
    if asked["body"]:
        held = held.filter(
            post__in=[post for post, body in BODIES.items() if body == asked["body"]]
        )
    if words := "".join(asked["q"].split()):
        named = Q(name__contains=words) | Q(initials__startswith=words.lower())
        found = Person.objects.visible_to(form.acting).filter(named)
        held = held.filter(person__in=found.values("pk"))
    other = (
        Tenure.objects.visible_to(form.acting)
        .on(form.day)
        .filter(person=OuterRef("person"), village=OuterRef("village"), post__in=PRINCIPALS)
    )
    both = Exists(other.exclude(post=OuterRef("post"))) & Q(post__in=PRINCIPALS)
    return ranked(held.annotate(both=both).select_related("village", "team"))


def post_rows(tenures: Iterable[Tenure], day: date, acting: Acting) -> list[PostRow]:
    """Join a page of posts with their holders and places; three queries, however many."""
    tenures = list(tenures)
    wanted = {tenure.village.parent_id for tenure in tenures}
    townships = Division.objects.select_related("parent").in_bulk(wanted)
    return [
        PostRow(held, day, _place(townships.get(held.tenure.village.parent_id or 0)))
        for held in held_by(tenures, acting)
    ]


def _place(township: Division | None) -> str:
    if township is None:
        return ""
    return f"{township.parent.name} {township.name}" if township.parent else township.name
