"""Text for machines: without the characters that calendars, feeds and mail programs stumble over. Pure."""

import unicodedata

_BREAKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n", "\t": " "}
)


def without_controls(text: str) -> str:
    """Line breaks as \\n, no other control character, no half of a surrogate pair.

    >>> without_controls("eins\\r\\nzwei\\x00\\x0bdrei")
    'eins\\nzwei\\ndrei'
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})


def one_line(text: str) -> str:
    """The same in one line.

    >>> one_line("eins\\n zwei")
    'eins zwei'
    """
    return " ".join(without_controls(text).split())
