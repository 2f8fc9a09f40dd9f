"""The register as a landscape: dates, groups, places, requirements."""

from datetime import date

import pytest

from kreisnetz.register.landscape import whole_landscape
from kreisnetz.register.models import (
    FieldOfAction,
    Membership,
    Municipality,
    Network,
    Offer,
    ResponsibleArea,
    StakeholderGroup,
)
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2019, 6, 27)


def town(name: str) -> Municipality:
    return make.make_municipality(name, inhabitants=100)


def field(name: str) -> FieldOfAction:
    return FieldOfAction.objects.create(name=name, slug=name.lower(), sort_key=name)


def test_a_seat_is_no_longer_than_its_organisation_and_its_network() -> None:
    network = make.make_network(founded_on=date(2015, 1, 1), ends_on=date(2019, 12, 31))
    actor = make.make_actor(ended_on=date(2018, 6, 30))
    make.make_membership(actor, network, since=date(2010, 1, 1), until=None)

    (seat,) = whole_landscape().seats()

    assert (seat.since, seat.until) == (date(2015, 1, 1), date(2018, 7, 1))
    assert whole_landscape().on(date(2018, 6, 30)).n_ties == 1
    assert whole_landscape().on(date(2018, 7, 1)).n_ties == 0


def test_the_seats_group_goes_before_the_organisations_and_the_kinds() -> None:
    network, kind = make.make_network(), make.make_kind()
    kind.default_group = StakeholderGroup.PRACTICE
    kind.save()
    of_kind = make.make_actor(name="Beispiel nach Art", kind=kind)
    of_seat = make.make_actor(name="Beispiel nach Sitz", kind=kind)
    make.make_membership(of_kind, network)
    make.make_membership(of_seat, network, group=StakeholderGroup.POLITICS)

    graph = whole_landscape().on(None)

    groups = {
        graph.actor(a).name: graph.landscape.groups[g] for a, g in zip(graph.tie_actor, graph.tie_group, strict=True)
    }
    assert groups == {"Beispiel nach Art": "practice", "Beispiel nach Sitz": "politics"}


def test_a_protected_address_says_nothing_about_where_an_organisation_is() -> None:
    there = town("Beispielort")
    open_one = make.make_actor(name="Beispiel offen", municipality=there)
    hidden = make.make_actor(name="Beispiel Schutz", municipality=there, protected_address=True)
    counselling = field("Beratung")
    for actor in (open_one, hidden):
        Offer.objects.create(actor=actor, name="Beispiel", field=counselling)

    landscape = whole_landscape()

    places = {actor.name: set(actor.municipalities) for actor in landscape.actors}
    assert places == {"Beispiel offen": {str(there.pk)}, "Beispiel Schutz": set()}
    assert {set(o.municipalities) == set() for o in landscape.offers if o.actor == str(hidden.pk)} == {True}


def test_cells_are_required_for_fields_with_a_network_except_where_a_town_sees_to_it() -> None:
    own, other = town("Beispielstadt"), town("Beispielort")
    early, unused = field("Frühe Hilfen"), field("Wohnen")
    network = make.make_network()
    network.fields_of_action.add(early)
    area = ResponsibleArea.objects.create(field=early, name="Jugendamt der Beispielstadt")
    area.municipalities.add(own)

    required = whole_landscape().required

    assert required == {(str(other.pk), str(early.pk), "")}
    assert unused.pk


def test_the_public_landscape_has_only_what_is_public_and_queries_do_not_grow(
    django_assert_max_num_queries: object,
) -> None:
    shown, hidden = make.make_network(is_public=True), make.make_network(is_public=False, name="Beispiel intern")
    for number in range(5):
        actor = make.make_actor(name=f"Beispiel {number}", public=number != 0)
        make.make_membership(actor, shown)
        make.make_membership(actor, hidden)

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        public = whole_landscape(public=True)

    assert (len(public.networks), len(public.actors), len(public.seats())) == (1, 4, 4)
    assert len(whole_landscape().seats()) == Membership.objects.count() == 10
    assert Network.objects.count() == 2
