"""When two written names mean the same organisation: keys and likeness, from the names alone. No database, no Django."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kreisnetz.core.names import search_key

# Legal forms say nothing about who it is.
LEGAL_FORMS = frozenset("ev e v gmbh ggmbh gug ug ag gag kg mbh eg gemeinnuetzige gemeinnuetziger".split())
SAME_WORDS = {
    "kv": "kreisverband", "ov": "ortsverband", "bv": "bezirksverband", "lv": "landesverband",
    "drk": "deutsches rotes kreuz", "awo": "arbeiterwohlfahrt", "vhs": "volkshochschule", "kita": "kindertagesstaette",
    "st": "sankt", "str": "strasse", "ja": "jugendamt", "gs": "grundschule", "lk": "landkreis", "u": "und",
}  # fmt: skip
LIKE = 88.0
# Words that so many names share say nothing about which two belong together.
COMMON = 200


@dataclass(frozen=True)
class Pair:
    """Two names that may mean the same; sure is between 0 and 100, reason is German."""

    one: str
    other: str
    sure: float
    reason: str


def actor_key(name: str) -> str:
    """Comparable form of an organisation's name, without its legal form.

    >>> actor_key("Beispiel-Verein e. V.")
    'beispiel verein'
    """
    words = [word for word in search_key(name).split() if word not in LEGAL_FORMS]
    return " ".join(words) or search_key(name)


def spelled_out(key: str) -> str:
    """A key with the usual abbreviations written out.

    >>> spelled_out("drk kv beispielstadt")
    'deutsches rotes kreuz kreisverband beispielstadt'
    """
    return " ".join(SAME_WORDS.get(word, word) for word in key.split())


class Names:
    """Names to be compared with: key -> what it stands for. Blocked by shared words, so that thousands are quick."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = dict(known)
        self.words: dict[str, list[str]] = defaultdict(list)
        for key in self.known:
            for word in self._parts(key):
                self.words[word].append(key)

    def like(self, key: str) -> Pair | None:
        """The most similar other name above the threshold; None when nothing is near."""
        from rapidfuzz import fuzz  # slow import

        here = spelled_out(key)
        best: Pair | None = None
        for other in self._near(key):
            if other == key:
                continue
            there = spelled_out(other)
            if here == there:
                return Pair(key, other, 100.0, "ausgeschriebene Abkürzung")
            score = max(fuzz.ratio(here, there), fuzz.token_sort_ratio(here, there))
            if _numbers(here) != _numbers(there):
                continue
            if score >= LIKE and (best is None or score > best.sure):
                best = Pair(key, other, score, "fast gleich geschrieben")
        return best

    def _near(self, key: str) -> set[str]:
        found: Counter[str] = Counter()
        for word in self._parts(key):
            others = self.words.get(word, ())
            if len(others) <= COMMON:
                found.update(others)
        return {other for other, _n in found.most_common(60)}

    @staticmethod
    def _parts(key: str) -> set[str]:
        """Its words written out, and their first letters: a misspelt end still meets."""
        words = spelled_out(key).split()
        return {*words, *(f"{word[:5]}~" for word in words if len(word) > 5)}


def pairs(known: Mapping[str, str]) -> Iterable[Pair]:
    """Names in one register that may mean the same, each pair once."""
    names = Names(known)
    seen = set()
    for key in known:
        pair = names.like(key)
        if pair and frozenset((pair.one, pair.other)) not in seen:
            seen.add(frozenset((pair.one, pair.other)))
            yield pair


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if word.isdigit()]
