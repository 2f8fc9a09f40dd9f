"""Find things by what somebody types: beginnings, parts of long German words, and misspellings. Reads the index, never writes.

Every typed word must be met by some word of the thing, exactly, as a beginning, inside, or nearly. Ranking: how well it is met,
and where it stands (name before text).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from kreisnetz.core.models import SearchEntry, SearchGram, SearchPosting, SearchWord
from kreisnetz.core.names import search_key
from kreisnetz.core.search_index import WORD_LENGTH, pieces

MAX_TYPED = 6
CANDIDATES = 150
# So many words that begin as typed are enough while somebody types.
ENOUGH = 8
LAST = "\U0010ffff"
POSTINGS, POSTINGS_QUICK = 3000, 400
EXACT, BEGINNING, INSIDE, NEARLY = 1.0, 0.9, 0.7, 0.55
# Nearly everybody types these; they decide nothing.
STOP_WORDS = frozenset(
    "der die das und oder fuer in im am an auf von vom zu zum zur mit bei den dem des ein eine e v".split()
)


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `sure` is between 0 and 1."""

    kind: str
    number: int
    label: str
    hint: str
    slug: str
    sure: float


def find(
    typed: str, *, audiences: Collection[str], kinds: Collection[str] = (), limit: int = 20, quick: bool = False
) -> list[Hit]:
    """The best hits first; empty when nothing was typed or nothing fits. `audiences`: SearchEntry.Audience values allowed.

    quick: while somebody types; where enough words begin so, parts and misspellings are not looked for.
    """
    words = [word[:WORD_LENGTH] for word in search_key(typed).split()]
    words = [word for word in words if word not in STOP_WORDS][:MAX_TYPED] or words[:1]
    if not words:
        return []
    met = [_similar_words(word, quick=quick) for word in dict.fromkeys(words)]
    if not all(met):
        return []
    scores = _score(met, audiences, kinds, most=POSTINGS_QUICK if quick else POSTINGS)
    best = sorted(scores, key=lambda pk: -scores[pk])[: limit * 5]
    entries = SearchEntry.objects.in_bulk(best)
    hits = [
        Hit(row.kind, row.number, row.label, row.hint, row.slug, min(1.0, scores[pk] / (3 * len(met))))
        for pk in best
        if (row := entries.get(pk)) is not None
    ]
    return sorted(hits, key=lambda hit: (-round(hit.sure, 2), len(hit.label), search_key(hit.label)))[:limit]


def _similar_words(typed: str, *, quick: bool) -> dict[int, float]:
    """Numbers of indexed words that may be meant, with how well they fit."""
    from rapidfuzz.distance import OSA  # slow import

    if quick:
        begin = SearchWord.objects.filter(word__gte=typed, word__lt=typed + LAST)[:CANDIDATES]
        found = {row.pk: EXACT if row.word == typed else BEGINNING for row in begin if row.word.startswith(typed)}
        if len(found) >= ENOUGH:
            return found
    grams = pieces(typed) - {f"{typed[-2:]}$"}
    rows = (
        SearchGram.objects.filter(gram__in=grams)
        .values_list("word_id", "word__word")
        .annotate(n=Count("id"))
        .order_by("-n")[:CANDIDATES]
    )
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    found = {}
    for pk, word, _n in rows:
        if word == typed:
            found[pk] = EXACT
        elif word.startswith(typed):
            found[pk] = BEGINNING
        elif len(typed) > 3 and typed in word:
            found[pk] = INSIDE
        elif allowed:
            # A misspelt beginning of a longer word counts too.
            distance = min(
                OSA.distance(typed, word, score_cutoff=allowed),
                OSA.distance(typed, word[: len(typed)], score_cutoff=allowed) + 0.5 if len(typed) > 5 else 9,
            )
            if distance <= allowed + 0.5:
                found[pk] = NEARLY - 0.1 * distance
    return found


def _score(
    met: Sequence[dict[int, float]], audiences: Collection[str], kinds: Collection[str], *, most: int
) -> dict[int, float]:
    """Entries that meet every typed word, the rarest word first so that later ones only look at what is left."""
    postings = SearchPosting.objects.filter(entry__audience__in=audiences)
    if kinds:
        postings = postings.filter(entry__kind__in=kinds)
    sizes = [SearchPosting.objects.filter(word__in=list(words)).count() for words in met] if len(met) > 1 else [0]
    total: dict[int, float] | None = None
    for number in sorted(range(len(met)), key=sizes.__getitem__):
        words = met[number]
        rows = postings.filter(word__in=list(words))
        if total is not None:
            rows = rows.filter(entry__in=list(total))
        here: dict[int, float] = {}
        for entry, word, weight in rows.order_by("-weight", "entry_id").values_list("entry_id", "word_id", "weight")[
            :most
        ]:
            here[entry] = max(here.get(entry, 0.0), words[word] * weight)
        total = here if total is None else {pk: total[pk] + score for pk, score in here.items() if pk in total}
        if not total:
            return {}
    return total or {}
