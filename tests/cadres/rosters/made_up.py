"""Made-up rosters of every layout we know, each with the answer its reading must give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cadres.identity import check_character, upgrade

TODAY = date(2018, 12, 20)
COUNTIES = ("430421", "430422", "430423", "430424", "430426", "430481", "430482", "430405")
SURNAMES = "王李张刘陈杨黄周赵吴徐孙朱胡林郭何高罗郑梁谢唐许宋邓韩曹曾彭肖蔡潘田董袁于余叶蒋"
GIVEN = "国华建军志强秀英桂兰小红春生文明海燕玉梅德贵永胜爱民冬美玲新友少卿子轩雨婷诗涵思源长根"
PLACES = (
    "云丰", "路陂", "枧桥", "沙冲", "金竹", "官山", "油丰", "仁赋", "金福", "胜联", "新桥头",
    "楠木桥", "司马", "莲塘", "水井", "和平", "东村", "黄泥", "坪上",
)  # fmt: skip
TOWNSHIPS = ("金桥镇", "新市镇", "谭子山镇", "洪市镇", "三塘镇", "白鹭湖街道", "大和圩乡")
ETHNICITIES = {
    "汉": "01", "汉族": "01", "苗": "06", "瑶族": "13", "土家": "15", "回": "03", "壮族": "08",
}  # fmt: skip
USUAL = {
    "小学": "81", "初中": "71", "高中": "61", "中专": "41", "大专": "31", "本科": "21",
    "硕士": "14",
}  # fmt: skip
ALIASES = {
    "大学专科": "31", "大学本科": "21", "大学": "21", "研究生": "14", "专科": "31",
    "高中文化": "61", "初中毕业": "71", "函授大专": "31", "大专文化": "31", "在职大专": "31",
    "普通高中": "61",
    "大专学历": "31", "小学文化": "81", "大学专科毕业": "31", "全日制本科": "21", "职业高中": "44",
}  # fmt: skip
EDUCATIONS = USUAL | ALIASES
POLITICS = {
    "中共党员": "01", "党员": "01", "正式党员": "01", "预备党员": "02", "中共预备党员": "02",
    "群众": "13", "共青团员": "03", "团员": "03", "无党派人士": "12",
}  # fmt: skip
# A post in its spellings: those that name their body, then those that need its column for it.
SPELLINGS = {
    "party_secretary": (
        "书记", "党总支书记", "党支部书记", "村党支部书记", "支部书记", "支书", "村支书",
        "总支书记",
        "村党总支书记", "党委书记", "村支部书记", "村书记",
    ),
    "party_deputy": (
        "副书记", "党支部副书记", "党总支副书记", "村党支部副书记", "支部副书记", "副支书",
    ),
    "party_member": (
        "支委委员", "支委", "支部委员", "党支部委员", "总支委员", "党总支委员", "组织委员",
        "宣传委员",
        "纪检委员", "党委委员", "支部组织委员",
    ),
    "vc_director": (
        "主任", "村委会主任", "村主任", "村民委员会主任", "村委主任", "居委会主任", "社区主任",
    ),
    "vc_deputy": ("副主任", "村委会副主任", "村副主任", "村民委员会副主任", "居委会副主任"),
    "vc_member": ("村委委员", "村委会委员", "村委", "村民委员会委员", "居委委员", "居委会委员"),
    "supervision_member": (
        "监委会主任", "监委会成员", "村务监督委员会主任", "村务监督委员会成员", "监督委员",
        "监委会委员",
        "村监委主任", "监委委员", "村务监督委员会委员",
    ),
    "village_clerk": (
        "文书", "村秘书", "村文书", "秘书", "专干", "综合专干", "村专干", "辅助干部",
        "村辅助干部", "综合服务专干",
    ),
}  # fmt: skip
BODIES = {
    "party_secretary": "party", "party_deputy": "party", "party_member": "party",
    "vc_director": "committee", "vc_deputy": "committee", "vc_member": "committee",
    "supervision_member": "committee", "village_clerk": "committee",
}  # fmt: skip
SIDE = (
    "妇联主席", "治保主任", "民兵营长", "妇女主任", "团支部书记", "会计", "综治主任",
    "合作社理事长",
)  # fmt: skip
ONE_SHOULDER = (
    "书记、主任一肩挑", "书记主任一肩挑", "书记（主任）", "书记兼主任", "支书兼村主任",
    "书记、主任（一肩挑）", "党支部书记、村委会主任", "书记/主任", "书记 主任", "一肩挑",
)  # fmt: skip
STRANGE = (
    "总经理", "委员", "第一书记", "驻村工作队长", "镇长", "两委成员", "妇联主席", "书计",
    "村官", "董秘",
)  # fmt: skip
JOINTS = ("、", "，", ",", "；", "/", "兼", " ", "\n", "　", "、 ")


@dataclass
class Cadre:
    """A person as a roster shows him, and what reading him must give."""

    village: str
    name: str
    number: str
    sex: str
    born: date
    posts: list[str]
    cells: dict[str, object] = field(default_factory=dict)
    parts: list[tuple[str, str]] = field(default_factory=list)  # body and text of each post
    refused: set[str] = field(default_factory=set)
    tolerated: set[str] = field(default_factory=set)
    warned: set[str] = field(default_factory=set)
    tied: bool = False  # another row leans on this one
    into: Cadre | None = None  # the earlier row of the same person, which takes this one in

    @property
    def is_clean(self) -> bool:
        """Tell somebody in whose row nothing is odd yet, so that one more thing can be."""
        odd = self.refused or self.tolerated - {"education_alias"} or self.into or self.tied
        return not odd


def number_for(dice: Random, born: date, sex: str) -> str:
    """Make a valid number with a sequence code of 901 to 989, which nobody alive bears."""
    sequence = dice.randrange(901, 990, 2) if sex == "男" else dice.randrange(902, 990, 2)
    first17 = f"{dice.choice(COUNTIES)}{born:%Y%m%d}{sequence}"
    return first17 + check_character(first17)


def cadre(dice: Random, village: str, posts: list[str], taken: set[str]) -> Cadre:
    sex = dice.choice("男男女")
    born = date(1958, 1, 1) + timedelta(days=dice.randrange(38 * 365))
    name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2, 2))))
    number = number_for(dice, born, sex)
    while number in taken or name in taken:
        number, name = number_for(dice, born, sex), name[0] + "".join(dice.sample(GIVEN, 2))
    if dice.random() < 0.02:
        name = dice.choice(("阿依古丽·买买提", "欧阳", "司马")) + dice.choice(GIVEN)
    taken |= {number, name}
    person = Cadre(village, name, number, sex, born, posts)
    for post in posts:
        person.parts.append((BODIES[post], dice.choice(SPELLINGS[post])))
    if posts == ["party_secretary", "vc_director"] and dice.random() < 0.3:
        person.parts = [("party", dice.choice(ONE_SHOULDER))]
    if dice.random() < 0.12 and not {"party_secretary", "vc_director"} & set(posts):
        person.parts.insert(
            dice.randrange(2), (dice.choice(["party", "committee"]), dice.choice(SIDE))
        )
        person.warned.add("side_post_ignored")
    _fill(person, dice)
    return person


def _fill(person: Cadre, dice: Random) -> None:
    """Give the cells that a roster may show besides; dates stay dates until they are written."""
    political = dice.choice((*POLITICS, "中共党员", "中共党员", "群众"))
    education = dice.choice(list(ALIASES if dice.random() < 0.1 else USUAL))
    person.cells |= {
        "name": person.name, "id_number": person.number, "sex": person.sex,
        "born": person.born, "ethnicity": dice.choice(list(ETHNICITIES)),
        "political_status": political, "education": education,
        "phone": f"1{dice.choice('3456789')}{dice.randrange(10**9):09}",
        "since": date(dice.choice((2011, 2014, 2017)), dice.choice((3, 5, 6, 10, 11)), 1),
        "party_joined": _joined(person.born, dice) if "党员" in political else "",
        "note": dice.choice(("", "", "", "", "外出", "备注：住镇上", "说明：兼护林")),
    }  # fmt: skip
    if education in ALIASES:
        person.tolerated.add("education_alias")


def _joined(born: date, dice: Random) -> date:
    return min(born + timedelta(days=366 * 19 + dice.randrange(3000)), date(2016, 7, 1)).replace(
        day=1
    )


def team(dice: Random, village: str, taken: set[str]) -> list[Cadre]:
    """Make a village's team: one or two heads, and some beside them."""
    heads = dice.choice(
        ([["party_secretary", "vc_director"]], [["party_secretary"], ["vc_director"]])
    )
    rest = [
        ["party_deputy"], ["vc_deputy"], ["vc_member"], ["party_member"], ["village_clerk"],
        ["supervision_member"], ["party_member", "vc_member"], ["party_deputy", "vc_deputy"],
        ["party_member", "supervision_member"],
    ]  # fmt: skip
    seats = heads + dice.sample(rest, dice.randrange(1, 5))
    return [cadre(dice, village, list(posts), taken) for posts in seats]


def people(dice: Random, villages: list[str]) -> list[Cadre]:
    taken: set[str] = set()
    return [person for village in villages for person in team(dice, village, taken)]


# Spellings that must be read all the same.


def space_the_name(person: Cadre, dice: Random) -> None:
    person.cells["name"] = person.name[0] + "　" + person.name[1:]
    person.tolerated.add("full_width_space_in_name")


def space_the_name_silently(person: Cadre, dice: Random) -> None:
    person.cells["name"] = dice.choice((f"{person.name[0]}  {person.name[1:]}", f" {person.name} "))


def space_the_number(person: Cadre, dice: Random) -> None:
    number = person.number
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    shapes = [f" {number} ", spaced, f" {number}", f"\t{number} "]
    if number.endswith("X"):
        shapes += [number.lower(), f" {number.lower()} "]
    person.cells["id_number"] = dice.choice(shapes)
    person.tolerated.add("spaces_and_lower_case")


def widen_the_number(person: Cadre, dice: Random) -> None:
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    person.cells["id_number"] = person.number.translate(wide)
    person.tolerated.add("full_width_digits")


def quote_the_number(person: Cadre, dice: Random) -> None:
    person.cells["id_number"] = dice.choice("\t'‘") + person.number


def dash_the_phone(person: Cadre, dice: Random) -> None:
    phone = str(person.cells["phone"])
    mark = dice.choice("- －")
    person.cells["phone"] = f"{phone[:3]}{mark}{phone[3:7]}{mark}{phone[7:]}"
    person.tolerated.add("dashed_phone")


SPELT = (
    space_the_name, space_the_name_silently, space_the_number, widen_the_number, quote_the_number,
    dash_the_phone,
)  # fmt: skip


# Mistakes that must be refused, each with its code.


def no_number(person: Cadre, dice: Random) -> str:
    person.cells["id_number"] = dice.choice(("", "", "无", "/", "　"))
    return "identity_missing"


def float_number(person: Cadre, dice: Random) -> str:
    person.cells["id_number"] = dice.choice((float(person.number[:17] + "0"), "4.30422E+17"))
    return "identity_float"


def short_number(person: Cadre, dice: Random) -> str:
    person.cells["id_number"] = dice.choice(
        (person.number[:17].rstrip("X"), f"1{person.number}", person.number[:16])
    )
    return "identity_length"


def lettered_number(person: Cadre, dice: Random) -> str:
    person.cells["id_number"] = person.number[:10] + dice.choice("OIl") + person.number[11:]
    return "identity_charset"


def mistyped_number(person: Cadre, dice: Random) -> str:
    last = dice.choice([mark for mark in "0123456789X" if mark != person.number[17]])
    person.cells["id_number"] = person.number[:17] + last
    return "identity_checksum"


def nowhere_number(person: Cadre, dice: Random) -> str:
    first17 = dice.choice(("009999", "430499", "990101")) + person.number[6:17]
    person.cells["id_number"] = first17 + check_character(first17)
    return "identity_region"


def dateless_number(person: Cadre, dice: Random) -> str:
    first17 = person.number[:10] + dice.choice(("1332", "0230", "0000")) + person.number[14:17]
    person.cells["id_number"] = first17 + check_character(first17)
    return "identity_birth_date"


def legacy_number(person: Cadre, dice: Random) -> str:
    legacy = person.number[:6] + person.number[8:17]
    assert upgrade(legacy)[:17] == person.number[:17]
    person.cells["id_number"] = dice.choice((legacy, int(legacy)))
    return "identity_legacy"


def wrong_sex(person: Cadre, dice: Random) -> str:
    person.cells["sex"] = "女" if person.sex == "男" else "男"
    return "sex_mismatch"


def wrong_birth(person: Cadre, dice: Random) -> str:
    person.cells["born"] = person.born.replace(year=person.born.year + dice.choice((2, -3)), day=5)
    return "birth_mismatch"


def strange_post(person: Cadre, dice: Random) -> str:
    person.parts = [("committee", dice.choice(STRANGE))]
    person.warned.discard("side_post_ignored")
    return "unknown_post"


def no_post(person: Cadre, dice: Random) -> str:
    person.parts = []
    person.warned.discard("side_post_ignored")
    return "post_missing"


def no_name(person: Cadre, dice: Random) -> str:
    person.cells["name"] = ""
    return "name_missing"


def wrong_name(person: Cadre, dice: Random) -> str:
    person.cells["name"] = dice.choice((person.name + "1", "12345", person.name + "？", "zhangsan"))
    return "name_wrong"


MISTAKES = (
    no_number, no_number, float_number, short_number, lettered_number, mistyped_number,
    nowhere_number, dateless_number, legacy_number, wrong_sex, wrong_birth, strange_post, no_post,
    no_name, wrong_name,
)  # fmt: skip
