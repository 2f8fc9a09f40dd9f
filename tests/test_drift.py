"""What can drift apart is compared: settings, commands and rules with their documents, sentences with their translation, and no
address of this workshop in any file."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kreisnetz import cli
from kreisnetz.core.rights import RIGHTS_OF, WIDE_RIGHTS_OF, Right, Role
from kreisnetz.jobs.retention import RULES

ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("kein git-Klon")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_every_setting_is_explained_and_nothing_else() -> None:
    known = set(re.findall(r'env(?:_bool|_int|_secret)?\("(KREISNETZ_[A-Z_]+)"', read("kreisnetz/settings.py")))
    explained = set(re.findall(r"^\| `(KREISNETZ_[A-Z_]+)`", read("docs/operations.md"), re.MULTILINE))

    assert explained == known


def test_every_command_is_explained() -> None:
    explained = set(re.findall(r"^\| `kreisnetz ([a-z-]+)`", read("docs/operations.md"), re.MULTILINE))

    assert explained == {*cli.MANAGEMENT, *cli.READERS}


def test_every_command_exists() -> None:
    commands = {path.stem for path in (ROOT / "kreisnetz/jobs/management/commands").glob("[a-z]*.py")}

    assert {name for name, _words in cli.MANAGEMENT.values()} == commands | {"migrate"}


def test_every_retention_rule_is_in_the_privacy_document() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|.*\| ([^|]+) \|$", read("docs/privacy.md"), re.MULTILINE))

    assert rows == {rule.id: rule.after for rule in RULES}


def cell_of(role: str, right: Right, *, narrow: bool) -> str:
    """What the table of rights says; narrow: the role is given for one network, organisation or event."""
    if right not in RIGHTS_OF[role]:
        return "–"
    return "ja" if not narrow or right in WIDE_RIGHTS_OF.get(role, ()) else "nur dort"


def test_table_of_rights_in_the_architecture_document_is_right() -> None:
    text = read("docs/architecture.md")
    header = [cell.strip() for cell in re.search(r"^\| Recht \|(.+)\|$", text, re.MULTILINE)[1].split("|")]
    rows = re.findall(r"^\| ([^|]+) \|((?: (?:ja|–|nur dort) \|)+)$", text, re.MULTILINE)
    written = {label: [cell.strip() for cell in cells.strip(" |").split("|")] for label, cells in rows}
    roles = [(next(r for r in Role if str(r.label) == name.partition(",")[0]), "," in name) for name in header]

    assert {role for role, _narrow in roles} == set(Role)
    assert written == {
        str(right.label): [cell_of(role, right, narrow=narrow) for role, narrow in roles] for right in Right
    }


def test_compiled_catalogue_fits_and_everything_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "messages.py", "--missing"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_no_address_of_the_workshop_is_in_any_file() -> None:
    forbidden = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry.np" + "mjs",
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/fa" + "rm/",
    ]
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in forbidden if word in text]

    assert found == []


def test_locks_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = read(name)
        assert "http" not in text
        pinned = re.findall(r"^([a-z0-9._-]+)==\S+ .*\\$", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)
    assert '"resolved"' not in read("package-lock.json")


def test_licences_are_named_for_every_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint", "-q"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
