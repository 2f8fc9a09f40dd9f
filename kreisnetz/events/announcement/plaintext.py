"""Makes any pasted text readable (HTML, entities, soft hyphens, odd spaces) and remembers the way back.

Every place in the clean text leads to a place in the text as given. It interprets nothing.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kreisnetz.events.announcement.proposal import Span

RAW_LIMIT = 3_000_000
CLEAN_LIMIT = 30_000

_ODD_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\v\f\x1c\x1d\x1e\x1f"
)
_SAME_LENGTH = (
    {ord(c): " " for c in _ODD_SPACES}
    | {ord(c): "\n" for c in "\u2028\u2029\x85"}
    | {ord(c): "-" for c in "\u2010\u2011\u2212\ufe63\uff0d"}
    | {0x2070: "0", 0xB9: "1", 0xB2: "2", 0xB3: "3", 0x2074: "4", 0x2075: "5", 0xFF1A: ":"}
    | dict.fromkeys((*range(9), *range(14, 28)), " ")
)
_SPECIAL = (
    r"[^\s<&]{400,}|\r\n?|[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|[aouAOU]\u0308|(?<=\d)°°|\*\*|__"
    r"|(?<=[a-zäöüß])-[ ]?\r?\n(?=[a-zäöüß])(?!und\b|oder\b|bzw\b|sowie\b)"
)
_PLAIN = re.compile(_SPECIAL + r"|\t+")
_IN_HTML = re.compile(_SPECIAL + r"|[ \t\n]{2,}|\n")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])([^<>]{0,3000})>|<!--|<[!?][^<>]{0,3000}>")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|div|br|html|body|span|h[1-6]|table|ul|ol|li|a|strong|em|b|td|section|article|main)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_HREF = re.compile(r"""href\s{0,3}=\s{0,3}["']?((?:mailto:|tel:|https?://)[^"'\s<>]{3,300})""", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "head", "noscript", "template", "svg", "nav", "select", "iframe", "object"})
_WIDE = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "table",
        "ul",
        "ol",
        "dl",
        "header",
        "footer",
        "aside",
        "form",
        "blockquote",
        "hr",
    }
)
_NARROW = frozenset({"br", "tr", "dt", "address", "figcaption", "legend"})
_LINK_WORDS = re.compile(
    r"anmeld|regist|ticket|hier|link|e-?mail|mail|formular|telefon|anruf|kontakt|buch", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text, and for each stretch of it where it stands in the original."""

    original: str
    text: str
    clean_starts: list[int]
    origins: list[tuple[int, int, bool]]
    headings: tuple[int, ...] = ()
    was_cut: bool = False

    def span(self, start: int, end: int) -> Span:
        """The span of the original that clean text [start:end] came from."""
        start = max(0, min(start, len(self.text) - 1))
        end = max(start + 1, min(end, len(self.text)))
        first = self._origin(start)[0]
        last = max(self._origin(end - 1)[1], first)
        return Span(first, last, self.original[first:last])

    def _origin(self, position: int) -> tuple[int, int]:
        index = bisect_right(self.clean_starts, position) - 1
        origin, length, copied = self.origins[index]
        if not copied:
            return origin, origin + length
        place = origin + position - self.clean_starts[index]
        return place, place + 1


@dataclass(slots=True)
class _Builder:
    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[tuple[int, int, bool]] = field(default_factory=list)
    length: int = 0

    def copy(self, source: str, start: int, end: int) -> None:
        if end > start:
            self._add(source[start:end], start, end - start, copied=True)

    def replace(self, new: str, start: int, end: int) -> None:
        if new:
            self._add(new, start, end - start, copied=False)

    def _add(self, piece: str, start: int, length: int, *, copied: bool) -> None:
        self.parts.append(piece)
        self.starts.append(self.length)
        self.origins.append((start, length, copied))
        self.length += len(piece)


def clean(text: str) -> Clean:
    """Make the text readable; long texts are cut, which the reader then says."""
    source = text[:RAW_LIMIT].translate(_SAME_LENGTH)
    builder = _Builder()
    if _is_html(source):
        headings = _read_html(source, builder)
        cut = builder.length > CLEAN_LIMIT
    else:
        headings = []
        end = min(len(source), CLEAN_LIMIT)
        cut = len(text) > end
        _copy_text(source, 0, end, builder, _PLAIN)
    result = "".join(builder.parts)
    limited = result[:CLEAN_LIMIT]
    return Clean(
        original=text,
        text=limited,
        clean_starts=builder.starts or [0],
        origins=builder.origins or [(0, 0, False)],
        headings=tuple(h for h in headings if h < len(limited)),
        was_cut=cut or len(text) > RAW_LIMIT,
    )


def _is_html(source: str) -> bool:
    head = source[:20_000]
    if "<!doctype html" in head[:500].lower() or "<html" in head[:2000].lower():
        return True
    return len(_LOOKS_LIKE_HTML.findall(head)) >= 2


def _copy_text(source: str, start: int, end: int, builder: _Builder, pattern: re.Pattern[str]) -> None:
    position = start
    for match in pattern.finditer(source, start, end):
        builder.copy(source, position, match.start())
        builder.replace(_replacement(match[0]), match.start(), match.end())
        position = match.end()
    builder.copy(source, position, end)


def _replacement(piece: str) -> str:
    if piece.startswith("&"):
        plain = html.unescape(piece)
        if plain == piece:
            return piece
        return "" if plain == "\u00ad" else plain.translate(_SAME_LENGTH)
    if len(piece) >= 400:
        return " "
    if piece[0] == "\r":
        return "\n"
    if piece == "°°":
        return "00"
    if piece[-1] == "\u0308":
        return "äöüÄÖÜ"["aouAOU".index(piece[0])]
    if piece.isspace():
        return "   " if "\t" in piece and "\n" not in piece else " "
    return ""


def _read_html(source: str, builder: _Builder) -> list[int]:
    lowered = source.lower()
    if len(lowered) != len(source):
        lowered = "".join(c.lower() if c.isascii() else c for c in source)
    headings: list[int] = []
    unclosed: set[str] = set()
    position = 0
    link: tuple[str, int, int, int] | None = None
    while builder.length <= CLEAN_LIMIT:
        tag = _TAG.search(source, position)
        _copy_text(source, position, tag.start() if tag else len(source), builder, _IN_HTML)
        if tag is None:
            break
        position = tag.end()
        if tag[2] is None:
            position = _after_comment(source, tag, unclosed)
            continue
        name, closing = tag[2].lower(), bool(tag[1])
        if name in _SKIPPED and not closing and name not in unclosed:
            position = _after_element(lowered, name, position, unclosed)
        elif name == "a":
            link = _follow_link(tag, closing, link, builder)
        else:
            _break_line(name, closing, tag, builder, headings)
    return headings


def _after_comment(source: str, tag: re.Match[str], unclosed: set[str]) -> int:
    if tag[0] != "<!--" or "<!--" in unclosed:
        return tag.end()
    end = source.find("-->", tag.end())
    if end < 0:
        unclosed.add("<!--")
        return tag.end()
    return end + 3


def _after_element(lowered: str, name: str, position: int, unclosed: set[str]) -> int:
    end = lowered.find(f"</{name}", position)
    if end >= 0:
        return end
    unclosed.add(name)
    return len(lowered) if name in {"script", "style"} else position


def _follow_link(
    tag: re.Match[str], closing: bool, link: tuple[str, int, int, int] | None, builder: _Builder
) -> tuple[str, int, int, int] | None:
    """Add the address behind a link whose words ("per E-Mail", "hier") do not tell it."""
    if not closing:
        href = _HREF.search(tag[3] or "")
        if href is None:
            return None
        start = tag.start(3) + href.start(1)
        return href[1], start, start + len(href[1]), len(builder.parts)
    if link is None:
        return None
    target, start, end, first_part = link
    words = "".join(builder.parts[first_part:])
    address = re.sub(r"^(?:mailto|tel):", "", html.unescape(target), flags=re.IGNORECASE).split("?subject")[0]
    shown = re.sub(r"\W", "", words).lower()
    wanted = re.sub(r"\W", "", address.split("://")[-1]).lower()
    if wanted[:12] not in shown and (not target.lower().startswith("http") or _LINK_WORDS.search(words)):
        builder.replace(f" {address} ", start, end)
    return None


def _break_line(name: str, closing: bool, tag: re.Match[str], builder: _Builder, headings: list[int]) -> None:
    heading = len(name) == 2 and name[0] == "h" and name[1] in "123456"
    if heading or name in _WIDE:
        builder.replace("\n\n", tag.start(), tag.end())
        if heading and not closing and name in {"h1", "h2"}:
            headings.append(builder.length)
    elif name in _NARROW:
        builder.replace("\n", tag.start(), tag.end())
    elif name == "li" and not closing:
        builder.replace("\n• ", tag.start(), tag.end())
    elif name in {"td", "dd"} and not closing:
        label = re.search(r"(?:^|\n)[ \n]*([A-ZÄÖÜ][^\n:.,\d]{1,28}?)\s*$", "".join(builder.parts[-6:])[-60:])
        builder.replace(": " if label else " ", tag.start(), tag.end())
