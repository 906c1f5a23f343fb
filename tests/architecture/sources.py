"""The source files that the architecture tests read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(p.name for p in (ROOT / "apps").iterdir() if (p / "apps.py").exists())


def python_files(*folders: str) -> Iterator[Path]:
    """Every module below the folders, migrations left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in the module."""
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def name_of(node: ast.expr) -> str:
    """`publish` for publish(...), `jobs.wake` for jobs.wake(...), else an empty text."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{name_of(value)}.{attribute}"
    return ""


def texts(path: Path) -> Iterator[str]:
    """Every string literal of the module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
