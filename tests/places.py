"""A small city: 2 counties, 3 townships, 7 villages, on the paths an import would give them."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Division
from accounts.roles import Level

# path digits → name; a parent stands before its children.
PLACES = {
    "0043": ("湖南省", "省"),
    "00430001": ("衡阳市", "地级市"),
    "004300010001": ("耒阳市", "县级市"),
    "0043000100010001": ("新市镇", "镇"),
    "00430001000100010001": ("杨仙村", "村"),
    "00430001000100010002": ("纠陂村", "村"),
    "00430001000100010003": ("新市社区", "社区"),
    "0043000100010002": ("遥田镇", "镇"),
    "00430001000100020001": ("坛山村", "村"),
    "00430001000100020002": ("双泉村", "村"),
    "004300010002": ("衡南县", "县"),
    "0043000100020001": ("车江街道", "街道"),
    "00430001000200010001": ("山塘村", "村"),
    "00430001000200010002": ("陡岭村", "村"),
}  # fmt: skip
COMMITTEES = {"村": "村民委员会", "社区": "居民委员会"}


@pytest.fixture
def some_db(request: pytest.FixtureRequest) -> Any:
    """Work on the database the test asked for; on the rolled-back one if it asked for none."""
    asked = [n for n in ("committed_db", "owner_db") if n in request.fixturenames]
    return request.getfixturevalue(asked[0] if asked else "db")


@pytest.fixture
def places(some_db: Any) -> dict[str, Division]:
    """Give every division by its name."""
    made: dict[str, Division] = {}
    for level in Level:
        row = [_division(path, made) for path in PLACES if len(path) == 4 * level]
        made |= {division.path: division for division in Division.objects.bulk_create(row)}
    return {division.name: division for division in made.values()}


def _division(path: str, made: dict[str, Division]) -> Division:
    name, unit_type = PLACES[path]
    return Division(
        path=path,
        parent=made.get(path[:-4]),
        level=len(path) // 4,
        name=name,
        official_name=f"{name}委会" if unit_type == "村" else name,
        unit_type=unit_type,
        committee_type=COMMITTEES.get(unit_type, ""),
    )


@pytest.fixture
def province(places: dict[str, Division]) -> Division:
    return places["湖南省"]


@pytest.fixture
def city(places: dict[str, Division]) -> Division:
    return places["衡阳市"]


@pytest.fixture
def county(places: dict[str, Division]) -> Division:
    return places["耒阳市"]


@pytest.fixture
def township(places: dict[str, Division]) -> Division:
    return places["新市镇"]


@pytest.fixture
def sibling(places: dict[str, Division]) -> Division:
    return places["遥田镇"]


@pytest.fixture
def other_county(places: dict[str, Division]) -> Division:
    return places["衡南县"]


@pytest.fixture
def other_township(places: dict[str, Division]) -> Division:
    return places["车江街道"]


@pytest.fixture
def village(places: dict[str, Division]) -> Division:
    return places["杨仙村"]


@pytest.fixture
def second_village(places: dict[str, Division]) -> Division:
    return places["纠陂村"]


@pytest.fixture
def community(places: dict[str, Division]) -> Division:
    return places["新市社区"]


@pytest.fixture
def sibling_village(places: dict[str, Division]) -> Division:
    return places["坛山村"]


@pytest.fixture
def other_village(places: dict[str, Division]) -> Division:
    return places["山塘村"]
