"""Proposes for every column the field it holds: by its heading, by its content, and by what the other columns are."""

import re
from dataclasses import dataclass

from kreisnetz.register.sheets.content import Content, content_of
from kreisnetz.register.sheets.contract import Column, Field, Sureness
from kreisnetz.register.sheets.grid import Grid, one_line
from kreisnetz.register.sheets.header import Header
from kreisnetz.register.sheets.headings import choices_of, field_of, heading_key
from kreisnetz.register.sheets.labels import LABELS

F = Field
_MANY = {
    F.IGNORE, F.EMAIL, F.PHONE, F.MOBILE, F.FAX, F.CONTACT, F.NOTE, F.MARK, F.FIELD_OF_ACTION, F.ORGANISATION_EMAIL,
    F.ORGANISATION_PHONE, F.DEPUTY_EMAIL, F.DEPUTY_PHONE,
}  # fmt: skip
_PRIVATE = re.compile(
    r"\b(?:geb(?:urts\w*|oren)?|alter|konfession|religion\w*|familienstand|staatsangehoerigkeit|nationalitaet|privat\w*|iban|konto\w*|essen\w*|allergi\w*)\b"
)
_PARTS = re.compile(r"\b(?:abteilung|fachbereich|referat|sachgebiet|team|fachdienst)\b")
_LEADING = re.compile(
    r"^(?:federfuehr\w*|geschaeftsfuehr\w*|koordinat\w*|koordinierung\w*|geschaeftsstelle|verantwortlich\w*)"
)
_MAILS = {F.EMAIL, F.CONTACT, F.ORGANISATION_EMAIL, F.DEPUTY_EMAIL, F.NOTE}
_PHONES = {F.PHONE, F.MOBILE, F.FAX, F.CONTACT, F.ORGANISATION_PHONE, F.DEPUTY_PHONE, F.NOTE}
_WHO = {F.PERSON, F.LAST_NAME, F.ORGANISATION, F.NETWORK}
# What the content alone says: kinds, the share they need, and the field.
_BY_CONTENT: tuple[tuple[tuple[str, ...], float, Field], ...] = (
    (("email",), 0.6, F.EMAIL),
    (("contact", "email", "phone", "mobile"), 0.8, F.CONTACT),
    (("website",), 0.6, F.WEBSITE),
    (("postcode_town", "address"), 0.6, F.ADDRESS),
    (("street",), 0.6, F.STREET),
    (("organisation",), 0.5, F.ORGANISATION),
    (("person", "vacant"), 0.5, F.PERSON),
    (("network",), 0.6, F.NETWORK),
    (("title",), 0.6, F.TITLE),
)
_WORDS = {
    "email": "Mailadressen",
    "phone": "Telefonnummern",
    "mobile": "Mobilnummern",
    "contact": "Mailadressen und Nummern",
    "website": "Internetadressen",
    "postcode": "Postleitzahlen",
    "postcode_town": "Postleitzahlen mit Ort",
    "address": "Anschriften",
    "street": "Straßen",
    "organisation": "Organisationen",
    "person": "Namen von Personen",
    "vacant": "„N.N.“",
    "network": "Netzwerke",
    "title": "Titel",
    "date": "Datumsangaben",
    "role": "Rollen",
    "mark": "Kreuze",
}


@dataclass
class Draft:
    """A column while it is being decided."""

    index: int
    heading: str
    content: Content
    samples: tuple[str, ...]
    field: Field = F.IGNORE
    sureness: Sureness = Sureness.UNSURE
    reason: str = ""

    def take(self, field: Field, sureness: Sureness, reason: str) -> None:
        self.field, self.sureness, self.reason = field, sureness, reason

    def done(self) -> Column:
        return Column(self.index, one_line(self.heading), self.field, self.sureness, self.reason, self.samples)


def propose(grid: Grid, header: Header, marks: list[int]) -> tuple[Column, ...]:
    """What every column is taken for. ``marks`` are the columns of crosses."""
    drafts = []
    for index in range(grid.width):
        texts = grid.column(index, header.bottom + 1)
        heading = header.headings[index]
        if texts or heading:
            drafts.append(
                Draft(index, heading, content_of(texts), tuple(one_line(text) for text in dict.fromkeys(texts))[:3])
            )
    for draft in drafts:
        if draft.index in marks:
            draft.take(F.MARK, Sureness.LIKELY, "Unter der Überschrift stehen Kreuze.")
        else:
            _by_heading(draft)
    for draft in drafts:
        if draft.index not in marks:
            _check_content(draft, drafts)
    _among_each_other(drafts)
    for field in {draft.field for draft in drafts} - _MANY:
        _only_one([draft for draft in drafts if draft.field is field])
    return tuple(draft.done() for draft in drafts)


def _by_heading(draft: Draft) -> None:
    key = heading_key(draft.heading)
    if _LEADING.search(key) and not re.search(r"\bmail|\btel|\bfon", key):
        draft.take(F.IGNORE, Sureness.UNSURE, "Wer ein Netzwerk führt, tragen Sie bitte beim Netzwerk ein.")
        return
    if _PRIVATE.search(key) and not re.search(r"\bmail|\btel|\bfon", key):
        draft.take(F.IGNORE, Sureness.SURE, "Wird aus Gründen des Datenschutzes nicht übernommen.")
        return
    found = field_of(draft.heading) or _of_lines(draft.heading)
    if found:
        draft.take(found[0], found[1], f"Überschrift „{one_line(draft.heading)}“.")


def _of_lines(heading: str) -> tuple[Field, Sureness] | None:
    """A two-line heading that says nothing as a whole: what its last line says."""
    for line in reversed(heading.split("\n")) if "\n" in heading else ():
        if found := field_of(line):
            return found
    return None


def _check_content(draft: Draft, drafts: list[Draft]) -> None:
    content, said = draft.content, draft.field
    choices = choices_of(draft.heading) or choices_of(draft.heading.rsplit("\n", 1)[-1])
    if draft.sureness is Sureness.UNSURE and choices and not draft.reason:
        _choose(draft, choices, {other.field for other in drafts})
        return
    if draft.sureness is Sureness.UNSURE and not draft.reason:
        _by_content(draft)
        return
    if content.n == 0 or said is F.IGNORE:
        return
    if content.share("email") >= 0.8 and said not in _MAILS:
        _correct(draft, F.EMAIL, "email")
    elif content.share("phone", "mobile") >= 0.8 and said not in _PHONES | {F.AGS}:
        _correct(draft, F.PHONE, "phone")
    elif content.share("contact") >= 0.4 and said in {F.EMAIL, F.PHONE}:
        _correct(draft, F.CONTACT, "contact")
    elif said is F.ORGANISATION and content.share("person") >= 0.7 and content.share("organisation") < 0.2:
        _correct(draft, F.PERSON, "person")
    elif said in {F.PERSON, F.DEPUTY} and content.share("organisation") >= 0.6 and content.share("person") < 0.2:
        _correct(draft, F.ORGANISATION, "organisation")
    elif said is F.STATUS and content.share("role") >= 0.6 and content.share("status") < 0.3:
        _correct(draft, F.ROLE, "role")
    elif said is F.ROLE and content.share("role") < 0.2 and content.share("person") >= 0.6:
        _correct(draft, F.PERSON, "person")
    elif said in {F.SINCE, F.UNTIL} and content.share("postcode") >= 0.8:
        draft.sureness = Sureness.UNSURE


def _correct(draft: Draft, field: Field, kind: str) -> None:
    draft.take(
        field,
        Sureness.LIKELY,
        f"Die Überschrift „{one_line(draft.heading)}“ sagt etwas anderes, aber in der Spalte stehen {_WORDS[kind]}.",
    )


def _choose(draft: Draft, choices: tuple[Field, ...], others: set[Field]) -> None:
    """An ambiguous heading: the content decides, then what the other columns leave over."""
    content, quoted = draft.content, f"Überschrift „{one_line(draft.heading)}“"
    shares = {
        F.ORGANISATION: content.share("organisation"),
        F.PERSON: content.share("person", "vacant"),
        F.NETWORK: content.share("network"),
        F.TITLE: content.share("title"),
        F.ROLE: content.share("seat_role"),
        F.NETWORK_KIND: content.share("network"),
    }
    if choices == (F.IGNORE,):
        draft.take(F.IGNORE, Sureness.LIKELY, f"{quoted}: eine Nummer.")
        return
    if F.FIRST_NAME in others and F.PERSON in choices and shares[F.ORGANISATION] < 0.4:
        draft.take(F.LAST_NAME, Sureness.SURE, f"{quoted}, und es gibt eine Spalte für den Vornamen.")
        return
    best = max(choices, key=lambda field: shares.get(field, 0.0))
    if shares.get(best, 0.0) >= 0.3:
        draft.take(best, Sureness.LIKELY, f"{quoted}, und der Inhalt passt zu: {LABELS[best]}.")
        return
    free = [field for field in choices if field not in others] or list(choices)
    if F.NETWORK_ID in others and F.ORGANISATION_ID not in others and F.NETWORK in choices:
        free = [F.NETWORK]
    if F.PERSON in free and F.ORGANISATION in others and content.share("first_name") < 0.5 and F.PERSON not in others:
        free = [F.PERSON]
    if free[0] is F.ROLE and content.share("seat_role") < 0.2 and F.PERSON_FUNCTION in choices:
        free = [F.PERSON_FUNCTION]
    draft.take(free[0], Sureness.UNSURE, f"{quoted} kann mehreres bedeuten.")


def _by_content(draft: Draft) -> None:
    """No heading that helps: what the cells look like."""
    content = draft.content
    if content.share("phone", "mobile") >= 0.6 and content.share("email", "contact") < 0.2:
        mobile = content.share("mobile") >= 0.6
        draft.take(F.MOBILE if mobile else F.PHONE, Sureness.LIKELY, "In der Spalte stehen Telefonnummern.")
        return
    if content.n >= 2 and content.share("postcode") >= 0.9:
        draft.take(F.POSTCODE, Sureness.LIKELY, "In der Spalte stehen Postleitzahlen.")
        return
    for kinds, needed, field in _BY_CONTENT:
        if content.share(*kinds) >= needed:
            draft.take(field, Sureness.LIKELY, f"In der Spalte stehen {_WORDS[kinds[0]]}.")
            return
    if content.n >= 3 and content.share("role") >= 0.7 and content.distinct < 0.5:
        draft.take(F.ROLE, Sureness.LIKELY, "In der Spalte stehen Rollen.")
        return
    heading = one_line(draft.heading)
    draft.reason = f"Überschrift „{heading}“ ist keinem Feld zugeordnet." if heading else "Spalte ohne Überschrift."


def _among_each_other(drafts: list[Draft]) -> None:
    """Meanings that depend on which columns there are."""
    by_field: dict[Field, list[Draft]] = {}
    for draft in drafts:
        by_field.setdefault(draft.field, []).append(draft)
    fields = set(by_field)
    if F.ORGANISATION not in fields and F.PARENT in fields:
        by_field[F.PARENT][0].take(
            F.ORGANISATION, Sureness.LIKELY, "Der Träger ist die einzige Spalte mit Organisationen."
        )
    if F.FIRST_NAME in fields and F.LAST_NAME not in fields and F.PERSON in fields:
        draft = by_field[F.PERSON][0]
        if not draft.samples or not any("," in text for text in draft.samples):
            draft.take(F.LAST_NAME, Sureness.LIKELY, "Es gibt eine eigene Spalte für den Vornamen.")
    if F.LAST_NAME in fields and F.FIRST_NAME not in fields:
        for draft in by_field[F.LAST_NAME]:
            if draft.content.share("person") >= 0.5:
                draft.take(F.PERSON, Sureness.LIKELY, "In der Spalte stehen ganze Namen.")
    if F.DEPUTY in fields and not fields & {F.PERSON, F.LAST_NAME}:
        draft = by_field[F.DEPUTY][0]
        if heading_key(draft.heading) == "vertretung" and draft.content.share("person", "vacant") >= 0.4:
            draft.take(F.PERSON, Sureness.LIKELY, "Es gibt keine andere Spalte mit Personen.")
    for draft in by_field.get(F.STAKEHOLDER_GROUP, []):
        if draft.content.share("person") >= 0.6:
            draft.take(F.PERSON, Sureness.LIKELY, "In der Spalte stehen Namen von Personen.")
    if F.NETWORK_ID in fields and F.NETWORK not in fields and F.ORGANISATION_ID not in fields:
        for draft in by_field.get(F.TITLE, []) + by_field.get(F.ORGANISATION, []):
            draft.take(F.NETWORK, Sureness.LIKELY, "Neben der Nummer des Netzwerks steht sein Name.")


def _only_one(drafts: list[Draft]) -> None:
    """Of several columns for the same field the surest stays; the others wait for the user."""
    if len(drafts) < 2:
        return
    order = [Sureness.SURE, Sureness.LIKELY, Sureness.UNSURE]
    first = min(drafts, key=lambda draft: (order.index(draft.sureness), -min(draft.content.n, 10), draft.index))
    for draft in drafts:
        if draft is first:
            continue
        if draft.field is F.ORGANISATION and _PARTS.search(heading_key(draft.heading)):
            draft.take(F.PERSON_FUNCTION, Sureness.LIKELY, "Eine Abteilung der Organisation daneben.")
        else:
            label = LABELS[draft.field]
            draft.take(
                F.IGNORE, Sureness.UNSURE, f"Für „{label}“ gibt es schon die Spalte „{one_line(first.heading)}“."
            )
