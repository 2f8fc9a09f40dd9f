"""When two written names mean the same organisation: keys and likeness, from the names alone. No database, no Django."""

from kreisnetz.core.names import search_key

# Legal forms say nothing about who it is.
LEGAL_FORMS = frozenset("ev e v gmbh ggmbh gug ug ag gag kg mbh eg gemeinnuetzige gemeinnuetziger".split())


def actor_key(name: str) -> str:
    """Comparable form of an organisation's name, without its legal form.

    >>> actor_key("Beispiel-Verein e. V.")
    'beispiel verein'
    """
    words = [word for word in search_key(name).split() if word not in LEGAL_FORMS]
    return " ".join(words) or search_key(name)
