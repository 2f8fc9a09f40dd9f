"""What a report is made of. The same parts become a page, a PDF and sheets of a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kreisnetz.reviews.pictures.svg import Picture

Findings = Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """An organisation ("actor") or network ("network") of the register, by the name it had on the day."""

    kind: str
    id: str
    name: str

    def __str__(self) -> str:
        return self.name


Value = str | int | float | Named | None


@dataclass(frozen=True)
class Table:
    """Rows behind a figure. numbers: positions of columns that are set to the right; bar: the column that is drawn as bars."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    numbers: frozenset[int] = frozenset()
    bar: int | None = None
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column -> look of that cell: "full", "part", "none", "free" or "h0".."h4"."""


@dataclass(frozen=True)
class Statement:
    """One thing the report says: a sentence, how it was computed (key of docs/methods.md), its rows, and a caution."""

    text: str
    method: str
    table: Table | None = None
    caution: str = ""
    picture: Picture | None = None
    picture_name: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: str
    statements: Sequence[Statement]


@dataclass(frozen=True)
class Report:
    """The whole report in the reader's language."""

    title: str
    about: str
    sentences: Sequence[str]
    sections: Sequence[Section]
    cautions: Sequence[str] = ()


def listed(names: Sequence[object], *, most: int = 4) -> str:
    """A, B und C; of many the first ones and how many more."""
    words = [str(name) for name in names[:most]]
    rest = len(names) - len(words)
    if rest:
        return _("%(names)s und %(n)d weitere") % {"names": ", ".join(words), "n": rest}
    if len(words) < 2:
        return "".join(words)
    return _("%(names)s und %(last)s") % {"names": ", ".join(words[:-1]), "last": words[-1]}
