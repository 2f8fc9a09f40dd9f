"""Text for machines: without the characters that calendars, feeds and mail programs stumble over. Pure."""

import re

_BREAKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n", "\t": " "}
)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """Line breaks as \\n, no other control character, no half of a surrogate pair.

    >>> without_controls("eins\\r\\nzwei\\x00\\x0bdrei")
    'eins\\nzwei\\ndrei'
    """
    if text.isprintable():
        return text
    return _CONTROLS.sub("", text.replace("\r\n", "\n").translate(_BREAKS))


def one_line(text: str) -> str:
    """The same in one line.

    >>> one_line("eins\\n zwei")
    'eins zwei'
    """
    return " ".join(without_controls(text).split())
