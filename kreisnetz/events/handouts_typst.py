"""Turns data into accessible PDFs (PDF/UA-1) with the templates in events/typst.

Everything people have typed travels as data (JSON), never as source of the template: it cannot become a command.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parent / "handouts_compile.py"
PATIENCE = 60
_LONG_WORD = re.compile(r"[^\s\-/\u200b]{29,}")


class NoPdf(RuntimeError):
    """The PDF could not be made; the message says why, without anything people have typed."""


def render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """One PDF, made in a process of its own, so that the web process stays small (see handouts_compile)."""
    order = {"template": template, "data": data, "at": int(at.timestamp())}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPdf(f"{template}: not ready after {PATIENCE} seconds") from error
    if done.returncode:
        raise NoPdf(f"{template}: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout


def breakable(text: str) -> str:
    """Long words get invisible places to break, so that they do not run into the next column."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(re.findall(r".{1,14}", found[0])), text)


def printable(text: str) -> str:
    """Without control characters, which no font can show; line breaks stay."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\u200b")
