"""Clean names, addresses and search words as people write them. Pure functions; no Django, no database."""

import hashlib
import re
import unicodedata

# Academic titles before a name. What follows "Dr." counts only in small letters and with its dot: "Dr. phil. Berg" has a title,
# "Dr. Phil Berg" and "Dr. H. Berg" have first names.
_TITLES = re.compile(
    r"""(?:
        (?:(?i:professor(?:in)?|prof|doktor|dr)(?!\w)\.?
            (?:\s?-(?i:ing)\b\.?
              |\s?(?:agr|dent|habil|ing|iur|jur|med|mult|nat|oec|paed|päd|phil|pol|publ|rer|soc|theol|vet|e\.\s?h|h\.\s?c)\.)*
        |(?i:dipl)(?!\w)\.?
            (?:-\w+\.?|\s(?i:biol|chem|hdl|inf|ing|kffr|kfm|math|paed|päd|phys|psych|soz|theol)\.)*(?:\s?\(FH\))?
        )[\s,-]*)+""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?i:(herr)n?|(frau))(?!\S)\s*")
_SPACES = re.compile(r"\s+")
# Letters that German keyboards lack and people write with the nearest one they have.
_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "ø": "oe",
        "œ": "oe",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ё": "е",
    }
)
# Longer keys are cut and told apart by a fingerprint; address and key together still fit the column.
_LONGEST_KEY = 64


def tidy(text: str) -> str:
    """One line, single spaces, no control characters.

    >>> tidy("  Anna\\n Maria\\t")
    'Anna Maria'
    """
    return _SPACES.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()


def search_key(text: str) -> str:
    """Key for search and sorting in German: lower case, ä=ae, no other accents, letters and digits of every script.

    >>> search_key("Ärztenetzwerk Groß-Gerau")
    'aerztenetzwerk gross gerau'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_UMLAUTS)
    plain = unicodedata.normalize("NFC", _without_accents(unicodedata.normalize("NFD", folded)))
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain).split())


def _without_accents(decomposed: str) -> str:
    """Latin and Greek lose their accents, Arabic and Hebrew their vowel points; elsewhere a mark makes another letter."""
    kept, base = [], ""
    for c in decomposed:
        if unicodedata.category(c)[0] != "M":
            base = c
        elif unicodedata.combining(c) and (
            unicodedata.name(base, "").startswith(("LATIN", "GREEK", "ARABIC", "HEBREW")) or not base.isalnum()
        ):
            continue
        kept.append(c)
    return "".join(kept)


def email_key(address: str) -> str:
    """Comparable form of a mail address; empty for none.

    >>> email_key(" Anna.Maria@Example.ORG ")
    'anna.maria@example.org'
    """
    return tidy(address).replace(" ", "").casefold()


def _untitled(name: str) -> str:
    titles = _TITLES.match(name)
    return name[titles.end() :] if titles else name


def person_key(first_name: str, last_name: str) -> str:
    """Comparable form of a person's name, without titles; empty only where there is no name at all.

    "Herr" and "Frau" go when a first name follows; where they stand instead of one, they are all that tells a couple apart.

    >>> person_key("Dr. Änne", "Groß")
    'aenne gross'
    >>> person_key("Frau Dr. Änne", "Groß"), person_key("Frau", "Groß")
    ('aenne gross', 'frau gross')
    """
    first, last = tidy(first_name), tidy(last_name)
    address = _ADDRESS.match(first)
    given, family = _untitled(first[address.end() :] if address else first), _untitled(last) or last
    if address and not search_key(given):
        given = address[1] or address[2]
    key = search_key(f"{given} {family}") or search_key(f"{first} {last}") or f"{first} {last}".strip().casefold()
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 17]} {hashlib.sha256(key.encode()).hexdigest()[:16]}"


def slug(text: str, *, length: int = 60) -> str:
    """Readable part of an address, cut at a word boundary where possible.

    >>> slug("Für was sind sie gut?")
    'fuer-was-sind-sie-gut'
    """
    words = re.findall("[0-9a-z]+", search_key(text))
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > length:
            break
        out = f"{out}-{word}" if out else word[:length]
    return out or "termin"
