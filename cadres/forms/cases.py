"""What is written down where two people decide: a reason, a choice."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.acting import Acting
from cadres import codes, filecheck
from cadres.forms.documents import CheckedFileField
from cadres.masking import Purpose, shown
from cadres.models import Duplicate, Person, Transfer
from cadres.queries.corrections import LABELS


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReasonForm(forms.Form):
    """Why something is decided so."""

    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="申请单位看得到；请不要写号码全文",
    )  # fmt: skip


class TransferForm(ReasonForm):
    """Give a file into the asking township's keeping, or answer with no."""

    GRANT, REFUSE = "grant", "refuse"

    decision = forms.ChoiceField(
        label="办理结果", widget=forms.RadioSelect,
        choices=[(GRANT, "同意转入"), (REFUSE, "不予转入")],
    )  # fmt: skip
    field_order = ("decision", "reason")

    def __init__(self, *args: Any, may_grant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_grant:  # there is nothing to give: the answer can only be no
            del self.fields["decision"]

    @property
    def grants(self) -> bool:
        return self.cleaned_data.get("decision") == self.GRANT


class TransferFilter(forms.Form):
    """Which requests are listed."""

    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Transfer.Status.choices]
    )


class VerdictForm(forms.Form):
    """Whether two files are one person's, and if so which stays."""

    NOT_SAME = "not_same"

    verdict = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="凭什么这样判断，例如“与本人核对身份证”；请不要写号码全文",
    )  # fmt: skip

    def __init__(self, *args: Any, first: Person, second: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"keep-{one.pk}": one for one in (first, second)}
        kept = ((first, "左边"), (second, "右边"))
        self.fields["verdict"].choices = [  # type: ignore[attr-defined]
            *(
                (f"keep-{one.pk}", f"同一人，保留{side}的档案（{one.unit.name}）")
                for one, side in kept
            ),
            (self.NOT_SAME, "不是同一人，两份档案都保留"),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """Give the verdict as the service takes it."""
        keep = self.people.get(self.cleaned_data["verdict"])
        verdict = Duplicate.Verdict.SAME if keep else Duplicate.Verdict.NOT_SAME
        return {"verdict": verdict, "keep": keep, "reason": self.cleaned_data["reason"]}


class ReviewForm(forms.Form):
    """Confirm what another proposed, or send it back with the reason."""

    CONFIRM, RETURN = "confirm", "return"

    decision = forms.ChoiceField(
        label="复核结果", widget=forms.RadioSelect,
        choices=[(CONFIRM, "同意"), (RETURN, "退回")],
    )  # fmt: skip
    review = forms.CharField(
        label="复核意见", max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="退回的必须写明理由",
    )  # fmt: skip


class QueueFilter(forms.Form):
    """Which pairs are listed: those this level judges, or those a level below does."""

    INSIDE = "inside"

    where = forms.ChoiceField(label="范围", required=False)

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            ("", f"跨{level}的"), (self.INSIDE, f"同一{level}内的"),
        ]  # fmt: skip

    @property
    def inside(self) -> bool:
        return self.is_valid() and self.cleaned_data["where"] == self.INSIDE


class CorrectionReviewForm(ReviewForm):
    """Approve what was asked for, or refuse it with the reason."""

    decision = forms.ChoiceField(
        label="审核结果", widget=forms.RadioSelect,
        choices=[(ReviewForm.CONFIRM, "同意更正"), (ReviewForm.RETURN, "不予更正")],
    )  # fmt: skip
    review = forms.CharField(
        label="审核意见", max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text="不予更正的必须写明理由",
    )  # fmt: skip


class EvidenceField(CheckedFileField):
    """A file that may be left out."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else None


class CorrectionForm(forms.Form):
    """What a file should say instead; whatever is left as it is, is not asked for."""

    name = forms.CharField(label="姓名", max_length=60)
    id_number = forms.CharField(
        label="身份证号", max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    party_joined_on = forms.DateField(label="入党日期", required=False, widget=_day())
    first_job_on = forms.DateField(label="参加工作日期", required=False, widget=_day())
    education = forms.ChoiceField(label="学历", required=False)
    degree = forms.ChoiceField(label="学位", required=False)
    reason = forms.CharField(
        label="更正理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据，例如“户口簿登记为……”“毕业证书编号……”；请不要写号码全文",
    )  # fmt: skip

    evidence = EvidenceField(
        filecheck.document, filecheck.DOCUMENT_MOST, label="证明材料", required=False,
        help_text="证明更正内容的扫描件或照片：PDF、JPEG 或 PNG",
    )  # fmt: skip

    def __init__(self, data: Any, files: Any = None, *, person: Person, acting: Acting) -> None:
        # The number is never put into the form: left empty, it stays as it is.
        given = {name: getattr(person, name) for name in LABELS if name != "id_number"}
        super().__init__(data, files, initial=given)
        masked = shown(
            "id_number", person.id_number, viewer=acting, subject=person, purpose=Purpose.PAGE
        )
        self.fields["id_number"].help_text = f"现在是 {masked}，不更正的留空"
        for name in ("education", "degree"):
            self.fields[name].choices = [("", "未填"), *codes.TABLES[name]().choices]  # type: ignore[attr-defined]

    @property
    def changes(self) -> dict[str, Any]:
        """Give the fields as the service takes them."""
        given = {name: self.cleaned_data[name] for name in LABELS}
        if not given["id_number"].strip():
            del given["id_number"]
        return given
