"""How a name is read: surnames first, since many sound otherwise than the same character alone."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin

# Only surnames that a dictionary of single characters reads otherwise than their bearers do.
# Where two readings live, that of Hunan: 覃 qin (tan in Guangxi); 盖 ge, 乐 yue by the dictionary.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "区": "ou", "查": "zha", "解": "xie", "朴": "piao",
    "覃": "qin", "盖": "ge", "洗": "xian", "缪": "miao", "乐": "yue", "翟": "zhai", "员": "yun",
    "繁": "po", "秘": "bi", "种": "chong", "重": "chong", "折": "she", "召": "shao", "祭": "zhai",
    "粘": "nian", "佴": "nai", "乜": "nie", "隗": "wei", "句": "gou", "长": "chang", "都": "du",
    "阚": "kan", "黑": "he", "能": "nai", "卜": "bu", "谌": "chen", "冼": "xian", "任": "ren",
    "华": "hua", "燕": "yan", "宁": "ning", "葛": "ge", "纪": "ji", "尉": "wei", "盛": "sheng",
}  # fmt: skip
COMPOUND = {
    "尉迟": "yu chi", "万俟": "mo qi", "欧阳": "ou yang", "司马": "si ma", "司徒": "si tu",
    "上官": "shang guan", "诸葛": "zhu ge", "东方": "dong fang", "皇甫": "huang fu",
    "慕容": "mu rong", "令狐": "ling hu", "长孙": "zhang sun", "宇文": "yu wen",
    "夏侯": "xia hou", "澹台": "tan tai", "单于": "chan yu", "鲜于": "xian yu",
    "公孙": "gong sun", "轩辕": "xuan yuan", "钟离": "zhong li", "闻人": "wen ren",
    "申屠": "shen tu", "太叔": "tai shu", "赫连": "he lian", "呼延": "hu yan",
    "端木": "duan mu", "南宫": "nan gong", "独孤": "du gu", "濮阳": "pu yang",
    "淳于": "chun yu", "亓官": "qi guan", "拓跋": "tuo ba", "百里": "bai li", "东郭": "dong guo",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def read_name(name: str) -> tuple[str, str]:
    """Give a name's syllables, parted by spaces so that surnames sort together, and initials."""
    surname, given = _split(name)
    syllables = [*_surname(surname).split(), *_given(given)]
    return " ".join(syllables).lower(), "".join(s[0] for s in syllables).lower()


@lru_cache(maxsize=5_000)
def _surname(surname: str) -> str:
    return COMPOUND.get(surname) or SURNAMES.get(surname) or "".join(lazy_pinyin(surname))


@lru_cache(maxsize=50_000)
def _given(given: str) -> tuple[str, ...]:
    """Read a given name: many people bear the same, few the same whole name."""
    return tuple(filter(None, lazy_pinyin(given, errors=_letters)))


def _split(name: str) -> tuple[str, str]:
    bare = "".join(name.split())
    if bare.isascii():
        return "", bare
    length = 2 if bare[:2] in COMPOUND and len(bare) > 2 else 1
    return bare[:length], bare[length:]


def _letters(text: str) -> str:
    """Keep letters and digits of a name that is not written in characters; drop the dots."""
    return "".join(letter for letter in text if letter.isalnum())
