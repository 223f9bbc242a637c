"""A township's round with all that its papers ask, each read once and only if a paper asks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Any

from accounts.acting import Acting
from accounts.fields import plain
from accounts.models import Division
from assessments.models import (
    Entry,
    Indicator,
    Letter,
    Minutes,
    Objection,
    Round,
    TeamResult,
)
from assessments.queries import Board, BoardRow, board
from assessments.queries.rulebook import rules_of_round
from assessments.states import Form
from cadres.models import Person, Tenure
from policy.snapshot import ratio
from reports.papers.assessment.votes import Votes, day, votes_of

READ = ("name", "sex", "born_on", "ethnicity", "education", "political_status")
STREET = "街道"


def committee_of(place: str) -> str:
    """Name a township's Party committee by its place; a street's is a working committee."""
    return f"中共{place}{'工作委员会' if place.endswith(STREET) else '委员会'}"


class Matter:
    """What the papers of a round are about, as far as the reader sees it."""

    def __init__(self, found: Round, by: Acting) -> None:
        self.round, self.by = found, by

    @property
    def township(self) -> Division:
        return self.round.township

    @property
    def county(self) -> Division:
        return self.round.plan.county

    @property
    def place(self) -> str:
        """Name the township with its county, as the head of a paper does."""
        return f"{self.county.name}{self.township.name}"

    @property
    def committee(self) -> str:
        """Name the township's Party committee."""
        return committee_of(self.place)

    @property
    def department(self) -> str:
        return f"中共{self.county.name}委组织部"

    @property
    def plan_title(self) -> str:
        """Name the county's plan without its county."""
        return f"{self.round.year} 年考核方案第 {self.round.plan.version} 版"

    @cached_property
    def rules(self) -> dict[str, Any]:
        return rules_of_round(self.round)

    @property
    def instrument(self) -> str:
        return f"《{self.rules['title']}》"

    @property
    def edition(self) -> str:
        """Say which rules the file goes by."""
        return f"{self.instrument}{self.rules['on']} 适用的版本"

    def ballot_worth(self, grade: str) -> str:
        """Say how many points a ballot gives: as the county has it, else as the city has it."""
        return plain(ratio(self.rules, f"ballot.value.{grade}"))

    @property
    def is_submitted(self) -> bool:
        return self.round.prepared_by_id is not None

    @property
    def is_decided(self) -> bool:
        return self.round.decided_by_id is not None

    @property
    def is_told(self) -> bool:
        """Say whether the cadres are being told, or have been."""
        return self.is_decided and bool(self.round.feedback_on or self.round.filed_on)

    @cached_property
    def board(self) -> Board:
        return board(self.round)

    @cached_property
    def row_of(self) -> dict[int, BoardRow]:
        return {row.entry.pk: row for row in self.board.rows}

    @cached_property
    def entries(self) -> list[Entry]:
        """List the roster by village, principals first."""
        found = Entry.objects.visible_to(self.by).filter(round=self.round, on_roster=True)
        order = ("village__path", "-is_principal", "pk")
        return list(found.select_related("village").order_by(*order))

    @cached_property
    def villages(self) -> list[tuple[Division, list[Entry]]]:
        """List the villages with their cadres."""
        found: dict[int, tuple[Division, list[Entry]]] = {}
        for entry in self.entries:
            found.setdefault(entry.village_id, (entry.village, []))[1].append(entry)
        return list(found.values())

    @cached_property
    def people(self) -> dict[int, Person]:
        """Give the files within the reader's reach: a file moves, the year stays."""
        wanted = [one.person_id for one in self.entries]
        found = Person.objects.visible_to(self.by).filter(pk__in=wanted).only(*READ)
        return {one.pk: one for one in found}

    @cached_property
    def since(self) -> dict[int, date]:
        """Give since when each has held the posts of the cut-off day, the first of them."""
        wanted = [one.person_id for one in self.entries]
        held = Tenure.objects.visible_to(self.by).on(self.round.cutoff_on)
        found: dict[int, date] = {}
        for person, began in held.filter(person__in=wanted).values_list("person_id", "began_on"):
            found[person] = min(began, found.get(person, began))
        return found

    @cached_property
    def teams(self) -> dict[int, str]:
        """Give the villages' team results in words."""
        found = TeamResult.objects.visible_to(self.by).filter(round=self.round)
        return {one.village_id: one.get_result_display() for one in found}

    def team_of(self, entry: Entry) -> str:
        return self.teams.get(entry.team_village_id or entry.village_id, "")

    @cached_property
    def votes(self) -> Votes:
        return votes_of(self.round, self.entries, self.by)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """List the plan's lines of the target form."""
        found = Indicator.objects.visible_to(self.by).filter(plan=self.round.plan_id)
        return [one for one in found if one.form == Form.TARGET]

    @cached_property
    def sitting(self) -> Minutes | None:
        """Give the committee's sitting, if it was registered as one."""
        key = self.round.sitting_id
        return Minutes.objects.visible_to(self.by).filter(pk=key).first() if key else None

    @cached_property
    def decided_on(self) -> str:
        """Say on which day the committee decided."""
        return day(self.sitting.held_on if self.sitting else self.round.decided_on)

    @cached_property
    def proposed(self) -> dict[int, str]:
        """Give what the rulebook proposed, by entry: a decided board shows what was decided."""
        rows = self.board.result["rows"]
        return {int(pk): row["label"] for pk, row in rows.items()}

    @cached_property
    def letters(self) -> dict[int, Letter]:
        """Give each cadre's latest letter of this attempt, by entry."""
        found = Letter.objects.visible_to(self.by).filter(
            round=self.round, attempt=self.round.attempt
        )
        return {one.entry_id: one for one in found.order_by("revision")}

    @cached_property
    def objections(self) -> Counter[int]:
        """Count, by entry, the objections that the notice met; what they say is not for papers."""
        found = Objection.objects.visible_to(self.by).filter(
            round=self.round, attempt=self.round.attempt, kind=Objection.Kind.NOTICE
        )
        return Counter(one for one in found.values_list("entry_id", flat=True) if one is not None)
