"""Read files: the only module of the package that touches a disk."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGED = HERE / "data"


def read_text(path: Path) -> str:
    """Return the file as text; raise OSError or UnicodeDecodeError."""
    return path.read_text(encoding="utf-8-sig")


def rule_files(root: Path) -> list[Path]:
    """List the YAML files below `root`/rules in a fixed order."""
    return sorted(path for path in (root / "rules").rglob("*.yaml") if path.is_file())


def case_files(path: Path) -> list[Path]:
    """List the Markdown files of a folder (all below it), or the one file named."""
    if path.is_dir():
        return sorted(below for below in path.rglob("*.md") if below.is_file())
    return [path]


def calendar_file(root: Path) -> Path:
    """Name the holiday table under `root`."""
    return root / "calendar" / "cn_holidays_2018_2026.csv"
