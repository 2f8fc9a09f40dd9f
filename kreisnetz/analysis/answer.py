"""All measures of a question as one dict, ready for JSON: undefined is None, with a German reason. No reading, no writing."""

from collections.abc import Sequence

from kreisnetz.analysis.answer_keys import MEASURES, Question


def answer(question: Question, names: Sequence[str] = ()) -> dict[str, object]:
    """The keys of the measures named (all if none is); KeyError for a name that is not known."""
    found: dict[str, object] = {}
    for name in names or MEASURES:
        found |= MEASURES[name](question)
    return {**found, "reasons": dict(sorted(question.reasons.items()))}
