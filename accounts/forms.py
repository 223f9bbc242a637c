"""Log-in and change of password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from accounts import rules
from accounts.answer import Answer
from accounts.models import User


def _password(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget)


class LogInForm(forms.Form):
    username = forms.CharField(
        label="账号",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = _password("密码", "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "class": "short"}
        ),
    )


class ChangePasswordForm(forms.Form):
    old = _password("现在的密码", "current-password")
    new = _password("新密码", "new-password")
    again = _password("再输一遍新密码", "new-password")

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        self.fields["new"].help_text = "".join(password_validators_help_texts())

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        _raise(rules.is_password_of(self.user, old))
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        _raise(rules.may_use_password(self.user, new))
        return new

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.data.get("new"):
            raise ValidationError("两次输入的新密码不同。请重新输入。")
        return again


def _raise(answer: Answer) -> None:
    if not answer:
        raise ValidationError(list(answer.reasons))
