"""House rules that a machine can keep."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
OURS = (
    "accounts", "assessments", "audit", "cadres", "config", "policy", "reports", "rulebook",
    "supervision", "tests", "warnings",
)  # fmt: skip
SOURCES = [path for name in OURS for path in sorted((ROOT / name).rglob("*.py"))]
MARKUP = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")
WRITTEN_BY_HAND = [path for path in SOURCES if "migrations" not in path.parts]


def test_no_package_of_ours_hides_the_warnings_of_python():
    # A package of that name would be imported in place of the standard library's module.
    assert not (ROOT / "warnings/__init__.py").exists()
    assert Path(warnings.__file__).parent == Path(sysconfig.get_path("stdlib"))
    elsewhere = subprocess.run(
        [sys.executable, "-c", "import warnings; print(warnings.__file__)"], cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(elsewhere.stdout.strip()).parent == Path(sysconfig.get_path("stdlib"))


def test_no_template_takes_a_text_for_markup():
    templates = sorted((ROOT / "templates").rglob("*.html"))

    assert templates
    assert not [path for path in templates if MARKUP.search(path.read_text())]
    assert not [path for path in SOURCES if "mark_safe" + "(" in path.read_text()]


def test_no_folder_is_a_junk_drawer():
    forbidden = {"utils", "common", "core", "helpers", "lib", "misc"}

    found = {path.parent for path in SOURCES if path.parent.name in forbidden}
    found |= {path for path in WRITTEN_BY_HAND if path.stem in forbidden}

    assert not found


def test_no_file_is_longer_than_400_lines():
    long = [path for path in WRITTEN_BY_HAND if len(path.read_text().splitlines()) > 400]

    assert not long


def test_no_function_is_longer_than_30_lines():
    done = subprocess.run(
        [sys.executable, "-c", COUNT, *map(str, WRITTEN_BY_HAND)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert not done.stdout


# The body counts; a list of keyword arguments, one a line, is easily read.
COUNT = """
import ast, sys
for path in sys.argv[1:]:
    for node in ast.walk(ast.parse(open(path).read())):
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.body[0].lineno >= 30:
            print(path, node.name, node.end_lineno - node.body[0].lineno + 1)
"""


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_requirements_are_hashed_and_name_no_index(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    packages = [entry for entry in entries if not entry.startswith("#")]

    assert packages
    assert all("--hash=sha256:" in entry and "==" in entry for entry in packages)
    assert "index" not in text
    assert "http" not in text


def test_every_direct_dependency_says_why():
    for name in ("runtime", "dev"):
        for line in (ROOT / f"requirements/{name}.in").read_text().splitlines():
            assert line.startswith(("#", "-r")) or re.search(r"\s# \w", line), line


def test_nothing_reaches_out_of_the_project():
    shared = "/".join(["..", "shared"])  # not written out, or this file would be found
    work = "/".join(["", "work", ""])
    texts = [*SOURCES, ROOT / "Makefile", *ROOT.glob("*.toml"), *ROOT.glob("templates/**/*.html")]

    found = [path for path in texts if shared in path.read_text() or work in path.read_text()]

    assert not found


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_layers_hold_and_a_planted_breach_is_seen(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in (*OURS, "pyproject.toml"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, tree / name)

    assert lint_imports(tree).returncode == 0, lint_imports(tree).stdout

    for module, breach in (("audit", "import cadres"), ("policy", "import django")):
        init = tree / module / "__init__.py"
        before = init.read_text()
        init.write_text(f"{before}\n{breach}\n")
        assert "BROKEN" in lint_imports(tree).stdout
        init.write_text(before)


LINT_IMPORTS = """
import sys
sys.path.insert(0, ".")  # this tree, before the installed project
from importlinter import cli
cli.lint_imports_command()
"""


def lint_imports(tree):
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
