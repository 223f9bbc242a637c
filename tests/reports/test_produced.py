"""A produced file carries its number, the log its hash, and both are compared again."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.session import acting_as
from audit.models import Event
from audit.queries import who_saw
from reports import produced, verifying
from reports.produced import Kind
from reports.verifying import SHAPE, Verdict
from tests.cadres.factories import make_person

DAY = date(2018, 12, 20)
CONTENT = "姓名,村\n曾国华,杨仙村\n".encode()


@pytest.fixture
def make(township):
    """Give a function that produces a small file in somebody's name."""

    def go(acting, content=CONTENT, people=(), **more):
        with acting_as(acting):
            imprint = produced.imprint(
                title="干部名册", scope="耒阳市 · 新市镇", day=DAY, by=acting, edition="2018 年版"
            )
            return produced.produce(
                imprint=imprint, kind=Kind.CSV, content=content, rows=1, people=people, by=acting,
                **more,
            )  # fmt: skip

    return go


def test_the_log_keeps_what_stands_on_the_file(make, clerk, township):
    person = make_person(township, "曾国华")

    made = make(clerk, people=[person.pk, person.pk], about=person, purpose=" 报县委组织部 ")

    event = Event.objects.get(name="report.produced")
    assert event.data == {
        "reference": made.imprint.reference, "title": "干部名册", "scope": "耒阳市 · 新市镇",
        "day": "2018-12-20", "edition": "2018 年版", "format": "csv",
        "sha256": hashlib.sha256(CONTENT).hexdigest(), "rows": 1, "people": [person.pk],
        "purpose": "报县委组织部",
    }  # fmt: skip
    assert (event.actor, event.object_id) == (clerk.username, str(person.pk))
    assert event.scope_path == township.path
    assert made.name == f"干部名册_{made.imprint.reference}.csv"


def test_whoever_stands_in_a_file_was_seen(make, clerk, township):
    inside, outside = make_person(township), make_person(township)

    make(clerk, people=[inside.pk])

    long_ago, soon = timezone.now().replace(year=2000), timezone.now().replace(year=2099)
    assert [event.name for event in who_saw(inside.pk, long_ago, soon)] == ["report.produced"]
    assert who_saw(outside.pk, long_ago, soon) == []


def test_the_imprint_says_everything_in_words(clerk):
    imprint = produced.imprint(title="干部名册", scope="新市镇", day=DAY, by=clerk)

    pairs = dict(imprint.pairs(12))

    assert SHAPE.fullmatch(pairs["编号"])
    assert pairs["数据截至"] == "2018-12-20"
    assert pairs["行数"] == "12"
    assert pairs["制作"].startswith("陈干事（耒阳市 · 新市镇 乡镇组织干事） ")
    assert "适用规则" not in pairs
    assert "编号：" + imprint.reference in imprint.line(12)


def test_two_files_never_share_a_number(clerk):
    numbers = {
        produced.imprint(title="册", scope="镇", day=DAY, by=clerk).reference for _ in range(500)
    }

    assert len(numbers) == 500


def test_a_large_file_is_read_in_pieces_and_handed_on_from_its_start(make, clerk):
    file = BytesIO(CONTENT * 100_000)
    file.seek(0, 2)

    made = make(clerk, content=file)

    assert made.content.read(3) == CONTENT[:3]
    assert made.sha256 == hashlib.sha256(CONTENT * 100_000).hexdigest()


def test_a_title_makes_no_path(clerk, make):
    with acting_as(clerk):
        imprint = produced.imprint(title='../曾<三>"/册', scope="镇", day=DAY, by=clerk)
        made = produced.produce(
            imprint=imprint, kind=Kind.PDF, content=b"x", rows=1, people=[], by=clerk
        )

    assert not re.search(r'[\\/:*?"<>|]', made.name)


@pytest.mark.parametrize(
    ("content", "named", "verdict"),
    [
        (CONTENT, False, Verdict.SAME),
        (CONTENT, True, Verdict.SAME),
        (CONTENT + b" ", True, Verdict.DIFFERENT),
        (CONTENT + b" ", False, Verdict.UNKNOWN),
        (b"", True, Verdict.KNOWN),
        (b"", False, Verdict.UNKNOWN),
    ],
)
def test_a_file_is_compared_by_its_bytes_and_its_number(make, clerk, content, named, verdict):
    made = make(clerk)
    sha256 = hashlib.sha256(content).hexdigest() if content else ""

    found = verifying.verify(
        by=clerk, sha256=sha256, reference=made.imprint.reference if named else ""
    )

    assert found.verdict is verdict
    assert Event.objects.get(name="report.verified").data["result"] == verdict


def test_a_wrong_number_on_the_right_file_is_said(make, clerk):
    first, second = make(clerk, CONTENT), make(clerk, b"other")

    found = verifying.verify(by=clerk, sha256=first.sha256, reference=second.imprint.reference)

    assert found.verdict is Verdict.DIFFERENT
    assert found.event.data["reference"] == first.imprint.reference


def test_a_number_alone_tells_nothing_outside_the_division(make, clerk, neighbour, officer):
    reference = make(clerk).imprint.reference

    assert verifying.verify(by=officer, reference=reference).verdict is Verdict.KNOWN
    assert verifying.verify(by=neighbour, reference=reference).verdict is Verdict.UNKNOWN
    # The very file is another matter: its holder can read it anyway.
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert verifying.verify(by=neighbour, sha256=sha256).verdict is Verdict.SAME


def test_the_log_is_asked_by_its_indexes(make, clerk):
    make(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for key in ("sha256", "reference"):
            events = Event.objects.filter(name="report.produced", **{f"data__{key}": "0" * 64})
            assert f"event_by_{key}" in events.explain()


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def ask(client_of):
    """Give a function that sends a file, a number, or both to the page."""

    def post(acting, content=None, reference=""):
        sent = {"reference": reference}
        if content is not None:
            sent["file"] = SimpleUploadedFile("名册.csv", content)
        return client_of(acting).post("/reports/verify/", sent).content.decode()

    return post


def test_the_page_says_that_a_file_is_unchanged(ask, make, clerk):
    made = make(clerk)

    text = ask(clerk, CONTENT)

    for part in ("与日志一致", "“名册.csv”的指纹与日志相同", made.sha256, "陈干事"):
        assert part in text


def test_the_page_says_that_a_file_was_changed(ask, make, clerk):
    made = make(clerk)

    text = ask(clerk, CONTENT + b"x", made.imprint.reference)

    assert "与日志不一致" in text
    assert "请向制作人要原件" in text
    assert hashlib.sha256(CONTENT + b"x").hexdigest() in text


def test_the_page_reads_a_number_as_people_type_it(ask, make, clerk):
    reference = make(clerk).imprint.reference

    text = ask(clerk, reference=f" {reference.lower().replace('-', '－')} ")

    assert "日志中有此件" in text


def test_the_page_knows_nothing_of_other_files(ask, clerk):
    assert "查无此件" in ask(clerk, b"something else")
    assert "查无此件" in ask(clerk, b"")


@pytest.mark.parametrize("typed", ["430481197503089056", "13907340123", "2018-1"])
def test_what_is_no_number_is_not_written_into_the_log(ask, clerk, typed):
    assert "请核对后再输入" in ask(clerk, reference=typed)
    assert not Event.objects.filter(name="report.verified").exists()


def test_the_page_complains_of_nothing_before_it_is_sent(client_of, clerk):
    text = client_of(clerk).get("/reports/verify/").content.decode()

    assert "核验文件" in text
    assert "需要改正" not in text


def test_the_page_asks_for_something(ask, clerk):
    assert "请选择要核验的文件，或者输入文件上的编号。" in ask(clerk)


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path):
    """Give a function that runs the command on some bytes; its exit code and what it said."""

    def run(content, *arguments):
        file, said = tmp_path / "册.csv", StringIO()
        file.write_bytes(content)
        try:
            call_command("verify_report", str(file), *arguments, stdout=said)
        except SystemExit as leaving:
            return leaving.code, said.getvalue()
        return 0, said.getvalue()

    return run


def test_the_command_agrees_with_the_page(command, make, clerk):
    made = make(clerk)

    assert command(CONTENT)[0] == 0
    assert "与日志一致" in command(CONTENT)[1]
    code, said = command(CONTENT + b"x", "--reference", made.imprint.reference)
    assert (code, "与日志不一致" in said) == (1, True)
    assert command(b"?")[0] == 1


def test_the_command_speaks_json(command, make, clerk):
    made = make(clerk)

    said = json.loads(command(CONTENT, "--json")[1])

    assert (said["verdict"], said["sha256"]) == ("same", made.sha256)
    assert said["log"]["reference"] == made.imprint.reference


def test_the_command_says_what_it_cannot_read(db, tmp_path):
    with pytest.raises(CommandError, match="读不出文件"):
        call_command("verify_report", str(tmp_path / "none.csv"))
