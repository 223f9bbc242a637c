"""Say what each data file may hold; pydantic refuses anything else."""

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policy.yamlnodes import Parsed, Place

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")]
Basis = Literal["seed", "law", "draft", "assume"]
Kind = Literal[
    "ratio", "fraction", "score", "count", "days", "working_days", "months", "counts",
    "word", "words", "flag", "band",
]  # fmt: skip


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False)


Shaped = TypeVar("Shaped", bound=Shape)


class Dates(Shape):
    start: date = Field(alias="from")
    known: date
    basis: Basis
    note: str = ""


class Article(Shape):
    title: Text
    published_by: Text
    published_on: date
    host: Text


class RuleText(Shape):
    id: Code
    paragraph: Text
    label: Text
    quote: str


class Instrument(Shape):
    instrument: Code
    title: Text
    issuer: Text
    number: Text
    dates: Dates
    article: Article


class Param(Shape):
    label: Text
    type: Kind
    unit: str = ""
    stricter: Literal["lower", "higher", "never"]
    reading: Text


class Row(Shape):
    """One dated figure: one line to proof-read. `text` is never a number in the file."""

    key: Code
    start: date = Field(alias="from")
    known: date
    text: Text = Field(alias="is")
    cite: Code
    basis: Basis
    source: str = ""
    note: str = ""
    quote: str = ""  # a published row's own words, out of `document`
    document: str = ""


class Edition(Shape):
    start: date = Field(alias="from")
    known: date
    count: int
    label: Text


class Entry(Shape):
    code: Code
    numbers: dict[str, int]
    text: Text
    evidence: Text
    judge: Text
    trigger: Literal["auto", "semi", "human"]
    basis: Basis
    confirmed: Literal["是", "否"]
    cite: str = ""
    source: str = ""
    document: str = ""


class Catalogue(Shape):
    title: Text
    rule: Code
    editions: dict[str, Edition]


class Indicator(Shape):
    """One line of the city's indicator library; `share` is its usual part of the aspect."""

    code: Code
    dimension: Literal["virtue", "ability", "diligence", "performance", "probity"]
    topic: Text
    name: Annotated[str, Field(min_length=1, max_length=80)]
    evidence: Annotated[str, Field(min_length=1, max_length=200)]
    scoring: Annotated[str, Field(min_length=1, max_length=300)]
    share: Text
    usual: Literal["是", "否"]  # whether a new plan begins with it
    start: date = Field(alias="from")
    known: date
    last: date | None = None
    cite: Code
    basis: Basis
    source: str = ""
    note: str = ""


class Reading(Shape):
    id: Code
    rule: Code
    question: Text
    answer: Text
    status: Literal["ours", "confirmed"]
    who: str = ""
    when: date | None = None
    letter: str = ""


class CountyHead(Shape):
    instrument: Code
    where: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    title: Text


class CityHead(Shape):
    instrument: Code


class OutsideHead(Shape):
    """What a file for publishing says of itself; `where` makes it a county's."""

    instrument: Code
    document: Text
    issued: date
    where: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None
    title: str = ""


class Confirmation(Shape):
    kind: Literal["entry", "reading"]
    code: Code


_WRONG: dict[str, tuple[str, str]] = {
    "missing": ("缺少此项", "填写此项"),
    "extra_forbidden": ("不认识的键", "删去或改成认识的键"),
    "string_type": ("不是文字", '带引号的文字，如 "20%"、"22"'),
    "string_too_short": ("是空的", "填写内容"),
    "string_too_long": ("太长", "不超过四千字"),
    "string_pattern_mismatch": ("写法不对", "编号写法（字母、数字、点、横线）"),
    "date_type": ("不是日期", "如 2016-01-01 的日期"),
    "int_type": ("不是整数", "整数"),
    "dict_type": ("不是映射", "“键: 值”的映射"),
    "model_type": ("不是映射", "“键: 值”的映射"),
}


def shape(model: type[Shaped], data: Any, place: Place, out: Parsed) -> Shaped | None:
    """Check data against a model; note every fault with its line, and return None if any."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for wrong in error.errors(include_url=False, include_input=False):
            what, expected = _WRONG.get(wrong["type"], ("不合格式", "规定的写法"))
            if wrong["type"] == "literal_error":
                expected = str(wrong["ctx"]["expected"]).replace(" or ", "、").replace("'", "")
                what = "不在可写的词里"
            out.refuse((*place, *wrong["loc"]), what, expected)
        return None
