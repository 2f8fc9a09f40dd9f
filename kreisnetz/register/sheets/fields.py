"""The fields a column can hold, the layouts of a sheet, and how sure a finding is. Use them through contract.py."""

from enum import StrEnum


class Field(StrEnum):
    """What a column can hold. ``labels.LABELS`` has the German words for the choice on the page."""

    IGNORE = "ignore"
    NETWORK = "network"
    NETWORK_SHORT = "network_short"
    NETWORK_KIND = "network_kind"
    NETWORK_ID = "network_id"
    ORGANISATION = "organisation"
    ORGANISATION_SHORT = "organisation_short"
    ORGANISATION_KIND = "organisation_kind"
    ORGANISATION_ID = "organisation_id"
    PARENT = "parent"
    PERSON = "person"  # a whole name in one cell, or several people
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    TITLE = "title"
    PERSON_FUNCTION = "person_function"  # what the person does in the organisation, not in the network
    PERSON_ID = "person_id"
    ROLE = "role"
    STAKEHOLDER_GROUP = "stakeholder_group"
    DEPUTY = "deputy"
    DEPUTY_FIRST_NAME = "deputy_first_name"
    DEPUTY_EMAIL = "deputy_email"
    DEPUTY_PHONE = "deputy_phone"
    DEPUTY_OF = "deputy_of"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    CONTACT = "contact"  # mail and telephone mixed in one cell
    ORGANISATION_EMAIL = "organisation_email"
    ORGANISATION_PHONE = "organisation_phone"
    WEBSITE = "website"
    ADDRESS = "address"  # street, postcode and town in one cell
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    MUNICIPALITY = "municipality"
    AGS = "ags"
    FIELD_OF_ACTION = "field_of_action"
    SINCE = "since"
    UNTIL = "until"
    PERIOD = "period"  # "2017-2021", "seit 03/2020"
    STATUS = "status"  # aktiv, ausgeschieden, ruht
    SNAPSHOT = "snapshot"  # the day on which this row was true
    NOTE = "note"
    MARK = "mark"  # a column of crosses in a matrix; its heading names a network or an organisation


class Layout(StrEnum):
    SEATS = "seats"  # one row per seat
    ORGANISATIONS = "organisations"  # a list of organisations (and people), no network in sight
    NETWORKS = "networks"  # a list of networks
    MATRIX = "matrix"  # crosses; becomes seats
    MEMBERSHIPS = "memberships"  # seats that name organisation and network by id only
    UNCLEAR = "unclear"
    EMPTY = "empty"


class NetworkFrom(StrEnum):
    """Where the name of the network stands."""

    COLUMN = "column"
    TITLE = "title"
    SHEET = "sheet"
    BLOCKS = "blocks"  # heading rows between blocks of seats
    MATRIX = "matrix"
    USER = "user"
    NOWHERE = "nowhere"


class Sureness(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
