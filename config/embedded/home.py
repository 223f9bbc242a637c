"""Where one city's data, keys and sockets live, and as whom its servers run."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET = 107  # bytes in sockaddr_un.sun_path, less the closing zero
POSTGRES_SOCKET = ".s.PGSQL.5432"


class SetupError(Exception):
    """Something a person has to put right; the text says what and how."""


@dataclass(frozen=True)
class Account:
    """A user that servers run as when we ourselves are root: PostgreSQL refuses to be root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Home:
    """One DATA_DIR. Two of them are two cities that know nothing of each other."""

    path: Path

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def software(self) -> Path:
        return self.path / "software"

    @property
    def locks(self) -> Path:
        return self.path / "locks"

    @property
    def keys_file(self) -> Path:
        return self.path / "keys.env"

    @property
    def city_file(self) -> Path:
        return self.path / "city.env"

    @property
    def sockets(self) -> Path:
        """Give the socket folder: inside, unless that path is too long for a socket."""
        inside = self.path / "run"
        if len(os.fsencode(inside / POSTGRES_SOCKET)) <= LONGEST_SOCKET:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(f"/tmp/vc-{digest}-{self.server_uid}")  # noqa: S108 -- ownership is checked

    @property
    def account(self) -> Account | None:
        """Give the user to run servers as; None means ourselves."""
        if os.geteuid() != 0:
            return None
        owner = self.path.stat() if self.path.exists() else None
        if owner and owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
        return _nobody()

    @property
    def server_uid(self) -> int:
        return self.account.uid if self.account else os.geteuid()

    def run(self, args: list[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as the servers' user, out of reach of the terminal's Ctrl-C."""
        return subprocess.run(  # noqa: S603
            args,
            check=False,
            cwd="/",  # our own folder may be closed to that user
            env=_plain_environment() | options.pop("env", {}),
            start_new_session=True,
            capture_output=True,
            text=True,
            **as_user(self.account),
            **options,
        )

    def prepare(self) -> None:
        """Create the folders, or say who else they belong to."""
        if not self.path.exists():
            self._create()
        owner = self.path.stat().st_uid
        if os.geteuid() not in (0, owner):
            raise SetupError(_belongs_to_another(self.path, owner))
        if not _reachable(self.path, self.account):
            raise SetupError(_out_of_reach(self.path))
        for folder in (self.locks, self.logs, self.software):
            folder.mkdir(exist_ok=True)
        self.software.chmod(0o755)
        self.own(self.locks, self.software)
        self.hand_over(self.logs)
        self._prepare_sockets()

    def own(self, *paths: Path) -> None:
        """Leave what root made in a user's data to that user."""
        if os.geteuid() == 0:
            owner = self.path.stat()
            for path in paths:
                os.chown(path, owner.st_uid, owner.st_gid)

    def hand_over(self, *paths: Path) -> None:
        """Give files to the servers' user."""
        if self.account:
            for path in paths:
                os.chown(path, self.account.uid, self.account.gid)

    def _create(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o755)  # whatever the umask: the servers' user walks through it
        except OSError as error:
            raise SetupError(_cannot_create(self.path, error)) from error

    def _prepare_sockets(self) -> None:
        folder = self.sockets
        try:
            folder.mkdir(mode=0o700)
            self.hand_over(folder)
        except FileExistsError:
            found = folder.lstat()  # lstat: a link planted in /tmp is not our folder
            if found.st_uid != self.server_uid or found.st_mode & 0o170077 != 0o040000:
                raise SetupError(_foreign_sockets(folder)) from None


def find() -> Home:
    """Find this city's home: DATA_DIR, or a default beside or outside the project."""
    chosen = os.environ.get("DATA_DIR")
    return Home(Path(chosen).expanduser().resolve() if chosen else _default_path())


def as_user(account: Account | None) -> dict[str, Any]:
    """Give subprocess the arguments that drop root for good."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def _default_path() -> Path:
    """Prefer <project>/var; a clone closed to the servers' user keeps its data in /var/tmp."""
    inside = PROJECT / "var"
    mark = inside / "data-dir-id"
    if not mark.exists():
        used = (inside / "keys.env").exists()
        if os.geteuid() != 0 or used or _reachable(PROJECT, _nobody()):
            return inside
        _write_once(mark, secrets.token_hex(8))
    # The id is random, so that a fresh clone in the same place never finds an old one's data.
    return Path("/var/tmp") / f"village-cadres-{mark.read_text().strip()}"  # noqa: S108


def _write_once(path: Path, text: str) -> None:
    """Write unless another process was first; a reader never sees half of it."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _nobody() -> Account:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(65534, 65534)
    return Account(entry.pw_uid, entry.pw_gid)


def _reachable(path: Path, account: Account | None) -> bool:
    # Asked of the kernel as that user: mode bits alone do not know access lists and mounts.
    if account is None:
        return os.access(path, os.X_OK)
    probe = subprocess.run(["test", "-x", path], check=False, cwd="/", **as_user(account))  # noqa: S603, S607
    return probe.returncode == 0


def _plain_environment() -> dict[str, str]:
    # LC_ALL=C: a zh_CN.GBK locale of the terminal must not leak into initdb or server logs.
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "Asia/Shanghai"}


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _belongs_to_another(path: Path, owner: int) -> str:
    other, ours = _name_of(owner), _name_of(os.geteuid())
    return (
        f"数据目录 {path} 属于用户 {other}，当前用户是 {ours}。"
        f"请换 {other} 运行，或另设数据目录：DATA_DIR=~/cadres-data make demo\n"
        f"The data folder {path} belongs to {other}, you are {ours}. Run this as {other}, "
        f"or choose another folder: DATA_DIR=~/cadres-data make demo"
    )


def _cannot_create(path: Path, error: OSError) -> str:
    return (
        f"无法建立数据目录 {path}（{error.strerror}）。请另设：DATA_DIR=~/cadres-data make demo\n"
        f"Cannot create the data folder {path} ({error.strerror}). "
        f"Choose another: DATA_DIR=~/cadres-data make demo"
    )


def _out_of_reach(path: Path) -> str:
    return (
        f"数据目录 {path} 的上级目录不允许其他用户进入；以 root 运行时数据库改用 nobody 用户，"
        f"进不去。请另设数据目录：DATA_DIR=/var/tmp/cadres-data make demo\n"
        f"The servers run as “nobody” when you are root and cannot reach {path}. "
        f"Choose another folder: DATA_DIR=/var/tmp/cadres-data make demo"
    )


def _foreign_sockets(folder: Path) -> str:
    return (
        f"套接字目录 {folder} 不属于本系统（属主或权限不对），为安全起见不使用。"
        f"请删除它，或另设路径较短的 DATA_DIR。\n"
        f"The socket folder {folder} has a foreign owner or mode and is not trusted. "
        f"Remove it, or choose a shorter DATA_DIR."
    )
