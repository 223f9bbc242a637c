"""House rules of the package, kept by walking its syntax trees."""

import ast
import re
import sys
from pathlib import Path

import pytest

from policy.files import HERE

MODULES = sorted(HERE.rglob("*.py"))
ALLOWED = sys.stdlib_module_names | {"policy", "pydantic", "yaml"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
IO_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "glob",
    "rglob",
    "print",
    "input",
}
LOADER = {"files.py"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_float_is_written_or_made(path: Path) -> None:
    for node in ast.walk(tree(path)):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        assert not (isinstance(node, ast.Name) and node.id == "float")
        assert called(node) != "round"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_nothing_of_django_or_ours_is_imported(path: Path) -> None:
    assert imports(path) <= ALLOWED
    assert not imports(path) & {"time", "random", "os", "subprocess", "socket"}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_nobody_reads_a_clock(path: Path) -> None:
    assert not {called(node) for node in ast.walk(tree(path))} & CLOCKS


@pytest.mark.parametrize("path", [one for one in MODULES if one.name not in LOADER], ids=str)
def test_only_the_loader_touches_files(path: Path) -> None:
    calls = [node for node in ast.walk(tree(path)) if called(node) in IO_CALLS]
    ours = [node for node in calls if ast.unparse(node.func) == "files.read_text"]

    assert calls == ours


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_files_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            doc = len((ast.get_docstring(node) or "").splitlines())
            assert lines - doc <= 30, f"{path.name}:{node.name} {lines}"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_and_public_function_says_what_it_does(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module)
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}:{node.name}"


def test_no_data_file_holds_a_bare_number_for_a_value() -> None:
    for path in (HERE / "data" / "rules").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bis: [^\"]", text), path
