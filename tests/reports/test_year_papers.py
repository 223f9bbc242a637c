"""The year's official papers: the same facts in every format, in time, to the right eyes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import Acting
from assessments.models import Entry, Indicator, Round
from assessments.services import entering, meetings, rounds
from assessments.states import Form
from audit.models import Event
from cadres.models import Person
from reports.papers.assessment.catalogue import BY_KEY, KINDS
from reports.papers.document import File
from reports.papers.making import made
from reports.produced import Kind
from reports.verifying import Verdict, verify
from tests.assessments import stage
from tests.assessments.pages import TIED, entered, last_day_of_the_year, opened  # noqa: F401
from tests.cadres.factories import make_measure
from tests.reports import papers_read as read
from tests.reports import papers_said as said
from tests.reports import year
from tests.reports.papers_said import FORMATS, on_page, squeezed

OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
RARE = "\U00030000"


def in_file(file: File, kind: Kind, found: Round, by: Acting) -> str:
    """Make the file and read it back."""
    return said.in_file(bytes_of(file, kind, found, by), kind)


def bytes_of(file: File, kind: Kind, found: Round, by: Acting) -> bytes:
    produced = made(
        file, kind, scope="耒阳市新市镇", day=stage.DAY, edition="《办法》", about=found, by=by
    )
    return produced.content.read()


@pytest.fixture
def barred(opened):  # noqa: F811
    """Warn the first, let the last be without a grade."""
    first, *_, last = stage.roster(opened)
    make_measure(first.person, taken_on=stage.DAY.replace(month=10, day=8), title="警示谈话")
    return first, last


@pytest.fixture
def finished(opened, clerk, committee, barred):  # noqa: F811
    """Give a year told to everybody: one barred, two level at the last seat, one ungraded."""
    Indicator.objects.filter(plan=opened.plan, form=Form.TARGET, name="基层党建").update(
        topic="党的建设", evidence="会议记录", scoring="少一次扣 1 分"
    )
    year.entered(opened, clerk, [98, 96, 94, 94, 88, 86, 84, 84, 82, 80])
    entering.excuse(entry=barred[1], reason="长期病假", by=clerk)
    return year.told(year.decided(opened, clerk, committee), clerk)


def facts_of(found: Round) -> dict[str, tuple[str, ...]]:
    """Name for each paper what it must say in every format."""
    first, second, third, *_, last = (one.name for one in stage.roster(found))
    return {
        "cover": ("村干部年度述职报告", first, "2017.05", "12 个整月", "中共党员", "签名："),
        "ballot": ("印制清单", "村民代表", "400", "无记名", "基本称职", second, "打“√”"),
        "tally": ("18", "98.00", "60%", "90", "2018 年 12 月 28 日", "监票人：", "优秀票 100 分"),
        "targets": ("党的建设", "会议记录", "少一次扣 1 分", "方面满分", "50", "98.00", "复核人："),
        "register": (
            first, "任现职时间", "村民代表", "98.00×60% + 98.00×40% = 98.00", "第 1 名",
            "评优限制", "建议等次", "称职", "党委会纪要〔2018〕32 号", "年度任务完成得更好",
            "各村村务公开栏公示", "公示期间没有收到对本人等次的异议", "备案意见", "长期病假",
            "本人意见",
        ),
        "summary": (
            "10 × 20% = 2，得 2 名", "末位同分 2 人", f"党委会选定：{third}", "长期病假",
            "不得优秀", "末位同分，选定", "98.00", "党委负责人：", last,
        ),
        "notice": (second, "优秀", "称职", "2018 年 12 月 31 日", "5 个工作日", "联系电话"),
        "letter": (
            f"{first} 同志", "新市镇考核告〔2018〕1号", "考核等次确定为：称职", "30 日内", "15 日",
            "60 日内办结", "回　执", "签收人：", "中共耒阳市新市镇委员会", "中共耒阳市委组织部",
            "98.00×40%",
        ),
    }  # fmt: skip


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_every_format_of_a_paper_says_the_same(finished, clerk, key):
    file = year.drawn(key, finished, clerk)
    facts = [squeezed(fact) for fact in facts_of(finished)[key]]

    texts = {"page": on_page(file)} | {
        kind: in_file(file, kind, finished, clerk) for kind in FORMATS
    }

    assert len(facts_of(finished)) == len(KINDS)
    assert not [(name, fact) for name, text in texts.items() for fact in facts if fact not in text]


def test_every_file_can_be_verified_and_holds_nobodys_number(finished, clerk, committee):
    numbers = [one.id_number for one in Person.objects.all()]
    for kind in KINDS:
        file = year.drawn(kind.key, finished, clerk)
        content = bytes_of(file, Kind.PDF, finished, clerk)
        event = Event.objects.filter(name="report.produced").order_by("-pk").first()
        found = verify(by=committee, sha256=event.data["sha256"])
        assert found.verdict == Verdict.SAME
        assert event.data["people"] == sorted(one.person_id for one in stage.roster(finished))
        text = read.text(content)
        assert event.data["reference"] in text
        assert not [number for number in numbers if number in text]


def test_a_public_notice_tells_names_and_grades_alone(finished, clerk, barred):
    file = year.drawn("notice", finished, clerk)
    warned, ill = barred

    [table] = [block for block in file.papers[0].blocks if hasattr(block, "columns")]
    assert [column.head for column in table.columns] == ["序号", "村（社区）", "姓　名", "考核等次"]
    assert [row[3] for row in table.rows] == ["优秀"] * 2 + ["称职"] * 7
    assert next(row[2] for row in table.rows if row[3] == "称职") == warned.name
    for kind in FORMATS:
        text = in_file(file, kind, finished, clerk)
        assert warned.name in text
        for secret in (ill.name, "病假", "警示", "98.00", "94.00", "综合", "名次", "不得", "书记",
                       "同分", "选定"):  # fmt: skip
            assert secret not in text, (kind, secret)


@pytest.mark.parametrize(
    ("headcount", "sum_said"),
    [(4, "4×20%=0.8，舍去小数，得0名"), (11, "11×20%=2.2，舍去小数，得2名")],
)
def test_the_quota_is_worked_out_on_the_summary(
    officer, clerk, township, village, headcount, sum_said
):
    stage.people(village, headcount)
    scores = [98, 96, *(90 - at % 10 for at in range(0, 2 * headcount, 2))][:headcount]
    found = stage.submitted(stage.opened(officer, township), clerk, scores)

    assert sum_said in on_page(year.drawn("summary", found, clerk))


def test_before_the_meeting_ballots_and_sheets_are_blank(opened, clerk):  # noqa: F811
    ballots = year.drawn("ballot", opened, clerk)
    sheets = year.drawn("targets", opened, clerk)

    [to_print, first, second] = ballots.papers
    assert (first.name, second.name) == ("杨仙村 参会人员", "纠陂村 参会人员")
    assert all(row[3:] == ("", "", "", "") for row in first.blocks[0].rows)
    assert len(first.blocks[0].rows) == 5
    assert to_print.blocks[0].totals[3] == ""
    assert all(row[-1] == "" for row in sheets.papers[0].blocks[0].rows)


def test_a_village_without_a_group_gets_no_ballot_of_it(opened, clerk):  # noqa: F811
    year.parted(opened)
    stage.met(opened, clerk, came=(30, 28, 28, 27))
    party, delegates = stage.groups(opened)
    nobody = {f"{delegates.pk}-{name}": 0 for name in meetings.CAME}
    village = stage.roster(opened)[0].village
    meetings.save_meetings(round=opened, meetings={village.pk: nobody}, by=clerk)

    file = year.drawn("ballot", opened, clerk)

    assert [paper.name for paper in file.papers] == [
        "印制清单", f"{village} {party}", f"纠陂村 {party}", f"纠陂村 {delegates}",
    ]  # fmt: skip
    assert file.papers[0].blocks[0].totals[3] == "90"


def test_a_rare_sign_of_a_name_stands_in_every_format(opened, clerk):  # noqa: F811
    entry = stage.roster(opened)[0]
    Entry.objects.filter(pk=entry.pk).update(name=f"王{RARE}")

    file = year.drawn("cover", opened, clerk, only=entry.pk)

    assert f"王{RARE}" in on_page(file)
    assert f"王{RARE}" in in_file(file, Kind.XLSX, opened, clerk)
    assert f"王{RARE}" in in_file(file, Kind.DOCX, opened, clerk)
    printed = in_file(file, Kind.PDF, opened, clerk)
    assert "王〔U+30000〕" in printed
    assert "字库中没有" in printed


# --- pages ---------------------------------------------------------------------------------------


def address(found: Round, name: str, **asked: object) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"reports:{name}", args=[found.pk]) + (f"?{query}" if query else "")


def test_the_list_says_what_can_be_made_and_why_the_rest_cannot(client_of, clerk, opened):  # noqa: F811
    page = client_of(clerk).get(address(opened, "round_papers")).content.decode()

    for key in ("cover", "ballot", "targets"):
        assert f"?paper={key}&amp;format=docx" in page
    for key in ("tally", "register", "summary", "notice", "letter"):
        assert f"?paper={key}" not in page
    for sentence in ("还没有录入测评票", "提交党委会以后再制作", "乡镇党委审定以后再制作"):
        assert sentence in page


def test_the_board_leads_to_the_papers(client_of, auditor, opened):  # noqa: F811
    page = client_of(auditor).get(reverse("assessments:board", args=[opened.pk])).content.decode()

    assert address(opened, "round_papers") in page


@pytest.mark.parametrize("name", ["round_paper", "round_file"])
def test_too_early_is_a_sentence_and_nothing_is_produced(client_of, clerk, opened, name):  # noqa: F811
    response = client_of(clerk).get(address(opened, name, paper="notice", format="pdf"))

    assert response.status_code == 200
    assert "等次还没有审定。乡镇党委审定以后再制作。" in response.content.decode()
    assert not Event.objects.filter(name="report.produced").exists()


def test_letters_wait_for_the_end_of_the_notice(client_of, clerk, committee, opened):  # noqa: F811
    found = stage.decided(stage.submitted(opened, clerk, TIED[:1] + TIED[3:] + [80, 80]), committee)

    page = client_of(clerk).get(address(found, "round_papers")).content.decode()

    assert "?paper=notice" in page
    assert "公示期满、开始反馈本人以后再制作" in page


@pytest.mark.parametrize("asked", [{"paper": "../x"}, {"paper": "cover", "format": "csv"},
                                   {"paper": "cover", "only": "99"}])  # fmt: skip
def test_what_does_not_exist_is_not_found(client_of, clerk, opened, asked):  # noqa: F811
    assert client_of(clerk).get(address(opened, "round_file", **asked)).status_code == 404


@pytest.mark.parametrize("at", ["", "-1", "999", "x", "²"])
def test_a_sheet_that_is_not_there_is_the_first(client_of, clerk, opened, at):  # noqa: F811
    response = client_of(clerk).get(address(opened, "round_paper", paper="cover", at=at))

    assert "第 1 份，共 10 份" in response.content.decode()


def test_one_cadres_paper_names_him_and_counts_him_alone(client_of, clerk, opened):  # noqa: F811
    entry = stage.roster(opened)[3]

    response = client_of(clerk).get(
        address(opened, "round_file", paper="cover", format="docx", only=entry.pk)
    )

    assert entry.name in read.cells(b"".join(response.streaming_content))
    event = Event.objects.get(name="report.produced")
    assert (event.data["people"], event.data["rows"]) == ([entry.person_id], 1)
    assert event.data["title"] == f"耒阳市新市镇 {entry.name} 2018 年度述职报告封面"


@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 404), ("stranger_officer", 404), ("department", 404),
                        ("auditor", 200), ("city_officer", 200)],
)  # fmt: skip
def test_papers_are_for_those_who_read_the_round(client_of, opened, request, who, status):  # noqa: F811
    browser = client_of(request.getfixturevalue(who))

    for name in ("round_paper", "round_file"):
        response = browser.get(address(opened, name, paper="cover"))
        assert response.status_code == status
        b"".join(response.streaming_content if response.streaming else [response.content])
    assert Event.objects.filter(name="report.produced").exists() is (status == 200)


# --- a whole township ----------------------------------------------------------------------------


def questions(found: Round, by: Acting) -> dict[str, int]:
    """Count what each paper of a round asks the database."""
    counted = {}
    for key in BY_KEY:
        with CaptureQueriesContext(connection) as captured:
            year.drawn(key, found, by)
        counted[key] = len([q for q in captured if not any(w in q["sql"] for w in OVERHEAD)])
    return counted


def test_a_township_of_120_asks_no_more_than_one_of_ten(
    officer, clerk, committee, neighbour, sibling_committee, village, second_village, sibling
):
    stage.people(village)
    stage.people(second_village)
    for place in sibling.children.all():
        stage.people(place, 60)
    rounds.open_rounds(plan=stage.adopted(officer), by=officer)
    small, large = (Round.objects.get(township=one) for one in (village.parent, sibling))
    for one, who, body in ((small, clerk, committee), (large, neighbour, sibling_committee)):
        several = len(stage.roster(one))
        year.entered(one, who, [98 - 2 * (at % 9) for at in range(several)])
        year.told(year.decided(one, who, body), who)

    few, many = questions(small, clerk), questions(large, neighbour)

    assert few == many
    assert max(few.values()) <= 24
    register = year.drawn("register", large, neighbour)
    assert len(read.pages(bytes_of(register, Kind.PDF, large, neighbour))) == 120
