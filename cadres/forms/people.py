"""The filters of the list of cadres: a GET form, so that a list can be sent as a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from django import forms
from django.db.models import Exists, OuterRef, Q

from accounts.acting import Acting
from accounts.encryption import decrypt, encrypt
from accounts.models import Division
from accounts.roles import Level
from cadres import codes
from cadres.models import Person, PersonQuerySet, Sex, Source, Tenure, TenureQuerySet
from cadres.posts import PRINCIPALS, Post
from cadres.queries.search import matching, names_post, with_tail

IN_POST, NOT_IN_POST, EVERYBODY = "", "no", "all"
HOLDING = [(IN_POST, "在任"), (NOT_IN_POST, "不在任"), (EVERYBODY, "全部")]
# Ages in full years, both included.
AGES = {"35": (0, 35), "45": (36, 45), "55": (46, 55), "60": (56, 60), "61": (61, 200)}
AGE_LABELS = [
    ("35", "35 岁及以下"), ("45", "36 至 45 岁"), ("55", "46 至 55 岁"),
    ("60", "56 至 60 岁"), ("61", "61 岁及以上"),
]  # fmt: skip
# Full years in the posts held now, counted from the earliest; the second is not included.
YEARS = {"1": (0, 1), "3": (1, 3), "6": (3, 6), "9": (6, 200)}
YEAR_LABELS = [
    ("1", "不满 1 年"), ("3", "1 年至不满 3 年"), ("6", "3 年至不满 6 年"), ("9", "6 年及以上"),
]  # fmt: skip
ANY = ("", "不限")
MORE = ("political", "education", "sex", "age", "source", "years", "both", "measure")


@dataclass(frozen=True, slots=True)
class Places:
    """What the pickers of county, township and village offer, out of one query."""

    chosen: dict[str, Division]
    options: dict[str, list[Division]]
    foreign: bool  # something was asked for that is not in the reader's division


class PeopleFilter(forms.Form):
    """Who is on the list. A place picked above another one drops what no longer lies in it."""

    q = forms.CharField(
        label="姓名、拼音、村名、职务、身份证号或其末四位", required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    county = forms.ChoiceField(label="县市区", required=False)
    township = forms.ChoiceField(label="乡镇（街道）", required=False)
    village = forms.ChoiceField(label="村（社区）", required=False)
    holding = forms.ChoiceField(label="任职情况", required=False, choices=HOLDING)
    on = forms.DateField(
        label="截至日期", required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    post = forms.ChoiceField(label="职务", required=False, choices=[ANY, *Post.choices])
    political = forms.ChoiceField(label="政治面貌", required=False)
    education = forms.ChoiceField(label="学历", required=False)
    sex = forms.ChoiceField(label="性别", required=False, choices=[ANY, *Sex.choices])
    age = forms.ChoiceField(label="年龄", required=False, choices=[ANY, *AGE_LABELS])
    source = forms.ChoiceField(label="干部来源", required=False, choices=[ANY, *Source.choices])
    years = forms.ChoiceField(label="任现职年限", required=False, choices=[ANY, *YEAR_LABELS])
    both = forms.BooleanField(label="书记、主任一肩挑", required=False)
    measure = forms.BooleanField(label="警示或处分期内", required=False)

    def __init__(self, data: Any, *, acting: Acting, today: date) -> None:
        # A list without conditions is a list too: it is always bound.
        super().__init__(_with_day(data, today))
        self.acting, self.today = acting, today
        self.places = places_for(acting, data)
        for name in ("county", "township", "village"):
            self._offer(name)
        self.fields["political"].choices = [ANY, *codes.political_status().choices]  # type: ignore[attr-defined]
        self.fields["education"].choices = [ANY, *codes.education().heads.items()]  # type: ignore[attr-defined]
        # Not fields: they must not stay in the form when the next conditions are sent.
        self.found = _number(data.get("found"))
        self.tail = unsealed(data.get("tail", ""))

    @property
    def day(self) -> date:
        """Give the day the list is about."""
        return self.cleaned_data.get("on") or self.today if self.is_valid() else self.today

    @property
    def about(self) -> str:
        """Say in a word whom the list holds."""
        return dict(HOLDING)[self.cleaned_data["holding"]] if self.is_valid() else ""

    def clean(self) -> dict[str, Any]:
        if self.places.foreign:
            raise forms.ValidationError("所选单位不在您的范围内，请在下拉表中重新选择。")
        return self.cleaned_data

    def apply(self, people: PersonQuerySet) -> PersonQuerySet:
        """Keep the people whom the conditions describe; after a wrong condition nobody."""
        if not self.is_valid():
            return people.none()
        asked, day = self.cleaned_data, self.day
        if self.found is not None:
            return people.filter(pk=self.found)
        if self.tail is not None:
            return with_tail(people, self.tail, self.acting) if self.tail else people.none()
        people = self._by_place_and_post(people, day)
        people = self._by_person(people, day)
        people = self._by_time_in_post(people, day)
        if asked["measure"]:
            people = people.with_measure_in_force(day)
        tenures = self._tenures(asked["holding"], day)
        return matching(people, asked["q"], tenures, self.acting) if asked["q"] else people

    @property
    def by_number(self) -> bool:
        """Tell whether a number, or the end of one, is what was searched for."""
        return self.found is not None or self.tail is not None

    @property
    def plain(self) -> list[forms.BoundField]:
        """List the conditions that always show."""
        return [self[name] for name in self.fields if name not in MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """List the conditions that are folded away until one of them is used."""
        return [self[name] for name in MORE]

    @property
    def more_used(self) -> bool:
        return any(self.data.get(name) for name in MORE)

    @property
    def words(self) -> str:
        """Say the conditions in one line: for the head of an export."""
        if self.by_number:
            return "按身份证号查找" if self.found is not None else "按身份证号末四位查找"
        asked = self.cleaned_data if self.is_valid() else {}
        said = [f"截至 {self.day}"]
        for name, value in asked.items():
            field = self.fields[name]
            if name == "holding":
                said.append(dict(HOLDING)[value])
            elif isinstance(field, forms.BooleanField) and value:
                said.append(str(field.label))
            elif isinstance(field, forms.ChoiceField) and value:
                said.append(f"{field.label}：{dict(field.choices)[value]}")  # type: ignore[arg-type]
            elif name == "q" and value:
                said.append(f"查找“{value}”")
        return "；".join(said)

    def _by_place_and_post(self, people: PersonQuerySet, day: date) -> PersonQuerySet:
        place = self.places.chosen.get("township") or self.places.chosen.get("county")
        if place:
            people = people.filter(scope_path__gte=place.path, scope_path__lt=place.path + ":")
        asked = self.cleaned_data
        in_office = Exists(self._tenures(IN_POST, day).filter(person=OuterRef("pk")))
        if asked["holding"] == IN_POST and not names_post(asked["q"]):
            people = people.filter(in_office)
        elif asked["holding"] == NOT_IN_POST:
            people = people.exclude(in_office)
        narrowing = {
            "village": self.places.chosen.get("village"),
            "post": asked["post"],
            "source": asked["source"],
        }
        narrowing = {name: value for name, value in narrowing.items() if value}
        if narrowing:
            there = self._tenures(asked["holding"], day).filter(person=OuterRef("pk"), **narrowing)
            people = people.filter(Exists(there))
        return people

    def _by_time_in_post(self, people: PersonQuerySet, day: date) -> PersonQuerySet:
        held = self._tenures(IN_POST, day).filter(person=OuterRef("pk"))
        if self.cleaned_data["both"]:
            for post in PRINCIPALS:
                people = people.filter(Exists(held.filter(post=post)))
        if self.cleaned_data["years"]:
            least, most = YEARS[self.cleaned_data["years"]]
            people = people.filter(
                Exists(held.filter(began_on__lte=_years_before(day, least))),
                ~Exists(held.filter(began_on__lte=_years_before(day, most))),
            )
        return people

    def _tenures(self, holding: str, day: date) -> TenureQuerySet:
        """Give the tenures of the day, or all up to it where those who left are asked for too."""
        tenures = Tenure.objects.visible_to(self.acting)
        return tenures.on(day) if holding == IN_POST else tenures.filter(began_on__lte=day)

    def _by_person(self, people: PersonQuerySet, day: date) -> PersonQuerySet:
        asked = self.cleaned_data
        if asked["sex"]:
            people = people.filter(sex=asked["sex"])
        if asked["political"]:
            people = people.filter(political_status=asked["political"])
        if asked["education"]:
            people = people.filter(education__in=codes.education().group(asked["education"]))
        if asked["age"]:
            youngest, oldest = AGES[asked["age"]]
            people = people.filter(
                born_on__lte=_years_before(day, youngest),
                born_on__gt=_years_before(day, oldest + 1),
            )
        return people

    def _offer(self, name: str) -> None:
        options = self.places.options.get(name, [])
        if not options:
            del self.fields[name]
            return
        choices = [ANY, *((str(place.pk), place.name) for place in options)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        # A village of another township than the one picked now is dropped, not complained about.
        if name not in self.places.chosen:
            self.data[name] = ""  # type: ignore[index]


def places_for(acting: Acting, data: Any) -> Places:
    """Read the divisions that the pickers need, in the reader's own division only."""
    asked = {name: _number(data.get(name)) for name in ("county", "township", "village")}
    own = acting.division
    if own is None:
        return Places({}, {}, foreign=any(asked.values()))
    wanted = Q(level=Level.COUNTY) | Q(parent__in=[pk for pk in (own.pk, *asked.values()) if pk])
    rows = list(
        Division.objects.under(own)
        .filter(wanted | Q(pk__in=[pk for pk in asked.values() if pk]))
        .exclude(pk=own.pk)
    )
    known = {row.pk for row in rows}
    return _cascade(own, rows, asked, foreign=any(pk and pk not in known for pk in asked.values()))


def _cascade(
    own: Division, rows: list[Division], asked: dict[str, int | None], *, foreign: bool
) -> Places:
    chosen: dict[str, Division] = {}
    options: dict[str, list[Division]] = {}
    above: Division | None = own
    for name, level in (
        ("county", Level.COUNTY), ("township", Level.TOWNSHIP), ("village", Level.VILLAGE),
    ):  # fmt: skip
        if own.level >= level or above is None:
            continue
        options[name] = [row for row in rows if row.level == level and row.parent_id == above.pk]
        above = next((row for row in options[name] if row.pk == asked[name]), None)
        if above:
            chosen[name] = above
    return Places(chosen, options, foreign)


def _with_day(data: Any, today: date) -> Any:
    data = data.copy()
    data["on"] = data.get("on") or today.isoformat()
    return data


def _number(text: str | None) -> int | None:
    """Read an id; what is none at all is an id that nothing has."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=max(day.year - years, 1))
    except ValueError:  # 29 February in a year that has none
        return date(day.year - years, 2, 28)


def people_for(form: PeopleFilter) -> PersonQuerySet:
    """Give the people of a list, without what a list does not show."""
    visible = Person.objects.visible_to(form.acting).standing()
    return form.apply(visible.defer("phone", "bank_account"))


TAIL_PURPOSE = "cadres.search.tail"


def sealed(tail: str) -> str:
    """Give what stands in an address for the last four characters of a number."""
    return encrypt(tail, TAIL_PURPOSE)


def unsealed(text: str) -> str | None:
    """Open it; None where nothing was asked, nothing where it does not open."""
    if not text:
        return None
    try:
        return decrypt(text, TAIL_PURPOSE)
    except (InvalidTag, ValueError, KeyError):
        return ""


class UnmaskForm(forms.Form):
    """What for somebody wants to see a person's numbers in full."""

    purpose = forms.CharField(label="查看号码的用途", max_length=100, help_text="写入审计日志")
