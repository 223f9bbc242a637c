"""What production insists on, as sentences for the person who sets it up."""

from __future__ import annotations

import base64
import binascii
import os
import sys
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from urllib.parse import urlsplit

from config.environment import field_keys

Env = Mapping[str, str]


def refuse_if_unsafe() -> None:
    """Print everything that is missing or weak and end with code 2."""
    found = problems(os.environ)
    if not found:
        return
    lines = ["拒绝启动：生产环境配置有以下问题（production settings refused）："]
    lines += [f"  {number}. {text}" for number, text in enumerate(found, 1)]
    print("\n".join(lines), file=sys.stderr)  # noqa: T201
    raise SystemExit(2)


def problems(env: Env) -> list[str]:
    """List all problems at once: nobody should have to start ten times to learn ten things."""
    return [text for check in CHECKS for text in check(env)]


def _secret_key(env: Env) -> list[str]:
    key = env.get("SECRET_KEY", "")
    if not key:
        return ["SECRET_KEY 未设置。请生成一个 50 位以上的随机串。"]
    weak = len(key) < 50 or len(set(key)) < 10 or "insecure" in key or "only-for-tests" in key
    return ["SECRET_KEY 太弱：至少 50 位、10 种字符，且不得是示例密钥。"] if weak else []


def _hosts(env: Env) -> list[str]:
    hosts = [host.strip() for host in env.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        return ["ALLOWED_HOSTS 未设置。请写明本系统的域名，多个用逗号分开。"]
    return ["ALLOWED_HOSTS 不得为 *。请写明域名。"] if "*" in hosts else []


def _database(env: Env) -> list[str]:
    url, owner = env.get("DATABASE_URL", ""), env.get("DATABASE_OWNER_URL", "")
    if not url:
        return ["DATABASE_URL 未设置。请先用 manage.py setup_database 输出的 SQL 建库。"]
    if not url.startswith(("postgres://", "postgresql://")):
        return ["DATABASE_URL 不是 PostgreSQL 地址（postgresql://用户:口令@主机/库）。"]
    user = urlsplit(url).username
    if not user:
        return ["DATABASE_URL 没有写用户名。请使用应用角色 cadres_app。"]
    is_owner = user in ("cadres_owner", "postgres") or (owner and user == urlsplit(owner).username)
    return (
        ["DATABASE_URL 使用了属主或超级用户角色，行级权限会失效。请改用应用角色 cadres_app。"]
        if is_owner
        else []
    )


def _field_key(env: Env) -> list[str]:
    keys = field_keys(env.get("FIELD_KEY", ""))
    if not keys:
        return ["FIELD_KEY 未设置。格式为 k1:<32 字节随机数的 base64>。"]
    bad = [name for name, key in keys.items() if not name or not _is_strong(key)]
    return [
        f"FIELD_KEY 中的密钥 {name or '(无编号)'} 不是 32 字节随机数的 base64。" for name in bad
    ]


def _index_key(env: Env) -> list[str]:
    key = env.get("INDEX_KEY", "")
    if not key:
        return ["INDEX_KEY 未设置。应为 32 字节随机数的 base64。"]
    if not _is_strong(key):
        return ["INDEX_KEY 不是 32 字节随机数的 base64。"]
    if key in field_keys(env.get("FIELD_KEY", "")).values():
        return ["INDEX_KEY 与 FIELD_KEY 相同。两把密钥必须不同。"]
    return []


def _redis(env: Env) -> list[str]:
    url = env.get("REDIS_URL", "")
    if not url:
        return ["REDIS_URL 未设置。格式为 redis://:口令@主机:6379/0。"]
    return (
        []
        if urlsplit(url).password
        else ["REDIS_URL 没有口令。请给 Redis 设置 requirepass 并写入地址。"]
    )


def _proxies(env: Env) -> list[str]:
    named = [text.strip() for text in env.get("TRUSTED_PROXIES", "").split(",") if text.strip()]
    return [
        f"TRUSTED_PROXIES 中的 {text} 不是地址、网段或 unix。请写明反向代理的地址。"
        for text in named
        if text != "unix" and not _is_network(text)
    ]


def _demo(env: Env) -> list[str]:
    """Refuse what belongs to development; “0” and “false” count as not set."""
    off = {"", "0", "false", "no", "off"}
    named = {"DEBUG": "调试开关", "DEMO": "演示开关", "BUSINESS_DAY": "演示业务日期"}
    return [
        f"{name} 已设置（{meaning}），生产环境不得使用。请取消该变量。"
        for name, meaning in named.items()
        if env.get(name, "").strip().lower() not in off
    ]


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _is_strong(key: str) -> bool:
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 32 and len(set(raw)) >= 10


CHECKS: tuple[Callable[[Env], list[str]], ...] = (
    _secret_key, _hosts, _database, _field_key, _index_key, _redis, _proxies, _demo,
)  # fmt: skip
