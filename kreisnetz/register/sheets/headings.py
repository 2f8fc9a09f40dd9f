"""What the heading of a column says: German office words, their abbreviations, and English, as fields of the register."""

import re
from functools import lru_cache

from kreisnetz.core.names import search_key
from kreisnetz.register.sheets.contract import Field, Sureness

F = Field
# Endings that only say "women and men": Ansprechpartner/in, Träger*innen, Adresse(n).
_ENDINGS = re.compile(r"(?<=[a-zäöüß])(?:[/*:_·]\s*-?(?:in|innen|r|e)\b|\((?:in|innen|en|n|r|e|s)\)|In(?:nen)?\b)")
_HYPHENATED = re.compile(r"(?<=[a-zäöüß])-\s*\n\s*(?=[a-zäöüß])")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")

# Whole headings, as search_key writes them. Ambiguous words (name, titel, ort) get their meaning from the content.
_WORDS: dict[Field, str] = {
    F.IGNORE: "nr|lfd nr|lfd|lfdnr|lfd nummer|laufende nummer|pos|anrede|anz|anzahl|summe|gesamt|gesamtzahl|unterschrift|anwesend|"
    "entschuldigt|no|geaendert am|stand|letzte aenderung|political|social|economic|budget eur to|source|quelle|parliament|"
    "newsletter|datenschutz|datenschutz ok|datenschutzerklaerung|einwilligung|dsgvo|verteiler|im verteiler|presseverteiler|einladung|"
    "zusage|absage|protokoll|foto|weihnachtskarte|stimmberechtigt|anzahl mitglieder|anzahl personen|"
    # What the register writes into its own workbook and does not read back (register.export.tables).
    "zweck|aufgaben|auftrag|herausforderungen|zielgruppen|altersgruppen|im ganzen kreis|nur in|getragen von|teil von|wer fuehrt|wie oft|"
    "sitzungen im jahr|stunden je sitzung|hoechstens sitze|vollversammlung|gruendungstag|ueberpruefung faellig|schlusstag|unterlagen|"
    "wo liegt was|oeffentlich|zuletzt geprueft|nur fuer das buero|kompetenzen|sprachen|ort geschuetzt|arbeitet in|was die organisation macht|"
    "aufgeloest am|zustimmung am|zuletzt bestaetigt|kontakt beendet am|rolle in eigenen worten|unbesetzt|wie sicher",
    F.NETWORK: "netzwerk|netzwerke|netzwerkname|name des netzwerks|name netzwerk|gremium|gremien|arbeitskreis|arbeitsgruppe|ag|ak|ag ak|"
    "ak ag|runder tisch|runde|buendnis|verbund|network|networks|network name|mitglied in|netzwerk gremium|netzwerk ag|nw|kreis ag|"
    "in welchem netzwerk|mitarbeit in|vertreten in|group name|titel des netzwerks|netzwerk arbeitskreis",
    F.NETWORK_SHORT: "kuerzel netzwerk|netzwerk kuerzel|nw kuerzel|netzwerk kurz|kurzname netzwerk|nw kurz",
    F.NETWORK_KIND: "art des netzwerks|netzwerkart|art des gremiums|netzwerktyp|gremienart|category|kategorie|network kind|form",
    F.NETWORK_ID: "network id|netzwerk id|netzwerk nr|netzwerknummer|nw id|id netzwerk|project id",
    F.ORGANISATION: "organisation|organisationen|einrichtung|einrichtungen|institution|institutionen|inst|akteur|akteure|traeger einrichtung|"
    "einrichtung traeger|verein|verband|firma|behoerde|amt|dienststelle|schule|kita|mitgliedsorganisation|mitgliedseinrichtung|"
    "name der einrichtung|name der organisation|name der institution|partner|kooperationspartner|netzwerkpartner|organisation name|"
    "einrichtung organisation|organisation einrichtung|institution organisation|entsendende stelle|entsendende organisation|"
    "vertretene institution|vertretene einrichtung|vertretene organisation|orga|org|einr|einrichtung dienst|amt einrichtung|stelle|"
    "institution traeger|organization|company|agency|actor|actor name|member organisation|mitglied institution|bezeichnung der einrichtung",
    F.ORGANISATION_SHORT: "kuerzel|kurzname|abkuerzung|abk|kurzbezeichnung|kurzbez|akronym|kuerzel einrichtung|short name|acronym",
    F.ORGANISATION_KIND: "art der einrichtung|einrichtungsart|organisationsart|art der organisation|einrichtungstyp|organisationsform|"
    "rechtsform|art des traegers|traegerart|organisationstyp|typ der organisation|akteursart|art des akteurs|activity|sektor|branche",
    F.ORGANISATION_ID: "actor id|organisation id|einrichtung id|id einrichtung|id organisation|akteur id|org id|einrichtungsnummer|"
    "traegernummer|kundennummer|mitgliedsnummer|debitor",
    F.PARENT: "traeger|traeger der einrichtung|traegerverein|name des traegers|traegerschaft|dachverband|spitzenverband|mutterorganisation|"
    "uebergeordnete stelle|traegerorganisation|rechtstraeger|parent|parent organisation|fachbereich traeger",
    F.PERSON: "ap|asp|ansprechpartner|ansprechpartnerin|ansprechpartner innen|ansprechperson|ansprechpersonen|ansprechp|kontaktperson|"
    "kontaktpersonen|name vorname|vorname name|vorname nachname|nachname vorname|vor und nachname|vor und zuname|zu und vorname|"
    "vertreter|vertreterin|vertreten durch|vertretende person|delegierte|delegierter|entsandte person|person|personen|mitarbeiter|"
    "mitarbeiterin|name des mitglieds|contact person|full name|representative|entsandt|benannte person|name ap|ap name|ordentliches mitglied|"
    "ansprechpartner name|kontaktperson name|name ansprechpartner|mitglied name|teilnehmer name|name der person|zustaendig|leitung name",
    F.LAST_NAME: "nachname|familienname|zuname|last name|surname|family name|ap nachname|nachname ap|name nachname|ansprechpartner nachname",
    F.FIRST_NAME: "vorname|vornamen|first name|given name|rufname|ap vorname|vorname ap|ansprechpartner vorname",
    F.TITLE: "akad titel|akademischer titel|akad grad|titel akad|anrede titel|titel anrede",
    F.PERSON_FUNCTION: "dienststellung|stellung|position|berufsbezeichnung|beruf|taetigkeit|funktion in der einrichtung|funktion einrichtung|"
    "funktion in der organisation|dienstbezeichnung|amtsbezeichnung|aufgabe|job title|abteilung|funktion dienstlich|funktion im amt|referat",
    F.PERSON_ID: "person id|personen id|kontakt id",
    F.ROLE: "rolle|rolle im netzwerk|funktion im nw|funktion im netzwerk|funktion nw|funktion im gremium|funktion in der ag|mitgliedsstatus|"
    "art der mitgliedschaft|mitgliedschaft|mandat|role|rolle im gremium|status im netzwerk|stimmrecht|funktion netzwerk|rolle nw|"
    "mitgliedsart|membership|sitz",
    F.STAKEHOLDER_GROUP: "gruppe|akteursgruppe|bank|interessengruppe|stakeholder|gruppe am tisch|vertretungsgruppe|sparte|group|"
    "stakeholder group|statusgruppe|gruppenzugehoerigkeit|bereich gruppe|saeule",
    F.DEPUTY: "vertretung|stellvertretung|stellvertreter|stellvertreterin|stv|stellv|vertr|abwesenheitsvertretung|stellvertretendes mitglied|"
    "stellv mitglied|deputy|vertretung name|stellvertretung name|name vertretung|name stellvertretung|verhinderungsvertretung|"
    "stellvertretung nachname|vertretung nachname|substitute|ersatzmitglied",
    F.DEPUTY_FIRST_NAME: "vertretung vorname|stellvertretung vorname|vorname vertretung|vorname stellvertretung",
    F.DEPUTY_OF: "vertretung von|vertretung fuer|stellvertretung von|stellvertretung fuer|deputy of|vertritt",
    F.EMAIL: "e mail|email|mail|e mail adresse|email adresse|mailadresse|e mail adressen|emailadresse|e mail dienstlich|e mail dienstl|"
    "e mail adresse n|mailadressen|e mail ap|ap e mail|elektronische post|e mail 1|email address|e post|internet mail|mail adresse",
    F.PHONE: "telefon|tel|telefonnummer|tel nr|telefon nr|tel dienstl|telefon dienstlich|tel dienstlich|fon|durchwahl|rufnummer|phone|"
    "telephone|telefon ap|ap telefon|telefon festnetz|festnetz|tel 1|telefonnr|ruf|tel fest",
    F.MOBILE: "mobil|handy|mobiltelefon|mobilnummer|handynummer|mobile|mobil nr|diensthandy|tel mobil|telefon mobil|cell",
    F.FAX: "fax|telefax|faxnummer|fax nr|telefaxnummer|tel fax",
    F.CONTACT: "kontakt|kontaktdaten|erreichbarkeit|kontaktmoeglichkeit|telefon e mail|tel e mail|telefon mail|kontakt tel mail|contact|"
    "e mail telefon|tel mail|telefon und e mail|e mail tel|kommunikation|erreichbar unter",
    F.ORGANISATION_EMAIL: "zentrale e mail|e mail einrichtung|einrichtung e mail|e mail zentrale|e mail organisation|organisation e mail|"
    "e mail allgemein|allgemeine e mail|postfach|funktionspostfach|institution e mail|e mail institution",
    F.ORGANISATION_PHONE: "zentrale|telefon einrichtung|einrichtung telefon|telefon zentrale|zentrale telefon|telefon organisation|tel zentrale|"
    "organisation telefon|institution telefon|tel einrichtung",
    F.WEBSITE: "internet|homepage|webseite|website|web|url|internetseite|internetadresse|www|internetauftritt",
    F.ADDRESS: "adresse|anschrift|postanschrift|postadresse|dienstanschrift|besucheradresse|address|sitz adresse|anschrift einrichtung",
    F.STREET: "strasse|str|strasse hausnummer|strasse nr|strasse hausnr|strasse und hausnummer|strasse hnr|street|strasse haus nr",
    F.POSTCODE: "plz|postleitzahl|postcode|zip|zip code|postal code",
    F.TOWN: "ort|stadt|wohnort|plz ort|plz und ort|postleitzahl ort|town|city|sitz der einrichtung|dienstort|standort|ortsteil",
    F.MUNICIPALITY: "kommune|gemeinde|stadt gemeinde|gemeinde stadt|municipality|sozialraum|kommune gemeinde|ort kommune|einzugsgebiet|"
    "zustaendig fuer kommune|region",
    F.AGS: "ags|gemeindeschluessel|amtlicher gemeindeschluessel|gemeindekennziffer|gkz|ars|regionalschluessel",
    F.FIELD_OF_ACTION: "handlungsfeld|handlungsfelder|thema|themen|themenfeld|arbeitsfeld|fachgebiet|schwerpunkt|schwerpunkte|"
    "aufgabengebiet|field of action|themenbereich|arbeitsbereich|field|fachbereich|bereich",
    F.SINCE: "seit|mitglied seit|von|ab|beginn|eintritt|eingetreten|eintrittsdatum|dabei seit|im netzwerk seit|start|since|from|joined|"
    "start date|first year|first seen|beitritt|beigetreten|berufen am|berufen seit|benannt am|founded|gegruendet|gruendung|gruendungsjahr|im nw seit",
    F.UNTIL: "bis|ende|austritt|ausgetreten|ausgeschieden|ausgeschieden am|until|to|end date|last year|last seen|left|end|mandat bis|"
    "berufen bis|amtszeit bis|dissolved|aufgeloest|mitglied bis|ausgeschieden zum",
    F.PERIOD: "zeitraum|dauer|amtszeit|amtsperiode|mitglied von bis|von bis|period|mitgliedschaft von bis|laufzeit",
    F.STATUS: "status|aktiv|aktiv inaktiv|mitglied aktiv|active|zustand",
    F.SNAPSHOT: "snapshot|stichtag|stand vom|as of|datenstand",
    F.NOTE: "bemerkung|bemerkungen|anmerkung|anmerkungen|notiz|notizen|hinweis|hinweise|kommentar|sonstiges|note|notes|comment|info|bem|anm|"
    "remarks|zusatz|erlaeuterung|zusatzinfo",
}
_BY_WORD = {word: found for found, words in _WORDS.items() for word in words.split("|")}

# What a heading contains, first match wins. Groups of a two-line heading come first: "Vertretung / E-Mail".
_D = r"\b(?:stell)?v(?:ertret|tr|ertr)\w*\b|\bstv\b|\bstellv\b|\bdeputy\b"
_ORG = r"\b(?:einrichtung|organisation|institution|traeger|zentral|allgemein|amt)\w*\b"
_PERSON = r"\b(?:ap|asp|ansprech\w+|kontaktpers\w+|person\w*|vertreter\w*|delegiert\w*|mitarbeiter\w*)\b"
_MAIL, _TEL = r"\b(?:e ?)?mail\w*\b", r"\b(?:tel|telef\w*|fon|phone|durchwahl|ruf\w*)\b"
_PATTERNS: tuple[tuple[str, Field], ...] = (
    (rf"(?:{_D}).*{_MAIL}|{_MAIL}.*(?:{_D})", F.DEPUTY_EMAIL),
    (rf"(?:{_D}).*{_TEL}|{_TEL}.*(?:{_D})", F.DEPUTY_PHONE),
    (rf"(?:{_D}).*vorname$", F.DEPUTY_FIRST_NAME),
    (r"\b(?:stell)?vertret\w* (?:von|fuer|des|der)\b", F.DEPUTY_OF),
    (r"^(?:stellvertret\w*|stellv|stv|vertretung)\b.*(?:name|person|mitglied)?$", F.DEPUTY),
    (rf"{_TEL}.*{_MAIL}|{_MAIL}.*{_TEL}|\bkontaktdaten\b", F.CONTACT),
    (r"\b(?:mobil|handy)\w*\b", F.MOBILE),
    (r"\b(?:tele)?fax\w*\b", F.FAX),
    (rf"{_ORG}.*{_MAIL}|{_MAIL}.*{_ORG}", F.ORGANISATION_EMAIL),
    (_MAIL, F.EMAIL),
    (rf"{_ORG}.*{_TEL}|{_TEL}.*{_ORG}", F.ORGANISATION_PHONE),
    (_TEL, F.PHONE),
    (r"\b(?:homepage|webs\w+|internet\w*|url|www)\b", F.WEBSITE),
    (r"\bplz\b.*\bort\b|\bpostleitzahl\b.*\bort\b", F.TOWN),
    (r"\bstr(?:asse|eet)?\b.*\bort\b|\b(?:post|dienst)?(?:anschrift|adresse)\b", F.ADDRESS),
    (r"\bstrasse\b", F.STREET),
    (r"\b(?:plz|postleitzahl)\b", F.POSTCODE),
    (r"\b(?:gemeindeschluessel|ags)\b", F.AGS),
    (r"\b(?:vorname|rufname)\b.*\b(?:nachname|zuname|name|familienname)\b|\bname\b.*\bvorname\b", F.PERSON),
    (r"\bvorname\b", F.FIRST_NAME),
    (r"\b(?:nachname|familienname|zuname)\b", F.LAST_NAME),
    (r"\b(?:mitglied|dabei|vertreten|aktiv|im netzwerk|teilnahme|berufen|benannt)\b.*\bseit\b|\bseit wann\b", F.SINCE),
    (r"\b(?:mitglied|berufen|benannt|bestellt|gewaehlt)\b.*\bbis\b", F.UNTIL),
    (r"\b(?:funktion|rolle|aufgabe)\b.*\b(?:nw|netzwerk|gremium|ag|ak|kreis|runde)\b", F.ROLE),
    (r"\bfunktion\b.*\b(?:amt|einrichtung|organisation|dienst\w*|institution)\b", F.PERSON_FUNCTION),
    (rf"{_PERSON}.*\bfunktion\b", F.PERSON_FUNCTION),
    (r"\bart\b.*\b(?:einrichtung|organisation|institution)\b", F.ORGANISATION_KIND),
    (r"\b(?:name|bezeichnung)\b.*\b(?:netzwerk|gremium|arbeitskreis)\w*\b", F.NETWORK),
    (r"\b(?:einrichtung|organisation|institution)\w*\b.*\btraeger\b|\btraeger\b.*\b(?:einrichtung|organisation|institution)\w*\b",
     F.ORGANISATION),
    (r"\b(?:name|bezeichnung)\b.*\b(?:einrichtung|organisation|institution|verein|schule|kita|dienst)\w*\b", F.ORGANISATION),
    (_PERSON, F.PERSON),
    (r"^(?:einrichtung|organisation|institution)\w*\b|\b(?:einrichtung|organisation|institution)(?:en)?$", F.ORGANISATION),
    (r"^(?:netzwerke?|gremi(?:um|en)|arbeitskreise?|arbeitsgruppen?)(?: (?:name|bezeichnung|titel|ag|ak|rt|gremi\w+|arbeitskreis|und|oder|bzw))*$", F.NETWORK),
    (r"\b(?:bemerkung|anmerkung|hinweis|notiz|sonstig)\w*\b", F.NOTE),
    (r"\bhandlungsfeld\w*\b|\bthem(?:a|en)\w*\b", F.FIELD_OF_ACTION),
    (r"\btraeger\b", F.PARENT),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), found) for pattern, found in _PATTERNS)

# Headings that mean different things in different sheets; the content decides.
AMBIGUOUS: dict[str, tuple[Field, ...]] = {
    "name": (F.ORGANISATION, F.PERSON, F.NETWORK),
    "namen": (F.ORGANISATION, F.PERSON),
    "bezeichnung": (F.ORGANISATION, F.NETWORK),
    "mitglied": (F.ORGANISATION, F.PERSON),
    "mitglieder": (F.ORGANISATION, F.PERSON),
    "member": (F.ORGANISATION, F.PERSON),
    "teilnehmer": (F.PERSON, F.ORGANISATION),
    "teilnehmende": (F.PERSON, F.ORGANISATION),
    "wer": (F.PERSON, F.ORGANISATION),
    "leitung": (F.PERSON, F.ROLE),
    "titel": (F.TITLE, F.NETWORK),
    "title": (F.TITLE, F.NETWORK),
    "funktion": (F.ROLE, F.PERSON_FUNCTION),
    "function": (F.ROLE, F.PERSON_FUNCTION),
    "art": (F.ORGANISATION_KIND, F.NETWORK_KIND, F.ROLE),
    "typ": (F.ORGANISATION_KIND, F.NETWORK_KIND, F.ROLE),
    "kind": (F.ORGANISATION_KIND, F.NETWORK_KIND, F.ROLE),
    "datum": (F.SINCE, F.SNAPSHOT),
    "id": (F.IGNORE,),
}


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """Comparable form of a heading.

    >>> heading_key("Ansprechpartner/in"), heading_key("E-Mail-Adresse(n)"), heading_key("Netz-\\nwerk")
    ('ansprechpartner', 'e mail adresse', 'netzwerk')
    """
    text = _HYPHENATED.sub("", heading)
    text = _ENDINGS.sub("", text.replace("\n", " "))
    return search_key(_BRACKETS.sub(" ", text)) or search_key(text)


@lru_cache(maxsize=4096)
def field_of(heading: str) -> tuple[Field, Sureness] | None:
    """The field a heading names, and how sure its wording is; None where it names none.

    >>> field_of("Tel. dienstl."), field_of("Funktion im NW")
    ((<Field.PHONE: 'phone'>, <Sureness.SURE: 'sure'>), (<Field.ROLE: 'role'>, <Sureness.SURE: 'sure'>))
    """
    for key in dict.fromkeys((search_key(heading), heading_key(heading))):
        if key in _BY_WORD:
            return _BY_WORD[key], Sureness.SURE
    key = heading_key(heading)
    if not key or len(key) > 60 or key in AMBIGUOUS:
        return None
    for pattern, found in _COMPILED:
        if pattern.search(key):
            return found, Sureness.LIKELY
    return None


def choices_of(heading: str) -> tuple[Field, ...]:
    """The fields an ambiguous heading may name."""
    return AMBIGUOUS.get(heading_key(heading), ())
