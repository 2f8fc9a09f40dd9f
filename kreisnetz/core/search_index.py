"""The index behind the search: words, their three-letter pieces, and where they stand. The same tables on every database.

The rooms say what can be found (put, remove); this module knows no room. Whoever changes a thing puts it again in the same
transaction. Words that stand nowhere any more are removed at once: a name must not survive in the index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kreisnetz.core.models import SearchEntry, SearchGram, SearchPosting, SearchWord
from kreisnetz.core.names import search_key

WORD_LENGTH = 60
CHUNK = 400


@dataclass(frozen=True)
class Findable:
    """What the index keeps of one thing. `short` and `long` are only searched, never shown."""

    kind: str
    number: int
    label: str
    hint: str = ""
    slug: str = ""
    audience: str = SearchEntry.Audience.OFFICE
    short: str = ""
    long: str = ""

    def weights(self) -> dict[str, int]:
        """Every word with the weight of the best place it stands in."""
        found: dict[str, int] = {}
        for text, weight in ((self.long, 1), (f"{self.short} {self.hint}", 2), (self.label, 3)):
            found |= {word[:WORD_LENGTH]: weight for word in search_key(text).split()}
        return found


def put(things: Iterable[Findable]) -> None:
    """Add or refresh these things; thousands at once are fine."""
    rows = list(things)
    for start in range(0, len(rows), CHUNK):
        _put(rows[start : start + CHUNK])


def remove(kind: str, numbers: Sequence[int]) -> None:
    """Take these things out, and the words that only they had."""
    for start in range(0, len(numbers), CHUNK):
        gone = SearchEntry.objects.filter(kind=kind, number__in=numbers[start : start + CHUNK])
        words = set(SearchPosting.objects.filter(entry__in=gone).values_list("word_id", flat=True))
        gone.delete()
        _drop_unused(words)


def pieces(word: str) -> set[str]:
    """Its three-letter pieces; "^" and "$" mark the ends, so that beginnings count more.

    >>> sorted(pieces("amt"))
    ['^^a', '^am', 'amt', 'mt$']
    """
    padded = f"^^{word}$"
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def _put(rows: Sequence[Findable]) -> None:
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                kind=r.kind, number=r.number, label=r.label[:300], hint=r.hint[:300], slug=r.slug, audience=r.audience
            )
            for r in rows
        ],
        update_conflicts=True,
        unique_fields=["kind", "number"],
        update_fields=["label", "hint", "slug", "audience"],
    )
    numbers = {
        (kind, number): pk
        for kind, number, pk in SearchEntry.objects.filter(
            kind__in={r.kind for r in rows}, number__in=[r.number for r in rows]
        ).values_list("kind", "number", "pk")
    }
    wanted = {numbers[(r.kind, r.number)]: r.weights() for r in rows}
    ids = _words({word for weights in wanted.values() for word in weights})
    before: dict[int, dict[int, int]] = {}
    for entry, word, weight in SearchPosting.objects.filter(entry__in=wanted).values_list(
        "entry_id", "word_id", "weight"
    ):
        before.setdefault(entry, {})[word] = weight
    fresh, stale = [], []
    for entry, weights in wanted.items():
        now = {ids[word]: weight for word, weight in weights.items()}
        there = before.get(entry, {})
        fresh += [SearchPosting(entry_id=entry, word_id=w, weight=n) for w, n in now.items() if there.get(w) != n]
        stale += [(entry, word) for word in there if word not in now]
    SearchPosting.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["entry", "word"], update_fields=["weight"], batch_size=900
    )
    for entry in {entry for entry, _ in stale}:
        SearchPosting.objects.filter(entry=entry, word__in=[word for e, word in stale if e == entry]).delete()
    _drop_unused({word for _, word in stale})


def _words(words: set[str]) -> dict[str, int]:
    """Numbers of these words; new ones are added with their pieces."""
    there: dict[str, int] = {}
    wanted = sorted(words)
    for start in range(0, len(wanted), 900):
        part = wanted[start : start + 900]
        there |= dict(SearchWord.objects.filter(word__in=part).values_list("word", "pk"))
    new = [word for word in wanted if word not in there]
    if new:
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in new], ignore_conflicts=True, batch_size=900)
        made: dict[str, int] = {}
        for start in range(0, len(new), 900):
            made |= dict(SearchWord.objects.filter(word__in=new[start : start + 900]).values_list("word", "pk"))
        SearchGram.objects.bulk_create(
            [SearchGram(gram=gram, word_id=pk) for word, pk in made.items() for gram in sorted(pieces(word))],
            ignore_conflicts=True,
            batch_size=900,
        )
        there |= made
    return there


def _drop_unused(words: set[int]) -> None:
    listed = sorted(words)
    for start in range(0, len(listed), CHUNK):
        SearchWord.objects.filter(pk__in=listed[start : start + CHUNK], postings=None).delete()
