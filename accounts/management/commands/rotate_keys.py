"""`manage.py rotate_keys`: bring what is encrypted under the current key, batch by batch."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.acting import command_line
from accounts.rotation import Sealed, in_use_by_history, may_rotate, rotate_batch, sealed_models
from accounts.session import acting_as

REASON = "rotate_keys"


class Command(BaseCommand):
    help = (
        "更换加密密钥：把库内旧密钥加密的值改用 FIELD_KEY 里的第一把重新加密。"
        "中断后再运行即接着做；历史记录不改，旧密钥须继续列在 FIELD_KEY 里"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只数有多少行要改，不改")

    def handle(self, *_: Any, dry_run: bool, **__: Any) -> None:
        """Ask whether every key is there, then change or count."""
        with acting_as(command_line(), REASON):
            answer = may_rotate()
        if not answer:
            raise CommandError(" ".join(answer.reasons))
        self.stdout.write(f"当前密钥：{settings.FIELD_KEY_ID}")
        for sealed in sealed_models():
            if not sealed.is_history:
                self._say(sealed, dry_run=dry_run)
        self._say_what_stays()

    def _say(self, sealed: Sealed, *, dry_run: bool) -> None:
        with acting_as(command_line(), REASON):
            waiting = sealed.waiting().count()
        if dry_run:
            self.stdout.write(f"{sealed.label}：{waiting} 行待重新加密")
            return
        last = None
        while True:
            with acting_as(command_line(), REASON) as by:
                last = rotate_batch(sealed=sealed, after=last, by=by)
            if last is None:
                break
        self.stdout.write(f"{sealed.label}：{waiting} 行已重新加密")

    def _say_what_stays(self) -> None:
        with acting_as(command_line(), REASON):
            kept = in_use_by_history()
        if not kept:
            self.stdout.write(
                "历史记录里没有旧密钥加密的值。各进程都换用新密钥后，旧密钥可以撤下。"
            )
            return
        counts = "、".join(f"{key}（{count} 个值）" for key, count in sorted(kept.items()))
        self.stdout.write(
            f"历史记录只增不改，仍用旧密钥：{counts}。"
            "在这些记录的保存期满之前，旧密钥须留在 FIELD_KEY 里当前密钥之后，并妥善保管。"
        )
