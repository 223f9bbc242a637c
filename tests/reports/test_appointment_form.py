"""干部任免审批表: the cells of the official form, filled from the file and safe to open."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from audit.models import Event
from cadres.posts import Post
from reports.papers.appointment import Asked, appointment_form
from reports.papers.appointment_words import resume_line, schooling, words_of
from tests.assessments import stage
from tests.cadres.factories import (
    fresh_number,
    made_up_number,
    make_education,
    make_experience,
    make_measure,
    make_person,
    make_relative,
    make_reward,
    make_tenure,
)
from tests.reports import papers_read as read

DAY = date(2018, 12, 20)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def person(settings, township):
    settings.BUSINESS_DAY = DAY
    return make_person(
        township, "曾国华", id_number=made_up_number(born_on=date(1975, 8, 8), sequence=911),
        party_joined_on=date(1998, 7, 1), first_job_on=date(1999, 9, 1), health="10",
        native_place="湖南耒阳", birthplace="湖南耒阳", professional_title="农技员",
    )  # fmt: skip


@pytest.fixture
def make(person, clerk):
    """Give a function that fills in the form; its bytes."""

    def go(**asked):
        made = appointment_form(person=person, day=DAY, by=clerk, asked=Asked(**asked))
        return made.content.read()

    return go


@pytest.fixture
def words(person, clerk):
    """Give a function that reads what the form would say."""
    return lambda: words_of(person, DAY, clerk)


def test_the_form_has_the_cells_of_the_official_one(make):
    printed = ["".join(text.split()) for text in read.cells(make())]

    for name in (
        "姓名", "性别", "出生年月（岁）", "民族", "籍贯", "出生地", "入党时间", "参加工作时间",
        "健康状况", "专业技术职务", "熟悉专业有何专长", "照片", "学历学位", "全日制教育",
        "在职教育", "毕业院校系及专业", "现任职务", "拟任职务", "拟免职务", "简历", "奖惩情况",
        "年度考核结果", "任免理由", "家庭主要成员及重要社会关系", "称谓", "出生年月", "政治面貌",
        "工作单位及职务", "呈报单位", "审批机关意见", "行政机关任免意见",
    ):  # fmt: skip
        assert name in printed, name
    assert printed.count("毕业院校系及专业") == 2


def test_dates_are_written_as_forms_do(words):
    said = words()

    assert said.born == "1975.08\n（43岁）"
    assert (said.party, said.first_job, said.health) == ("1998.07", "1999.09", "健康")


def test_the_resume_has_the_official_form_and_hangs(make, person):
    make_experience(person, date(1999, 9, 1), "衡阳市农业学校学习", ended_on=date(2002, 7, 1))
    make_experience(person, date(2017, 5, 1), "杨仙村党组织书记")

    content = make()

    lines = next(text for text in read.cells(content) if "--" in text).split("\n")
    assert lines == ["1999.09--2002.07  衡阳市农业学校学习", "2017.05--         杨仙村党组织书记"]
    assert len({text.index(text.split()[-1]) for text in lines}) == 1
    hanging = [p for t in read.form(content).tables for c in t._cells for p in c.paragraphs
               if "--" in p.text]  # fmt: skip
    assert all(p.paragraph_format.first_line_indent < 0 for p in hanging)


def test_without_a_resume_the_posts_stand_for_it(words, person, village):
    make_tenure(person, village, Post.VC_DIRECTOR, date(2017, 5, 1))

    assert words().resume == ["2017.05--         耒阳市新市镇杨仙村村民委员会主任"]


def test_posts_are_named_in_full(words, person, village, community):
    make_tenure(person, village, Post.VC_DIRECTOR)
    make_tenure(person, village, Post.PARTY_SECRETARY)
    make_tenure(person, community, Post.VC_MEMBER)
    make_tenure(person, community, Post.CLERK, date(2010, 1, 1), ended_on=date(2012, 1, 1),
                ended_how="moved")  # fmt: skip

    assert words().posts == (
        "耒阳市新市镇杨仙村党组织书记、村民委员会主任；耒阳市新市镇新市社区居民委员会委员"
    )


def test_the_highest_schooling_of_each_kind_is_named(words, person):
    make_education(person, level="61", school="耒阳市第二中学")
    make_education(person, level="41", school="衡阳市农业学校", major="种植")
    make_education(person, mode="in_service", level="21", degree="413", school="湖南农业大学",
                   major="农学专业")  # fmt: skip

    said = words()

    assert said.full_time == ("中专", "衡阳市农业学校种植专业")
    assert said.in_service[0].startswith("大学\n")
    assert said.in_service[1] == "湖南农业大学农学专业"


@pytest.mark.parametrize(
    ("level", "said"),
    [("11", "研究生"), ("21", "大学"), ("31", "大专"), ("33", "大专肄业"), ("41", "中专"),
     ("44", "职高"), ("47", "技校"), ("61", "高中"), ("71", "初中"), ("81", "小学"),
     ("90", "其他")],
)  # fmt: skip
def test_schooling_is_named_as_forms_do(level, said):
    assert schooling(level) == said


def test_rewards_and_what_weighs_stand_in_their_order(words, person):
    make_reward(person)
    make_measure(person, kind="sanction", title="党内警告", taken_on=date(2015, 3, 1),
                 until=date(2016, 2, 28), document="新纪〔2015〕2号")  # fmt: skip
    make_measure(person, kind="sanction", title="记过", taken_on=date(2014, 3, 1),
                 withdrawn_on=date(2014, 6, 1))  # fmt: skip
    make_measure(person, title="警示谈话", taken_on=date(2018, 10, 8), until=date(2019, 1, 7))
    make_measure(person, title="警示谈话", taken_on=date(2017, 1, 1), until=date(2017, 3, 31))

    assert words().rewards.split("\n") == [
        "2015.03，党内警告（新纪〔2015〕2号）", "2016.07，优秀共产党员（中共耒阳市委）",
        "2018.10，警示谈话",
    ]  # fmt: skip


def test_nothing_to_tell_is_told(words):
    assert words().rewards == "无"


def test_only_decided_grades_stand_there(settings, clerk, committee, officer, township, village):
    settings.BUSINESS_DAY = day = date(2018, 12, 31)
    stage.people(village)
    found = stage.submitted(stage.opened(officer, township), clerk, [92, 88, 86, 84, 82])
    cadre = stage.roster(found)[0].person
    assert words_of(cadre, day, clerk).grades == ""

    stage.decided(found, committee)

    assert words_of(cadre, day, clerk).grades == "2018年优秀"


def test_the_family_stands_nearest_first_in_padded_rows(make, words, person):
    make_relative(person, relation="in_law", title="岳父", name="李光辉", political_status="01")
    make_relative(person, relation="child", title="长子", name="曾小明", born_on=date(2000, 2, 1))
    make_relative(person)

    assert [row[0] for row in words().family] == ["妻子", "长子", "岳父"]
    assert words().family[1][:3] == ("长子", "曾小明", "2000.02")
    assert len(read.form(make()).tables[1].rows) == 3 + 1 + 7 + 2
    for name in "建永光志明海":
        make_relative(person, relation="sibling", title="兄", name=f"曾{name}")
    assert len(read.form(make()).tables[1].rows) == 3 + 1 + 9 + 2


def test_what_is_asked_stands_in_its_cells(make):
    cells = read.cells(
        make(to_take="杨仙村党组织书记", reason="换届", submitted_by="中共新市镇委员会")
    )

    assert "杨仙村党组织书记" in cells
    assert "换届" in cells
    assert "中共新市镇委员会\n（盖章）\n年　　月　　日" in cells


@pytest.mark.parametrize("name", ["张<三>&", '"]]>"', "曾\x01\x0b国\ufffe华", "䶮㛃𬱖𪚥"])
def test_whatever_a_name_holds_the_file_opens(make, person, name):
    make_relative(person, name=name)
    person.name = name

    content = make(reason=name)

    clean = name.translate(dict.fromkeys((1, 0x0B, 0xFFFE)))
    assert read.cells(content).count(clean) == 3
    with ZipFile(BytesIO(content)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(part))


def test_fonts_are_named_for_chinese_too(make):
    with ZipFile(BytesIO(make())) as parts:
        root = etree.fromstring(parts.read("word/document.xml"))

    fonts = [run.get(qn("w:eastAsia")) for run in root.iter(f"{WORD}rFonts")]
    assert set(fonts) == {"方正小标宋简体", "宋体", "仿宋_GB2312"}
    assert len(fonts) == len(list(root.iter(f"{WORD}r")))


def test_the_photo_fits_its_cell(make, person):
    person.photo = read.make_photo(person.scope_path, (900, 600))

    shape = read.form(make()).inline_shapes[0]

    assert shape.width.cm <= 3.41
    assert shape.height.cm <= 4.61
    assert abs(shape.width / shape.height - 1.5) < 0.02


def test_a_long_resume_is_set_smaller_to_stay_on_its_page(make, person):
    for month in range(1, 13):
        for year in (1999, 2000, 2001):
            make_experience(person, date(year, month, 1), "在耒阳市新市镇杨仙村从事农业生产")

    sizes = {run.font.size.pt for table in read.form(make()).tables for cell in table._cells
             for p in cell.paragraphs if "--" in p.text for run in p.runs}  # fmt: skip

    assert sizes == {9}


def test_the_file_carries_what_every_produced_file_does(make, person, clerk):
    content = make(reason="换届选举")

    event = Event.objects.get(name="report.produced")
    foot = read.form(content).sections[0].footer.paragraphs[0].text
    about = read.form(content).core_properties
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert (event.data["format"], event.data["people"]) == ("docx", [person.pk])
    assert f"编号：{event.data['reference']}" in foot
    assert "数据截至：2018-12-20" in foot
    assert about.keywords == event.data["reference"]
    assert about.title == "曾国华 干部任免审批表"


def test_no_identity_number_stands_on_the_form(make, person):
    with ZipFile(BytesIO(make())) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode(
            "utf-8", "ignore"
        )

    assert person.id_number not in everything
    assert person.phone not in everything


def test_a_resume_line_aligns_with_and_without_an_end():
    ended = resume_line(date(1999, 9, 1), date(2002, 7, 1), "学习")
    lasting = resume_line(date(2017, 5, 1), None, "工作")

    assert ended == "1999.09--2002.07  学习"
    assert lasting == "2017.05--         工作"
    assert ended.index("学") == lasting.index("工") == 18


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def address(person):
    return f"/cadres/{person.pk}/appointment/"


def test_the_page_says_what_the_file_lacks(client_of, clerk, address):
    text = client_of(clerk).get(address).content.decode()

    assert "档案里还没有：照片、学历学位、现任职务、简历、年度考核结果、家庭主要成员" in text
    assert 'value="中共新市镇委员会"' in text
    assert 'value="陈干事"' in text


def test_a_street_has_a_working_committee(client_of, stranger, other_township):
    person = make_person(other_township, id_number=fresh_number())

    text = client_of(stranger).get(f"/cadres/{person.pk}/appointment/").content.decode()

    assert 'value="中共车江街道工作委员会"' in text


def test_the_form_is_handed_out_filled(client_of, clerk, address):
    response = client_of(clerk).post(address, {"to_take": "村党组织书记", "filled_by": "周某"})

    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    assert "村党组织书记" in read.cells(content)
    assert "填表人：周某" in [p.text for p in read.form(content).paragraphs]


def test_too_much_text_is_said_and_nothing_is_produced(client_of, clerk, address):
    response = client_of(clerk).post(address, {"reason": "长" * 301})

    assert response["Content-Type"].startswith("text/html")
    assert "长" * 301 in response.content.decode()
    assert not Event.objects.filter(name="report.produced").exists()
