"""Names of people as they stand in one cell: "Beispiel, Anna", "Frau Dr. Anna Beispiel-Muster", several people, "N.N."."""

import re
from dataclasses import dataclass

from kreisnetz.register.sheets.first_names import is_first_name
from kreisnetz.register.sheets.grid import one_line

_GREETING = re.compile(r"(?i:^(herrn?|frau|hr\.?|fr\.|fr\b|mrs?\.?|ms\.?)(?=[\s.,]))\.?\s*")
_TITLE = re.compile(
    r"^((?:(?:Prof(?:essor(?:in)?)?|Dr|PD|Priv\.-Doz|Dipl|Mag|Ing|M\.\s?A|B\.\s?A|M\.\s?Sc|B\.\s?Sc|Pfr|Pfarrer(?:in)?|Dekan(?:in)?)"
    r"(?![A-Za-zäöü])\.?"
    r"(?:\s?-(?:[A-ZÄÖÜ]\w+)\.?(?:\s?\(FH\))?|\s?(?:agr|dent|habil|ing|iur|jur|med|mult|nat|oec|paed|päd|phil|pol|psych|rer|soc|theol|vet|h\.\s?c|e\.\s?h)\.)*"
    r"[\s,]*)+)"
)
_ROLE_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_VACANT = re.compile(
    r"(?i)^\W*(?:n\.?\s*n\.?|nn|unbesetzt|vakant|vacant|offen|frei|tbd|tba|noch offen|(?:z\.?\s?zt?\.?|zurzeit|derzeit|aktuell)?\s*(?:nicht|un)\s*besetzt"
    r"|(?:derzeit|z\.?\s?zt?\.?|zurzeit)\s+(?:vakant|unbesetzt|offen)|(?:wird|ist)\s+(?:noch\s+)?(?:benannt|zu benennen|nachbesetzt)|noch (?:zu benennen|unbekannt|nicht benannt)"
    r"|nachfolge (?:offen|unklar|noch offen)|stelle (?:vakant|unbesetzt|frei|offen))\b.*$"
)
_PARTICLES = {
    "von",
    "vom",
    "van",
    "de",
    "der",
    "den",
    "zu",
    "zur",
    "zum",
    "di",
    "da",
    "del",
    "el",
    "al",
    "ten",
    "la",
    "le",
    "dos",
    "und",
}
_WORD = re.compile(r"^[^\W\d_]+(?:[-'’.][^\W\d_]*)*\.?$")
_SPLIT_HARD = re.compile(r"\s*(?:\n|;|\s/\s|\s\|\s|/(?=\s*(?:Frau|Herrn?|Fr\.|Hr\.)\s))\s*")
_SPLIT_AND = re.compile(r"\s+(?:und|u\.|&|\+|sowie)\s+")
_NOT_NAMES = re.compile(
    r"(?i)\b(?:e\.?\s?v|ggmbh|gmbh|amt|jugendamt|schule|verein|verband|dienst|stelle|büro|team|sekretariat|leitung|kreis|stadt|gemeinde|"
    r"netzwerk|abteilung|fachbereich|zentrum|beratung|hilfe|kita|klinik|kirche|polizei|gruppe|projekt|straße|str)\b|\d|@"
)


@dataclass(frozen=True, slots=True)
class Name:
    last_name: str
    first_name: str = ""
    title: str = ""
    greeting: str = ""
    remark: str = ""  # what stood in brackets behind it


def is_vacant(text: str) -> bool:
    """
    >>> is_vacant("N.N."), is_vacant("z. Zt. nicht besetzt"), is_vacant("Nina Neumann")
    (True, True, False)
    """
    return bool(_VACANT.match(text)) and len(text) < 60


def names_in(text: str) -> list[Name]:
    """The people in one cell, in their order.

    >>> [name.last_name for name in names_in("Frau Beispiel und Herr Muster")]
    ['Beispiel', 'Muster']
    >>> [(name.last_name, name.first_name) for name in names_in("Beispiel, Anna; Muster, Bernd")]
    [('Beispiel', 'Anna'), ('Muster', 'Bernd')]
    """
    found: list[Name] = []
    for piece in _SPLIT_HARD.split(text.strip().replace("\r", "")):
        names = [one_name(part) for part in _people(one_line(piece).strip(" ,"))]
        found += _with_shared_names([name for name in names if name])
    return found


def _people(text: str) -> list[str]:
    """Cut a line at "und" and at those commas that stand between people."""
    people = []
    for part in _SPLIT_AND.split(text):
        pieces = [piece.strip() for piece in re.split(r",(?![^(]*\))", part) if piece.strip()]
        people += _joined(pieces)
    return [person for person in people if person]


def _joined(pieces: list[str]) -> list[str]:
    """Pieces between commas to people: "Beispiel, Anna" is one, "Anna Beispiel, Bernd Muster" two."""
    people: list[str] = []
    waiting = ""
    for piece in pieces:
        words = _bare(piece).split()
        if waiting:
            if _is_given(piece, waiting):
                people.append(f"{waiting}, {piece}")
                waiting = ""
                continue
            people.append(waiting)
            waiting = ""
        if len(words) == 1 or (words and words[0].lower() in _PARTICLES):
            waiting = piece
        elif words:
            people.append(piece)
        elif people:  # only a title or a degree
            people[-1] = f"{piece} {people[-1]}" if _TITLE.match(piece) else people[-1]
    return people + ([waiting] if waiting else [])


def _bare(piece: str) -> str:
    text = _ROLE_IN_BRACKETS.sub(" ", piece).strip()
    text = _GREETING.sub("", text + " ").strip()
    return _TITLE.sub("", text + " ").strip()


def _is_given(piece: str, last_name: str) -> bool:
    """Whether what follows a comma are the first names to the surname before it."""
    if _GREETING.match(piece) and not _GREETING.match(last_name):
        words = _bare(piece).split()
        return len(words) <= 1
    words = _bare(piece).split()
    return (
        not words
        or len(words) == 1
        or (len(words) <= 3 and (is_first_name(words[0]) or words[-1].lower() in _PARTICLES))
    )


def one_name(text: str) -> Name | None:
    """
    >>> one_name("Frau Dr. Anna Beispiel-Muster")
    Name(last_name='Beispiel-Muster', first_name='Anna', title='Dr.', greeting='Frau', remark='')
    >>> one_name("von der Heide, Dr. Jan").last_name
    'von der Heide'
    """
    remark = "; ".join(match.strip() for match in _ROLE_IN_BRACKETS.findall(text) if match.strip())
    text = " ".join(_ROLE_IN_BRACKETS.sub(" ", text).split()).strip(" ,;-–")
    greeting, text = _take_greeting(text)
    title, text = take_titles(text)
    if not text:
        return None
    if "," in text:
        last, _, first = text.partition(",")
        second_greeting, first = _take_greeting(first.strip())
        more, first = take_titles(first.strip())
        return Name(last.strip(), first.strip(" ,"), f"{title} {more}".strip(), greeting or second_greeting, remark)
    words = text.split()
    if len(words) == 1:
        return Name(words[0], "", title, greeting, remark)
    at = next((number for number, word in enumerate(words) if word.lower() in _PARTICLES), len(words) - 1)
    if at == 0:
        return Name(text, "", title, greeting, remark)
    if len(words) == 2 and is_first_name(words[1]) and not is_first_name(words[0]) and not words[0].endswith("."):
        return Name(words[0], words[1], title, greeting, remark)
    return Name(" ".join(words[at:]), " ".join(words[:at]), title, greeting, remark)


def _take_greeting(text: str) -> tuple[str, str]:
    match = _GREETING.match(text)
    if not match:
        return "", text
    said = match[1].lower().rstrip(".")
    return ("Frau" if said in {"frau", "fr", "mrs", "ms"} else "Herr"), text[match.end() :].strip()


def is_no_person(text: str) -> bool:
    """
    >>> is_no_person("Sekretariat"), is_no_person("Frau Amt"), is_no_person("Beispiel")
    (True, False, False)
    """
    return bool(_NOT_NAMES.search(text)) and not looks_like_person(text)


def take_titles(text: str) -> tuple[str, str]:
    match = _TITLE.match(text)
    return (one_line(match[1]).strip(" ,"), text[match.end() :].strip()) if match else ("", text)


def _with_shared_names(names: list[Name]) -> list[Name]:
    """ "Anna und Bernd Beispiel": the first has only a first name and shares the surname."""
    shared = list(names)
    for number in range(len(names) - 2, -1, -1):
        name, after = shared[number], shared[number + 1]
        if not name.first_name and not name.greeting and after.first_name and is_first_name(name.last_name):
            shared[number] = Name(after.last_name, name.last_name, name.title, name.greeting, name.remark)
    return shared


def looks_like_person(text: str) -> bool:
    """Whether a cell holds the name of a person: a greeting, a title, a known first name, or "Word, Word".

    >>> looks_like_person("Beispiel, Anna"), looks_like_person("Jugendamt"), looks_like_person("Frau Beispiel")
    (True, False, True)
    """
    text = text.strip()
    if not text or len(text) > 120:
        return False
    first = _SPLIT_AND.split(_SPLIT_HARD.split(text)[0])[0]
    if _GREETING.match(first + " "):
        return True
    if _NOT_NAMES.search(first):
        return False
    bare = _bare(one_line(first)).replace(",", " , ").split()
    words = [word for word in bare if word != ","]
    if not 1 <= len(words) <= 5 or not all(_WORD.match(word) for word in words):
        return False
    if len(words) == 1:
        return bool(_TITLE.match(first))
    return is_first_name(words[0]) or is_first_name(words[-1]) or (bool(_TITLE.match(first)) and len(words) <= 3)
