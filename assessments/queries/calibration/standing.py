"""A year of some townships put together for calibration, in a number of queries that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from accounts.acting import Acting
from accounts.clock import today
from assessments.models import Round
from assessments.queries.calibration.ballots import Votes, votes_of
from assessments.queries.calibration.hints import (
    Against,
    Equal,
    Jump,
    against_ballots,
    equal,
    has_jumped,
    is_far,
    mean,
)
from assessments.queries.calibration.limits import Limits, limits_of
from assessments.queries.calibration.scores import (
    Last,
    Score,
    is_decided,
    last_of,
    scores_of,
)
from assessments.queries.rulebook import rules_of_plans
from assessments.states import GradeLabel, RoundStatus
from policy.snapshot import Snapshot

FORMS = ("target", "report")
LABELS = tuple(GradeLabel.values)
OPEN = "open"  # neither decided nor surely proposed


@dataclass
class Township:
    """One township's year in figures, with what in it is worth a question."""

    round: Round
    scores: list[Score]
    rules: Snapshot
    limits: Limits
    last_mean: Fraction | None = None
    equal: list[Equal] = field(default_factory=list)
    gaps: list[Score] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    against: list[Against] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        return is_decided(self.round)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count the grades; ties and what is missing are open."""
        found = Counter(score.grade if score.grade in LABELS else OPEN for score in self.scores)
        return {key: found.get(key, 0) for key in (*LABELS, OPEN)}

    @cached_property
    def report(self) -> Fraction | None:
        return mean(score.report for score in self.scores)

    @cached_property
    def target(self) -> Fraction | None:
        return mean(score.target for score in self.scores)

    @cached_property
    def mean(self) -> Fraction | None:
        return mean(score.composite for score in self.scores)

    @cached_property
    def gap(self) -> Fraction | None:
        return None if self.report is None or self.target is None else self.report - self.target

    @property
    def is_far(self) -> bool:
        return self.gap is not None and abs(self.gap) >= self.limits.gap_mean

    @cached_property
    def change(self) -> Fraction | None:
        now, before = self.mean, self.last_mean
        return None if now is None or before is None else now - before

    @property
    def has_jumped(self) -> bool:
        return self.change is not None and abs(self.change) >= self.limits.jump_mean

    @property
    def is_over_cap(self) -> bool:
        return self.counts[GradeLabel.EXCELLENT] > self.round.seats

    @cached_property
    def hints(self) -> int:
        """Count what is worth a question."""
        places = sum(one.is_hint for one in self.equal)
        against = sum(one.is_hint for one in self.against)
        of_place = self.is_far + self.has_jumped + self.is_over_cap
        return places + len(self.gaps) + len(self.jumps) + against + of_place


@dataclass(slots=True)
class Calibration:
    """The townships of a year in their order; `entering` were not looked at, see `calibrate`."""

    year: int
    townships: list[Township]
    entering: list[Round] = field(default_factory=list)

    @property
    def hints(self) -> int:
        return sum(one.hints for one in self.townships)


def calibrate(acting: Acting, year: int, *, under: str, live: bool) -> Calibration:
    """Look at a year of the townships under a path, beside the year before.

    Without `live` townships that still enter are only named: a county's proposals are worked out
    while somebody waits, a whole city's are not.
    """
    found = list(
        Round.objects.visible_to(acting)
        .filter(year__in=(year, year - 1), scope_path__gte=under, scope_path__lt=under + ":")
        .select_related("township", "plan__county")
        .order_by("scope_path")
    )
    rounds = [one for one in found if one.year == year]
    waiting = [one for one in rounds if not live and one.status == RoundStatus.ENTERING]
    looked_at = [one for one in rounds if one not in waiting]
    rules = _rules(looked_at)
    scores, votes = _by_round(scores_of(looked_at, acting)), votes_of(looked_at, acting)
    last, means = _before([one for one in found if one.year == year - 1], acting)
    townships = []
    for one in looked_at:
        snapshot = rules[one.pk]
        place = Township(
            one,
            scores.get(one.pk, []),
            snapshot,
            limits_of(snapshot),
            means.get(one.township_id),
        )
        _look(place, last, votes)
        townships.append(place)
    return Calibration(year, townships, waiting)


def _look(place: Township, last: dict[int, Last], votes: dict[int, Votes]) -> None:
    """Find everything in a township's scores that is worth a question."""
    limits = place.limits
    place.equal = list(_equal(place))
    place.gaps = [score for score in place.scores if is_far(score, limits)]
    met = (Jump(score, last[score.person]) for score in place.scores if score.person in last)
    place.jumps = [jump for jump in met if has_jumped(jump, limits)]
    held = (against_ballots(score, votes.get(score.entry), limits) for score in place.scores)
    place.against = [against for against in held if against]


def _equal(place: Township) -> Iterator[Equal]:
    """Look at the township as a whole, then at each of its villages, in both forms."""
    villages: dict[str, list[Score]] = {"": place.scores}
    for score in place.scores:
        villages.setdefault(score.village_name, []).append(score)
    for village, scores in villages.items():
        for form in FORMS:
            if found := equal(scores, form=form, village=village, limits=place.limits):
                yield found


def _rules(rounds: Sequence[Round]) -> dict[int, Snapshot]:
    """Give by round the rules of its year in its county."""
    ruled = rules_of_plans({one.plan_id: one.plan for one in rounds}.values(), today())
    return {one.pk: ruled[one.plan_id].rules for one in rounds}


def _by_round(scores: Iterable[Score]) -> dict[int, list[Score]]:
    found: dict[int, list[Score]] = {}
    for score in scores:
        found.setdefault(score.round, []).append(score)
    return found


def _before(
    rounds: Sequence[Round], acting: Acting
) -> tuple[dict[int, Last], dict[int, Fraction | None]]:
    """Give what everybody had the year before, and each township's mean of it."""
    last = last_of(rounds, acting)
    held: dict[int, list[Decimal | None]] = {}
    for one in last.values():
        held.setdefault(one.round, []).append(one.composite)
    means = {one.township_id: mean(held.get(one.pk, ())) for one in rounds}
    return last, means
