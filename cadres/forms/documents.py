"""What is sent into a person's file: papers and the photo. The content is checked, not the name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.answer import Refused
from cadres import filecheck
from cadres.filecheck import Checked
from cadres.forms.fields import choice, day, line
from cadres.models import DossierClass


class CheckedFileField(forms.FileField):
    """A file that is looked into; what was wrong with it stands at the field."""

    def __init__(self, take: Callable[[str, bytes], Checked], most: int, **more: Any) -> None:
        self.take, self.most = take, most
        messages = {"required": "请选择文件。", "empty": "文件是空的，请重新选择。"}
        super().__init__(error_messages=messages, **more)

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        upload: UploadedFile[Any] | None = super().clean(data, initial)
        if upload is None:  # only where the field may stay empty
            return None
        try:
            return self.take(upload.name or "", filecheck.received(upload, self.most))
        except Refused as refused:
            raise forms.ValidationError(list(refused.objections)) from refused


class DocumentForm(forms.Form):
    """A paper for one of the seven classes."""

    dossier_class = choice("类别", DossierClass.choices)
    title = line("材料名称", 80, required=True, help_text="例如 入党志愿书、大专毕业证")
    dated_on = day("材料日期", help_text="材料上写的日期")
    checked = CheckedFileField(
        filecheck.document, filecheck.DOCUMENT_MOST, label="文件",
        help_text="PDF、JPEG 或 PNG，不超过 10 MB。图片会重新生成，拍摄地点等信息不保留",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip


class WithdrawDocumentForm(forms.Form):
    reason = line(
        "撤出原因", 200, required=True, help_text="材料不会删除，撤出原因和经办人一并留存"
    )


class PhotoForm(forms.Form):
    """A portrait."""

    checked = CheckedFileField(
        filecheck.photo, filecheck.PHOTO_MOST, label="照片",
        help_text="近期免冠证件照，JPEG 或 PNG，不超过 2 MB，宽高都不少于 100 像素",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )  # fmt: skip
