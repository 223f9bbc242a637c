"""Passwords and keys of one home: made once, kept through restarts, readable by us alone."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from config.embedded.home import Home, SetupError


def load(home: Home) -> dict[str, str]:
    """Read keys.env, or make it for a home that has no data yet. Call under the start lock."""
    if home.keys_file.exists():
        return read(home.keys_file)
    if (home.postgres / "PG_VERSION").exists():
        raise SetupError(_lost(home.keys_file))
    keys = _fresh()
    write(home.keys_file, keys)
    home.own(home.keys_file)
    return keys


def read(path: Path) -> dict[str, str]:
    """Read lines of NAME=value; a missing file is empty."""
    if not path.exists():
        return {}
    lines = (line for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def write(path: Path, values: dict[str, str]) -> None:
    """Write so that a reader finds the old file or the new one, never half."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(handle)
    draft.replace(path)


def _fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEY": f"k1:{_key()}",
        "INDEX_KEY": _key(),
        # Hexadecimal: they stand in URLs.
        "SUPERUSER_PASSWORD": secrets.token_hex(24),
        "OWNER_PASSWORD": secrets.token_hex(24),
        "APP_PASSWORD": secrets.token_hex(24),
        "VALKEY_PASSWORD": secrets.token_hex(24),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _lost(path: Path) -> str:
    return (
        f"找不到密钥文件 {path}，而数据库已经存在：没有它就打不开已加密的身份证号。"
        f"请从备份恢复该文件；确实不要旧数据的，删除目录 {path.parent} 后重来。\n"
        f"{path} is missing although there is a database: what is encrypted cannot be read without "
        f"it. Restore the file, or remove {path.parent} to begin anew."
    )
