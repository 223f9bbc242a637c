"""What is typed to open a person's file, and to correct one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Level
from cadres import identity, rules
from cadres.cleaning import named
from cadres.forms.fields import amended, code, day, line
from cadres.masking import MASKS
from cadres.models import Person
from cadres.queries.editions import FIELDS, Since, edition_of
from cadres.services.editing import MINE, THEIRS, Overlap, Saved
from cadres.showing import label_of, text_of

NUMBERS = tuple(MASKS)  # never put into the form: masked beside an empty field
CHOICE = "choice_"
GROUPS = (
    ("身份", ("name", "id_number", "ethnicity", "native_place", "birthplace", "health")),
    ("政治面貌和学历", ("political_status", "party_joined_on", "full_member_on", "education",
                 "degree", "professional_title", "first_job_on")),
    ("住址、联系和报酬", ("residence", "phone", "clear_phone", "bank", "bank_account",
                 "clear_bank_account")),
)  # fmt: skip
READS = {
    "hx-post": reverse_lazy("cadres:number"), "hx-target": "#number-read", "hx-params": "id_number",
    "hx-trigger": "change", "inputmode": "text", "spellcheck": "false",
}  # fmt: skip


class VillageField(forms.ChoiceField):
    """A village of the reader's division, its township in front."""

    def offer(self, villages: list[Division]) -> None:
        self.villages = {str(village.pk): village for village in villages}
        named = [(pk, village.title) for pk, village in self.villages.items()]
        self.choices = [("", "未填"), *named]

    def clean(self, value: Any) -> Any:
        return self.villages.get(super().clean(value))


class NumberForm(forms.Form):
    """A number to be read while it is typed."""

    id_number = line("身份证号", 40, required=True)


class AddForm(forms.Form):
    """Name and number open a file; what is known besides may come with them."""

    name = line("姓名", 60, required=True, help_text="与身份证一致")
    id_number = line("身份证号", 40, required=True, attrs=READS,
                     help_text="性别和出生日期从号码读出，不用另填")  # fmt: skip
    ethnicity = code("民族", "ethnicity", required=True, initial="01")
    political_status = code("政治面貌", "political_status")
    party_joined_on = day("入党日期")
    education = code("学历", "education")
    phone = line("手机号", 20, attrs={"inputmode": "tel"})
    residence = VillageField(label="常住村", required=False)

    def __init__(self, data: Any, *, acting: Acting, today: date) -> None:
        super().__init__(data)
        self.fields["residence"].offer(villages_of(acting, today))  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        return _plain_number(self.cleaned_data["phone"])


class EditForm(forms.Form):
    """Everything a clerk may correct, made from one edition of the file."""

    name = line("姓名", 60, required=True)
    id_number = line("身份证号", 40, attrs=READS)
    ethnicity = code("民族", "ethnicity", required=True)
    native_place = line("籍贯", 60, help_text="例如 湖南耒阳")
    birthplace = line("出生地", 60)
    health = code("健康状况", "health")
    political_status = code("政治面貌", "political_status")
    party_joined_on = day("入党日期")
    full_member_on = day("转正日期")
    education = code("学历", "education", help_text="最高学历；每一段学习登记在“学历教育”里")
    degree = code("学位", "degree")
    professional_title = line("专业技术职务", 60)
    first_job_on = day("参加工作日期")
    residence = VillageField(label="常住村", required=False)
    phone = line("手机号", 20, attrs={"inputmode": "tel"})
    clear_phone = forms.BooleanField(label="清除手机号", required=False)
    bank = line("开户银行", 60, help_text="写到网点，例如 耒阳农商银行新市支行")
    bank_account = line("银行账号", 40, attrs={"inputmode": "numeric"})
    clear_bank_account = forms.BooleanField(label="清除银行账号", required=False)
    reason = line("更正说明", 200, help_text="写明依据，例如 核对户口簿、身份证换发")
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, person: Person, acting: Acting, today: date) -> None:
        initial = {name: getattr(person, name) for name in FIELDS if name not in NUMBERS}
        initial |= {"residence": person.residence_id, "edition": edition_of(person)}
        super().__init__(data, initial=initial)
        self.person, self.acting = person, acting
        self.overlap: list[Both] = []
        self._offer_villages(today)
        self._mask_numbers()
        self._close_verified()
        for name in FIELDS:
            if data and CHOICE + name in data:
                self._add_choice(name)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give the fields as they stand on the page."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in GROUPS
        ]

    def clean_phone(self) -> str:
        return _plain_number(self.cleaned_data["phone"])

    def clean_bank_account(self) -> str:
        return _plain_number(self.cleaned_data["bank_account"])

    def typed(self) -> dict[str, Any]:
        """Give what was sent: an empty number means that it stays, a closed field is not sent."""
        sent = {name: self.cleaned_data[name] for name in FIELDS if name in self.data}
        sent = {name: value for name, value in sent.items() if value or name not in NUMBERS}
        for name in ("phone", "bank_account"):
            if self.cleaned_data.get(f"clear_{name}"):
                sent[name] = ""
        if "name" in sent:
            sent["name"] = named(sent["name"])
        if "id_number" in sent:
            sent["id_number"] = identity.normalise(sent["id_number"])
        return sent

    def choices(self) -> dict[str, str]:
        """Give what was chosen where two people had changed the same field."""
        return {
            name: self.cleaned_data[CHOICE + name]
            for name in FIELDS
            if self.cleaned_data.get(CHOICE + name)
        }

    def ask(self, overlap: Overlap) -> None:
        """Put both values of every field in question on the page; nothing is chosen beforehand."""
        typed, self.summary_title = self.typed(), "没有保存"
        unchosen = dict.fromkeys((CHOICE + name for name in overlap.fields), "")
        self.data = amended(self.data, seen=str(overlap.edition), **unchosen)
        self.add_error(None, overlap.objections[0])
        for name, since in overlap.fields.items():
            self.overlap.append(self._both(name, since, typed[name]))

    def _both(self, name: str, since: Since, mine: Any) -> Both:
        was, now, own = (
            _shown(name, value, self.acting, self.person) for value in (since.was, since.now, mine)
        )
        theirs = f"保留{since.who}改的：{now}"
        self._add_choice(name, ((THEIRS, theirs), (MINE, f"用我填的：{own}")), required=True)
        return Both(label_of(name), since.who, since.when, was, now, self[CHOICE + name])

    def _add_choice(
        self, name: str, offered: Any = ((THEIRS, ""), (MINE, "")), *, required: bool = False
    ) -> None:
        self.fields[CHOICE + name] = forms.ChoiceField(
            label=f"{label_of(name)}用哪个",
            required=required,
            choices=offered,
            widget=forms.RadioSelect,
        )

    def _offer_villages(self, today: date) -> None:
        villages = villages_of(self.acting, today)
        now = self.person.residence
        if now is not None and now not in villages:
            villages = [now, *villages]
        self.fields["residence"].offer(villages)  # type: ignore[attr-defined]

    def _mask_numbers(self) -> None:
        for name in NUMBERS:
            number = text_of(
                name, getattr(self.person, name), viewer=self.acting, subject=self.person
            )
            if number:
                field = self.fields[name]
                field.label = f"{field.label}改为"
                field.help_text = format_html("现在是 {}，不改就留空", number)
            elif f"clear_{name}" in self.fields:
                del self.fields[f"clear_{name}"]

    def _close_verified(self) -> None:
        """Close what the county has verified; the browser then does not send it."""
        if self.person.verified_on is None:
            return
        for name in rules.VERIFIED:
            field = self.fields[name]
            field.required = False
            field.widget.attrs["disabled"] = True
            field.help_text = "已由县委组织部核定，请走更正申请"


@dataclass(frozen=True, slots=True)
class Both:
    """A field that two people changed, as the page shows it."""

    label: str
    who: str
    when: datetime
    was: str
    theirs: str
    field: forms.BoundField


def villages_of(acting: Acting, today: date) -> list[Division]:
    """List the villages of somebody's division that exist, for a picker."""
    if acting.division is None:
        return []
    found = Division.objects.under(acting.division).on(today).filter(level=Level.VILLAGE)
    return list(found.select_related("parent").order_by("path"))


def kept_in_words(saved: Saved, viewer: Acting) -> str:
    """Say whose changes stand beside what was just saved: who, when, from what to what."""
    return "；".join(
        f"{since.who}在 {timezone.localtime(since.when):%m-%d %H:%M} 把{label_of(name)}由"
        f"“{_shown(name, since.was, viewer, saved.person)}”改为"
        f"“{_shown(name, since.now, viewer, saved.person)}”"
        for name, since in saved.kept.items()
    )


def _shown(name: str, value: Any, viewer: Acting, subject: Person) -> str:
    return text_of(name, value, viewer=viewer, subject=subject) or "空"


def _plain_number(text: str) -> str:
    """Take out what people put between digits."""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(one for one in half_width if not one.isspace())
