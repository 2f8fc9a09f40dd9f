"""The rows of the register; import them from here."""

from kreisnetz.register.models.actor import Actor, ActorQuerySet, ContactChannel, Offer, Person
from kreisnetz.register.models.lists import (
    ActorKind,
    AgeGroup,
    Challenge,
    Competence,
    FieldOfAction,
    Language,
    ListEntry,
    Municipality,
    ResponsibleArea,
    StakeholderGroup,
    TargetGroup,
)
from kreisnetz.register.models.network import Network, NetworkEntry, NetworkLink, NetworkQuerySet, TargetSeat
from kreisnetz.register.models.seat import Membership, MembershipQuerySet
from kreisnetz.register.models.upkeep import ActorLink, Change, Correction, ImportRun, RememberedMapping

__all__ = [
    "Actor",
    "ActorKind",
    "ActorLink",
    "ActorQuerySet",
    "AgeGroup",
    "Challenge",
    "Change",
    "Competence",
    "ContactChannel",
    "Correction",
    "FieldOfAction",
    "ImportRun",
    "Language",
    "ListEntry",
    "Membership",
    "MembershipQuerySet",
    "Municipality",
    "Network",
    "NetworkEntry",
    "NetworkLink",
    "NetworkQuerySet",
    "Offer",
    "Person",
    "RememberedMapping",
    "ResponsibleArea",
    "StakeholderGroup",
    "TargetGroup",
    "TargetSeat",
]
