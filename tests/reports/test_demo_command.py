from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Division, Installation, User
from accounts.roles import Level
from cadres.models import Person, Tenure
from reports.demo import build as building
from reports.demo.logins import PASSWORD

pytestmark = pytest.mark.usefixtures("owner_db", "demo_environment")


@pytest.fixture
def demo_environment(settings):
    settings.DEMO = True


def build(size: str = "small") -> None:
    call_command("demo", size=size, stdout=StringIO())


def test_no_people_where_none_are_asked_for():
    build("none")

    assert Division.objects.filter(level=Level.COUNTY).count() == 12
    assert Person.objects.count() == 0
    assert User.objects.count() == 3
    assert PASSWORD not in User.objects.values_list("password", flat=True)


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        ({"is_demo": False}, "正式库"),
        ({"is_demo": True, "size": "small", "seed": 1}, "已有一座演示城市"),
    ],
)
def test_another_database_is_left_alone(standing, sentence):
    Installation.objects.create(**standing)

    with pytest.raises(CommandError, match=sentence):
        build()

    assert not Division.objects.exists()


def test_data_without_an_installation_is_left_alone():
    User.objects.create(username="somebody", name="某人")

    with pytest.raises(CommandError, match="不能确认是演示库"):
        build()


def test_outside_a_demo_environment_nothing_is_built(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="不是演示环境"):
        build()

    assert not Installation.objects.exists()


def test_the_list_of_log_ins_is_for_demo_cities():
    with pytest.raises(CommandError, match="不是演示库"):
        call_command("demo_logins")


def test_a_build_that_fails_leaves_nothing(monkeypatch):
    monkeypatch.setattr(building.invariants, "broken", lambda **_: ["少了一个村。"])

    with pytest.raises(CommandError, match="少了一个村"):
        build()

    assert not Installation.objects.exists()
    assert not Division.objects.exists()
    assert not Tenure.objects.exists()
