"""Chance that is the same for the same seed and topic, whatever else was drawn before."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")
Chance = random.Random


def chance(seed: int, *topic: object) -> Chance:
    """Give the dice of one topic: a village keeps its people though the city grows around it."""
    return random.Random("/".join(map(str, (seed, *topic))))  # noqa: S311 -- must repeat


def happens(dice: Chance, share: float) -> bool:
    """Say yes in that share of the throws."""
    return dice.random() < share


def weighted(dice: Chance, weights: Mapping[T, float]) -> T:
    """Draw one key by its weight."""
    return dice.choices(list(weights), weights=list(weights.values()))[0]


def day_between(dice: Chance, first: date, last: date) -> date:
    """Draw a day, both ends included."""
    return first + timedelta(days=dice.randint(0, (last - first).days))


def some(dice: Chance, of: Sequence[T], count: int) -> list[T]:
    """Draw that many different ones, or all if there are not so many."""
    return dice.sample(list(of), min(count, len(of)))
