"""Clean names, addresses and search words as people write them. Pure functions; no Django, no database."""

import re
import unicodedata

_TITLES = re.compile(
    r"^(?:(?:prof|dr|dipl|ing|med|phil|jur|rer|nat|h|c|mag|herr|frau|hr|fr)\.?[\s.-]+)+", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"})


def tidy(text: str) -> str:
    """One line, single spaces, no control characters.

    >>> tidy("  Anna\\n Maria\\t")
    'Anna Maria'
    """
    return _SPACES.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()


def search_key(text: str) -> str:
    """Key for search and sorting in German: lower case, ä=ae, no other accents, letters and digits only.

    >>> search_key("Ärztenetzwerk Groß-Gerau")
    'aerztenetzwerk gross gerau'
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _SPACES.sub(" ", re.sub(r"[^0-9a-z\u0400-\u04ff\u0370-\u03ff\u0600-\u06ff]+", " ", plain)).strip()


def email_key(address: str) -> str:
    """Comparable form of a mail address; empty for none.

    >>> email_key(" Anna.Maria@Example.ORG ")
    'anna.maria@example.org'
    """
    return tidy(address).replace(" ", "").casefold()


def person_key(first_name: str, last_name: str) -> str:
    """Comparable form of a person's name, without titles.

    >>> person_key("Dr. Änne", "Groß")
    'aenne gross'
    """
    full = f"{tidy(first_name)} {tidy(last_name)}".strip()
    return search_key(_TITLES.sub("", full))


def slug(text: str, *, length: int = 60) -> str:
    """Readable part of an address, cut at a word boundary where possible.

    >>> slug("Für was sind sie gut?")
    'fuer-was-sind-sie-gut'
    """
    words = search_key(text).split()
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > length:
            break
        out = f"{out}-{word}" if out else word[:length]
    return re.sub(r"[^0-9a-z-]", "", out).strip("-") or "termin"
