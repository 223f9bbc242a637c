"""Charts as plain numbers for the drawings in templates/assessments/charts: pixels and words only.

A drawing repeats what the table below it says, for the eye. No mark is told from another by
colour alone: bars carry their count or a hatching, marks have shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from policy.figures import two_places

Number = Decimal | Fraction | int
WIDTH, LEFT, RIGHT = 900, 210, 850  # the plot lies between left and right
TOP, ROW, BAR = 46, 26, 16
LABELLED = 20  # pixels a bar must have to carry its count
LONGEST = 15  # signs of a label that fit left of the plot
TICK = 10  # points
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    x: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar; `text` is empty where it would not fit."""

    x: int
    width: int
    kind: str
    text: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chart: its label, and what is drawn beside it."""

    y: int
    label: str
    segments: tuple[Segment, ...] = ()
    marks: tuple[Mark, ...] = ()
    cap: int | None = None

    @property
    def middle(self) -> int:
        return self.y + BAR // 2

    @property
    def baseline(self) -> int:
        return self.middle + 4

    @property
    def below(self) -> int:
        return self.y + BAR

    @property
    def above(self) -> int:
        return self.y - 3

    @property
    def under(self) -> int:
        return self.y + BAR + 3

    @property
    def first(self) -> int:
        return min(mark.x for mark in self.marks)

    @property
    def last(self) -> int:
        return max(mark.x for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: which template draws it, its words for those who cannot see it, its rows."""

    key: str
    kind: str
    title: str
    words: str
    lines: tuple[Line, ...]
    legend: tuple[Key, ...]
    ticks: tuple[Tick, ...] = ()
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bar: int = BAR

    @property
    def template(self) -> str:
        return f"assessments/charts/{self.kind}.html"

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.lines) + 8

    @property
    def floor(self) -> int:
        return self.height - 8

    @property
    def label_at(self) -> int:
        return LEFT - 8


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar's label, its counts by kind, and how many the cap allows."""

    label: str
    counts: dict[str, int]
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of marks: kind and value; what is unknown is not drawn."""

    label: str
    values: Sequence[tuple[str, Number | None]] = field(default_factory=tuple)


def bars(key: str, title: str, words: str, stacks: Sequence[Stack], kinds: dict[str, str]) -> Chart:
    """Stack counts from left to right, every bar as long as the others; the cap is a stroke."""
    lines = tuple(_bar(_y(at), stack, kinds) for at, stack in enumerate(stacks))
    named = dict(kinds)
    if any(line.cap is not None for line in lines):
        named["cap"] = "优秀名额上限"
    return Chart(key, "bars", title, words, lines, _legend(named))


def strip(key: str, title: str, words: str, spots: Sequence[Spot], kinds: dict[str, str]) -> Chart:
    """Set marks along a scale of points, a line from the lowest to the highest."""
    return _scaled("strip", (key, title, words), spots, kinds)


def dumbbell(
    key: str, title: str, words: str, spots: Sequence[Spot], kinds: dict[str, str]
) -> Chart:
    """Set two marks along a scale of points, joined, each with its figure."""
    return _scaled("dumbbell", (key, title, words), spots, kinds)


def _scaled(
    kind: str, named: tuple[str, str, str], spots: Sequence[Spot], kinds: dict[str, str]
) -> Chart:
    low, high = _range(value for spot in spots for _, value in spot.values)
    lines = tuple(
        Line(_y(at), _short(spot.label), marks=_marks(spot, low, high))
        for at, spot in enumerate(spots)
    )
    ticks = tuple(Tick(_at(one, low, high), str(one)) for one in range(low, high + 1, TICK))
    return Chart(named[0], kind, named[1], named[2], lines, _legend(kinds), ticks)


def _bar(y: int, stack: Stack, kinds: dict[str, str]) -> Line:
    total = sum(stack.counts.values())
    segments, before = [], 0
    for kind in kinds:
        if number := stack.counts.get(kind, 0):
            start, end = _at(before, 0, total), _at(before + number, 0, total)
            wide = end - start
            segments.append(Segment(start, wide, kind, str(number) if wide >= LABELLED else ""))
            before += number
    cap = None if stack.cap is None or not total else _at(min(stack.cap, total), 0, total)
    return Line(y, _short(stack.label), tuple(segments), cap=cap)


def _marks(spot: Spot, low: int, high: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(_at(value, low, high), two_places(Fraction(value)), kind)
        for kind, value in spot.values
        if value is not None
    )


def _range(values: Iterable[Number | None]) -> tuple[int, int]:
    """Give the scale's ends, on whole tens; never an empty scale."""
    known = [Fraction(one) for one in values if one is not None]
    if not known:
        return 0, 100
    low = int(min(known) // TICK) * TICK
    high = -int(-max(known) // TICK) * TICK
    return low, max(high, low + TICK)


def _at(value: Number, low: int, high: int) -> int:
    """Give the pixel of a value; rounding is for the eye, nothing is compared by it."""
    return LEFT + int((Fraction(value) - low) * (RIGHT - LEFT) / (high - low) + HALF)


def _y(at: int) -> int:
    return TOP + ROW * at + (ROW - BAR) // 2


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _legend(kinds: dict[str, str]) -> tuple[Key, ...]:
    found, x = [], LEFT
    for kind, text in kinds.items():
        found.append(Key(x, text, kind))
        x += 30 + 13 * len(text)
    return tuple(found)
