"""Single cells read for what they mean: codes of the national tables, sexes, phones, sources."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cadres import codes
from cadres.identity import FEMALE, MALE
from cadres.rosters.cells import plain, says_nothing, tight


def _words(text: str) -> list[str]:
    return text.split()


def _by_word(words: dict[str, list[str]]) -> dict[str, str]:
    return {word: code for code, several in words.items() for word in several}


SEXES = {
    "男": MALE, "女": FEMALE, "男性": MALE, "女性": FEMALE, "男士": MALE, "女士": FEMALE,
    "1": MALE, "2": FEMALE, "M": MALE, "F": FEMALE, "男。": MALE, "女。": FEMALE,
}  # fmt: skip
# The short words of everyday use; every other spelling is read all the same, and said so.
USUAL_EDUCATION = _by_word({
    "81": _words("小学"),
    "71": _words("初中"),
    "61": _words("高中"),
    "41": _words("中专"),
    "31": _words("大专"),
    "21": _words("本科"),
    "14": _words("硕士"),
    "11": _words("博士"),
    "44": _words("职高"),
    "47": _words("技校 中技"),
})  # fmt: skip
OTHER_EDUCATION = _by_word({
    "31": _words("大学专科 专科 高职 高等职业教育 函授大专 自考大专 电大 夜大 党校大专 大专函授"),
    "21": _words("大学本科 大学 本科函授 函授本科 自考本科 党校本科 学士 大学学士"),
    "14": _words("研究生 硕士研究生"),
    "11": _words("博士研究生"),
    "41": _words("中等专科 中师 师范 中等师范 中专中技"),
    "40": _words("中职 中等职业教育"),
    "44": _words("职业高中 职中"),
    "61": _words("普高 普通高中 高级中学 高中中专"),
    "71": _words("初级中学 中学"),
    "47": _words("技工学校 技工"),
    "81": _words("高小 初小"),
    "90": _words("文盲 半文盲 其他"),
    "17": _words("研究生班 省委党校研究生"),
    "28": _words("大普"),
})  # fmt: skip
AROUND_EDUCATION = re.compile(
    r"^(全日制|在职|函授|成人|自考|业余|普通)|(文化程度|文化|学历|程度|教育|毕业生?|水平)$"
)
POLITICAL = _by_word({
    "01": _words(
        "党员 中共党员 共产党员 中国共产党党员 中共 正式党员 中共正式党员 共产党 中国共产党 党"
    ),
    "02": _words("预备党员 中共预备党员 中国共产党预备党员 预备 中共党员(预备) 党员(预备)"),
    "03": _words("团员 共青团员 共青团 中国共青团员"),
    "04": _words("民革 民革党员"),
    "05": _words("民盟"),
    "06": _words("民建"),
    "07": _words("民进"),
    "08": _words("农工党 农工民主党"),
    "09": _words("致公党"),
    "10": _words("九三 九三学社"),
    "11": _words("台盟"),
    "12": _words("无党派 无党派人士"),
    "13": _words(
        "群众 普通群众 一般群众 农民群众 非党员 非党 非中共党员 群 入党积极分子 积极分子 "
        "群众(入党积极分子)"
    ),
})  # fmt: skip
HEALTH = _by_word({
    "10": _words("健康 良好 好 优 身体健康 很好 较好 优秀 正常"),
    "20": _words("一般 较弱 尚可 较差 体弱 差"),
    "30": _words("慢性病 有慢性病"),
    "60": _words("残疾"),
})  # fmt: skip
DEGREES = {"学士": "4", "硕士": "3", "博士": "2", "名誉博士": "1"}
SOURCES = _by_word({
    "local": _words(
        "本村村民 本村 本地 本村人 本土 农民 村民 务农 本村党员 在村 留村 种植养殖 种养殖大户 "
        "农村青年"
    ),
    "returned": _words(
        "返乡人员 返乡 返乡创业 返乡务工 外出务工返乡 返乡农民工 外出务工 返乡创业人员 务工返乡 "
        "返乡能人 外出务工返乡人员"
    ),
    "veteran": _words(
        "退役军人 退伍军人 复员军人 转业军人 复退军人 退役 退伍 退伍兵 复员退伍军人"
    ),
    "entrepreneur": _words(
        "致富能手 致富带头人 经商办企业 经商 个体户 能人 企业主 创业能手 经济能人 致富能人 "
        "产业带头人 民营企业主 个体经商 种养大户 专业大户 合作社负责人 经商人员"
    ),
    "graduate": _words(
        "大学毕业生 大学生 大学生村官 高校毕业生 本土大学生 回乡大学生 返乡大学生 大中专毕业生 "
        "回乡大中专毕业生"
    ),
    "sent_down": _words(
        "上级选派 选派 下派 下派干部 选派干部 机关选派 上级下派 上派 机关干部 机关事业单位 "
        "组织选派"
    ),
})  # fmt: skip
MOBILE = re.compile(r"1[3-9]\d{9}")
MOBILE_AMONG = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
HAN = re.compile(
    r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"
    r"(?:·[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)*"
)
DOTS = str.maketrans("•・‧∙●．.⋅", "········")
SEX_MARK = re.compile(r"[(（][女男][)）]$")


@lru_cache(maxsize=20_000)
def read_code(field: str, text: str) -> str:
    """Give the code of a text in the field's national table, or nothing."""
    word = tight(text)
    if found := _labels(field).get(word):
        return found
    if field == "ethnicity":
        return _ethnicity(word)
    if field == "education":
        return _education(word)
    return {"political_status": POLITICAL, "health": HEALTH, "degree": DEGREES}[field].get(
        word, ""
    ) or _by_degree(field, word)


def education_is_usual(text: str) -> bool:
    """Tell the short everyday words from other spellings of the same."""
    return tight(text) in USUAL_EDUCATION


@cache
def _labels(field: str) -> dict[str, str]:
    return {label: code for code, label in codes.TABLES[field]().labels.items()}


def _ethnicity(word: str) -> str:
    return _labels("ethnicity").get(f"{word}族", "")


def _education(word: str) -> str:
    """Look a word up as it is, then without what only surrounds it: 函授大专毕业, 高中文化."""
    for _ in range(4):
        if code := USUAL_EDUCATION.get(word) or OTHER_EDUCATION.get(word):
            return code
        shorter = AROUND_EDUCATION.sub("", word)
        if shorter == word:
            break
        word = shorter
    return ""


def _by_degree(field: str, word: str) -> str:
    """Read 工学学士 and 管理学学士学位."""
    if field != "degree":
        return ""
    short = word.removesuffix("学位")
    return DEGREES.get(short) or _labels(field).get(f"{short}学位", "")


def highest(field_codes: list[str]) -> str:
    """Give the highest education of several: the lower the code the higher."""
    return min(field_codes) if field_codes else ""


@lru_cache(maxsize=1_000)
def read_sex(text: str) -> str:
    """Give 1 or 2, or nothing for what is neither."""
    return SEXES.get(tight(text).upper(), "")


@lru_cache(maxsize=1_000)
def read_source(text: str) -> str:
    """Give the value of where somebody came from, or nothing."""
    return SOURCES.get(tight(text), "")


@lru_cache(maxsize=50_000)
def read_name(text: str) -> tuple[str, bool]:
    """Give a name without its spaces, and whether it can be one: characters and middle dots."""
    dots = tight(text.translate(DOTS) if not text.isascii() else text)
    name = SEX_MARK.sub("", dots)
    return name, len(name) > 1 and HAN.fullmatch(name) is not None


def read_phone(text: str) -> tuple[str, bool]:
    """Give a mobile number, or nothing, and whether dashes or spaces stood in it."""
    whole = plain(text).strip("'‘’`")
    digits = re.sub(r"[-\s—–]", "", whole)
    bare = re.sub(r"^(\+|00)?86(?=1[3-9]\d{9}$)", "", digits)
    return (bare, digits != whole) if MOBILE.fullmatch(bare) else ("", False)


def first_phone(text: str) -> str:
    """Give the first mobile number of a cell that holds several things."""
    found = MOBILE_AMONG.search(plain(text))
    return found[0] if found else ""


def read_text(text: str) -> str:
    """Give a text in one line; a dash says nothing."""
    return "" if says_nothing(text) else plain(text)
