"""What the cells of a column hold, told from the texts alone: mail addresses, numbers, places, days, organisations, people."""

import re
from collections import Counter
from dataclasses import dataclass

from kreisnetz.core.names import search_key
from kreisnetz.register.sheets import channels, dates, people, vocabulary
from kreisnetz.register.sheets.first_names import is_first_name

_POSTCODE = re.compile(r"^(?:D-?\s?)?\d{5}$")
_POSTCODE_TOWN = re.compile(r"^(?:D-?\s?)?\d{5}\s+\D{2,}$")
_AGS = re.compile(r"^0?\d{7}$|^\d{12}$")
_TITLE_ONLY = re.compile(r"^(?:(?:Frau|Herrn?|Prof|Dr|PD|Dipl|Mag|med|phil|rer|nat|Ing|Päd|Soz)[.\s-]*)+$")
# What somebody is at home, in the own organisation, as often as in a network.
_OWN_OFFICE = re.compile(
    r"\b(?:leitung|leiter\w*|geschaeftsfuehr\w*|koordinat\w*|\w*beratung|experte\w*|referent\w*)\b"
)
_CODE = re.compile(r"^[A-Za-z]{0,4}[-_]?\d{1,9}$|^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Content:
    """Shares (0 to 1) of the filled cells of a column that look like something."""

    n: int
    shares: dict[str, float]
    distinct: float
    length: float

    def share(self, *kinds: str) -> float:
        return sum(self.shares.get(kind, 0.0) for kind in kinds)


def content_of(texts: list[str]) -> Content:
    """
    >>> content_of(["a@example.org", "b@example.org"]).share("email")
    1.0
    """
    counts = Counter(kind_of(text) for text in texts)
    also: Counter[str] = Counter()
    for text in texts:
        also.update(_also(text))
    n = len(texts)
    if not n:
        return Content(0, {}, 0.0, 0.0)
    shares = {kind: count / n for kind, count in (counts + also).items()}
    return Content(n, shares, len(set(texts)) / n, sum(map(len, texts)) / n)


def kind_of(text: str) -> str:
    """The one thing a text most likely is; "" where nothing speaks for anything."""
    if "@" in text or "(at)" in text or "[at]" in text:
        return _kind_of_address(text)
    if vocabulary.is_yes(text) or vocabulary.is_unsure_mark(text):
        return "mark"
    if channels.is_website(text):
        return "website"
    if _POSTCODE.match(text):
        return "postcode"
    if _POSTCODE_TOWN.match(text):
        return "postcode_town"
    if dates.is_datelike(text):
        return "date"
    if channels.is_phone(text):
        return "mobile" if channels.numbers_in(text).mobiles else "phone"
    if people.is_vacant(text):
        return "vacant"
    return _kind_of_words(text)


def _kind_of_address(text: str) -> str:
    rest = text
    for address in channels.emails_in(text):
        rest = rest.replace(address, " ")
    if channels.numbers_in(rest).phones or channels.numbers_in(rest).mobiles:
        return "contact"
    return "email" if channels.emails_in(text) else ""


def _kind_of_words(text: str) -> str:
    if _TITLE_ONLY.match(text):
        return "title"
    if channels.address_in(text).postcode:
        return "address"
    if channels.is_street(text):
        return "street"
    if people.looks_like_person(text):
        return "person"
    if vocabulary.names_network(text):
        return "network"
    if vocabulary.names_organisation(text):
        return "organisation"
    return "number" if re.fullmatch(r"[\d.,]+", text) else ""


def _also(text: str) -> list[str]:
    """Kinds that a text may be besides: roles and groups are words that names contain too."""
    found = []
    if len(text) <= 40:
        words = len(search_key(text).split())
        if words <= 4 and (vocabulary.role_code(text) or vocabulary.is_deputy(text)):
            found.append("role")
            if not _OWN_OFFICE.search(search_key(text)):
                found.append("seat_role")
        if words <= 3 and vocabulary.group_code(text):
            found.append("group")
        if words == 1 and is_first_name(text):
            found.append("first_name")
        if _AGS.match(text):
            found.append("ags")
        if _CODE.match(text):
            found.append("code")
        if dates.says_ended(text) or text.lower() in {"aktiv", "inaktiv", "ruht", "ruhend", "aktives mitglied"}:
            found.append("status")
    return found
