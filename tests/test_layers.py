"""Who may import whom. One table, one test; the words behind it are in docs/architecture.md."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kreisnetz"
MAY_IMPORT: dict[str, set[str]] = {
    "analysis": set(),
    "core": set(),
    "register": {"analysis", "core"},
    "events": {"core", "register"},
    "intake": {"core", "register", "events"},
    "reviews": {"analysis", "core", "register", "events"},
    "jobs": {"analysis", "core", "register", "events", "intake", "reviews"},
    "ui": {"core"},
    "web": {"analysis", "core", "register", "events", "reviews", "ui"},
    "staff": {"analysis", "core", "register", "events", "intake", "reviews", "jobs", "ui"},
}
# Files at the top of the package tie everything together; they may name what they start.
TOP = {"settings", "urls", "wsgi", "cli"}
ROOMS = {"core", "register", "events", "intake", "reviews", "jobs"}
EDGE_ONLY = ("django.http", "django.shortcuts", "django.forms", "django.views")
PURE = (
    "kreisnetz.analysis",
    "kreisnetz.register.map_data",
    "kreisnetz.register.sheets",
    "kreisnetz.events.announcement",
    "kreisnetz.events.documents",
    "kreisnetz.events.catering",
    "kreisnetz.core.names",
)
FORBIDDEN_NAMES = {"utils", "helpers", "misc", "common", "services", "managers", "base", "handlers"}
LIMIT = 400


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.glob("**/*.py") if "migrations" not in p.parts)


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Line, full name, and whether the import stands inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, id(node) in inner
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}", id(node) in inner


def wrong_imports(path: Path) -> list[str]:
    here, wrong = room_of(path), []
    lines = path.read_text(encoding="utf-8").splitlines()
    for line, name, inside in imported(path):
        parts = name.split(".")
        if parts[0] == "kreisnetz" and here not in TOP:
            there = parts[1] if len(parts) > 1 else ""
            if there != here and there not in MAY_IMPORT.get(here, set()):
                wrong.append(f"{path.relative_to(ROOT)}:{line} {here} may not import {name}")
        if here in ROOMS and name.startswith(EDGE_ONLY):
            wrong.append(f"{path.relative_to(ROOT)}:{line} a room knows no {name}")
        if inside and "slow import" not in lines[line - 1]:
            wrong.append(f"{path.relative_to(ROOT)}:{line} import inside a function without '# slow import'")
    return wrong


def test_imports_go_downwards_only() -> None:
    assert [message for path in modules() for message in wrong_imports(path)] == []


def test_import_table_finds_an_upward_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "core").mkdir()
    path = tmp_path / "core" / "wrong.py"
    path.write_text("from kreisnetz.events import seats\nimport django.http\ndef f():\n    import json\n")

    assert len(wrong_imports(path)) == 3


def test_every_package_is_in_the_table() -> None:
    packages = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}

    assert packages == set(MAY_IMPORT)


def test_pure_modules_import_where_django_is_blocked() -> None:
    names = []
    for name in PURE:
        path = PACKAGE.parent / name.replace(".", "/")
        names += (
            [f"{name}.{p.stem}" for p in sorted(path.glob("*.py")) if p.stem != "__init__"] if path.is_dir() else [name]
        )
    code = f"""
import importlib, sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] == 'django':
            raise ImportError('a pure module imports ' + name)
sys.meta_path.insert(0, Block())
for name in {names!r}:
    importlib.import_module(name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)

    assert done.stderr == ""


def test_files_are_short_and_well_named() -> None:
    sources = [p for p in PACKAGE.glob("**/*") if p.suffix in {".py", ".ts", ".html"} and "migrations" not in p.parts]
    sources = [p for p in sources if "built" not in p.parts]
    too_long = [str(p.relative_to(ROOT)) for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > LIMIT]
    # Django looks for a database backend in a module of this name.
    named = [p for p in sources if p.suffix == ".py" and p != PACKAGE / "core" / "sqlite" / "base.py"]
    badly_named = [str(p.relative_to(ROOT)) for p in named if p.stem in FORBIDDEN_NAMES]

    assert (too_long, badly_named) == ([], [])


def test_init_files_are_empty_except_where_tables_are_gathered() -> None:
    full = [p for p in PACKAGE.glob("**/__init__.py") if p.stat().st_size and p.parent.name != "models"]

    assert full == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in modules()
        if p.stem != "__init__" and not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))
    ]

    assert silent == []
