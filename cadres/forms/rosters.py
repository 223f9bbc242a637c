"""What is typed while a roster is brought in: the file, what its columns mean, who hands over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from cadres import rules
from cadres.models import Ended
from cadres.posts import Post
from cadres.rosters.fields import FIELDS
from cadres.rosters.files import REFUSALS
from cadres.rosters.sampling import Sampled
from cadres.rosters.shown import Offer
from cadres.rosters.writing import Choice

IGNORED = ("", "不导入")
NO_FILE = "请先选择花名册文件，再点“上传并核对”。"


class UploadForm(forms.Form):
    """The file; what is in it is for the reader to say."""

    file = forms.FileField(
        label="花名册文件", allow_empty_file=True, error_messages={"required": NO_FILE},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.et", "class": "drop"}),
        help_text="把文件拖到框里，或点“选择文件”。可以是 xlsx、xls 或 csv，不超过 20 MB；"
        "带宏的和设了打开密码的不收。",
    )  # fmt: skip

    def __init__(self, *args: Any, cut_off: bool = False, **kwargs: Any) -> None:
        """Say with `cut_off` that the file was too large to be taken in at all."""
        super().__init__(*args, **kwargs)
        if cut_off:
            self.fields["file"].error_messages["required"] = REFUSALS["too_large"]


class ColumnsForm(forms.Form):
    """What each column of the sheet means."""

    def __init__(self, *args: Any, columns: Sequence[Sampled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [IGNORED, *((field.key, field.label) for field in FIELDS)]
        for one in columns:
            self.fields[f"c-{one.column}"] = forms.ChoiceField(
                label=one.place, required=False, choices=choices, initial=one.key,
                error_messages={"invalid_choice": "请从列表中选择这一列的含义。"},
            )  # fmt: skip

    def rows(self) -> Iterable[tuple[Sampled, forms.BoundField]]:
        """Give each column with its field."""
        return [(one, self[f"c-{one.column}"]) for one in self.columns]

    def chosen(self) -> dict[int, str]:
        """Give what was chosen, by column."""
        return {one.column: self.cleaned_data.get(f"c-{one.column}", "") for one in self.columns}

    def clean(self) -> dict[str, Any]:
        width = max((one.column + 1 for one in self.columns), default=0)
        for reason in rules.columns_stand(self.chosen(), width).reasons:
            self.add_error(None, reason)
        return self.cleaned_data


class SheetForm(forms.Form):
    """Which sheet of the file is the roster."""

    sheet = forms.ChoiceField(
        label="工作表", error_messages={"invalid_choice": "文件里没有这张工作表，请重新选择。"}
    )

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Which hand-overs are done, from which day, and how the holder leaves."""

    def __init__(self, *args: Any, offers: Sequence[Offer], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers, self.today = offers, today
        for offer in offers:
            self._ask(offer)

    def _ask(self, offer: Offer) -> None:
        whose = f"第 {offer.row} 行{offer.name}接任{offer.post}"
        on = date.fromisoformat(offer.hand_over.on)
        ways = rules.BY_HAND_ENDED[Post(offer.hand_over.post).body]
        sent = {"form": "confirm"}
        self.fields[f"take-{offer.key}"] = forms.BooleanField(
            label=f"办理：{whose}", required=False,
            widget=forms.CheckboxInput(attrs=sent | {"class": "check", "data-counted": "take"}),
        )  # fmt: skip
        self.fields[f"on-{offer.key}"] = forms.DateField(
            label=f"接任日期：{whose}", required=False, initial=on,
            widget=forms.DateInput(
                format="%Y-%m-%d",
                attrs=sent | {"type": "date", "class": "input", "max": self.today.isoformat()},
            ),
            error_messages={"invalid": "接任日期认不出来，请写成 2018-12-20。"},
        )  # fmt: skip
        self.fields[f"how-{offer.key}"] = forms.ChoiceField(
            label=f"前任离任方式：{whose}", required=False, initial=offer.hand_over.how,
            choices=[(way.value, way.label) for way in ways],
            widget=forms.Select(attrs=sent | {"class": "input"}),
            error_messages={
                "invalid_choice": "这种离任方式不适用于这个职务，请从列表中选择。",
            },
        )  # fmt: skip

    def rows(self) -> list[tuple[Offer, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Give each hand-over with its three fields."""
        return [
            (one, self[f"take-{one.key}"], self[f"on-{one.key}"], self[f"how-{one.key}"])
            for one in self.offers
        ]

    def clean(self) -> dict[str, Any]:
        for offer, choice in zip(self.offers, self.choices().values(), strict=True):
            if choice.take and choice.on is None and f"on-{offer.key}" not in self.errors:
                self.add_error(f"on-{offer.key}", "请填写接任日期。")
            elif choice.take and choice.on is not None:
                how = choice.how or Ended.TERM_OVER
                reasons = rules.hand_over_stands(
                    offer.hand_over, on=choice.on, how=how, today=self.today
                ).reasons
                for reason in reasons:
                    self.add_error(f"on-{offer.key}", reason)
        return self.cleaned_data

    def choices(self) -> dict[int, Choice]:
        """Say of every hand-over of the batch whether it is done: what is not ticked is not."""
        asked = self.cleaned_data
        return {
            one.hand_over.tenure: Choice(
                take=bool(asked.get(f"take-{one.key}")),
                on=asked.get(f"on-{one.key}"),
                how=asked.get(f"how-{one.key}") or "",
            )
            for one in self.offers
        }


class UndoForm(forms.Form):
    """Why a roster is taken back."""

    reason = forms.CharField(
        label="撤回原因", max_length=200, help_text="例如“传错了文件”；记入日志",
        error_messages={"required": "请写明撤回的原因，例如“传错了文件”。"},
    )  # fmt: skip
