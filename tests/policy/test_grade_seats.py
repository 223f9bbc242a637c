"""Certain and possible seats, against trying every completion on small whole-number scores."""

from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.procedures.grade_seats import Cut

POINTS = st.integers(0, 6)
RANGES = st.tuples(POINTS, POINTS).map(sorted)


def fate_in(world: list[int], score: int, seats: int) -> str:
    above, level = sum(one > score for one in world), world.count(score)
    if above >= seats:
        return "out"
    return "top" if above + level <= seats else "tie"


@settings(max_examples=300, deadline=None)
@given(
    seats=st.integers(0, 5),
    sure=st.lists(POINTS, min_size=1, max_size=4),
    doubtful=st.lists(POINTS, max_size=3),
    fine=st.lists(RANGES, max_size=2),
    shaky=st.lists(RANGES, max_size=1),
)
def test_a_sure_rivals_fate_is_what_every_completion_agrees_on(
    seats: int,
    sure: list[int],
    doubtful: list[int],
    fine: list[list[int]],
    shaky: list[list[int]],
) -> None:
    cut = Cut(
        seats,
        sure=map(Decimal, sure),
        doubtful=map(Decimal, doubtful),
        highs=[Decimal(high) for _, high in fine + shaky],
        lows=[Decimal(low) for low, _ in fine],
    )
    choices = [[[one], []] for one in doubtful]
    choices += [[[point] for point in range(low, high + 1)] for low, high in fine]
    choices += [[[], *([point] for point in range(low, high + 1))] for low, high in shaky]
    worlds = [sure + [one for part in world for one in part] for world in product(*choices)]
    for score in sure:
        fates = {fate_in(world, score, seats) for world in worlds}

        assert cut.fate(Decimal(score), doubted=False) == (
            fates.pop() if len(fates) == 1 else "open"
        )
