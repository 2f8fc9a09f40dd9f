"""An assessment from the order to the published findings: computed once, stopped, left behind, started again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kreisnetz.reviews import assessments, computing
from kreisnetz.reviews.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


class Clock:
    """Each look is a second later."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def small_county() -> None:
    shown, inside = make.make_network("Beispiel offen", is_public=True), make.make_network("Beispiel intern")
    both = make.make_actor("Beispiel-Brücke", public=True)
    for name, network in (("Beispiel eins", shown), ("Beispiel zwei", inside)):
        make.make_membership(both, network, since=date(2020, 1, 1))
        other = make.make_actor(name, public=True)
        make.make_membership(other, network, since=date(2020, 1, 1))


def test_the_findings_of_an_assessment_are_stored_and_the_public_ones_know_only_what_is_public() -> None:
    small_county()
    assessments.order(DAY, by=None, now=NOW)

    assert assessments.compute_due(now=NOW, clock=Clock()) == 1
    done = Assessment.objects.get()

    assert done.state == Assessment.State.READY
    assert done.findings["size"]["n_networks"] == 2
    (bridge,) = done.findings["bridges"]
    assert (done.findings["actors"][bridge[0]], bridge[1]) == ("Beispiel-Brücke", 1)
    assert done.findings["cohesion"]["cut_actors"][0][1] == 1
    assert done.public_findings["size"]["n_networks"] == 1
    assert "Beispiel intern" not in str(done.public_findings)
    assert assessments.compute_due(now=NOW, clock=Clock()) == 0


def test_a_second_assessment_is_compared_with_the_one_before() -> None:
    small_county()
    for day in (date(2019, 1, 1), DAY):
        assessments.order(day, by=None, now=NOW)
        assessments.compute_due(now=NOW, clock=Clock())

    latest = Assessment.objects.get(day=DAY)

    assert latest.compared_to == Assessment.objects.get(day=date(2019, 1, 1))
    assert (latest.findings["change"]["before"], latest.findings["change"]["after"]) == (0, 4)


def test_a_stop_is_noticed_after_the_step_and_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    small_county()
    made = assessments.order(DAY, by=None, now=NOW)
    user = make.make_user()

    def stop(_day: Any) -> None:
        assert assessments.stop(made, by=user, now=NOW)

    monkeypatch.setitem(computing.STEPS, "size", stop)

    assert assessments.compute_due(now=NOW, clock=Clock()) == 0
    made.refresh_from_db()
    assert (made.state, made.findings) == (Assessment.State.STOPPED, None)

    monkeypatch.undo()
    assert assessments.again(made, by=user, now=NOW)
    assert assessments.compute_due(now=NOW, clock=Clock()) == 1


def test_work_of_a_dead_worker_is_taken_up_after_its_lease_and_not_before() -> None:
    small_county()
    made = assessments.order(DAY, by=None, now=NOW)
    Assessment.objects.filter(pk=made.pk).update(state=Assessment.State.RUNNING, started_at=NOW)

    assert assessments.compute_due(now=NOW + timedelta(minutes=9), clock=lambda: NOW + timedelta(minutes=9)) == 0
    later = NOW + timedelta(minutes=11)
    assert assessments.compute_due(now=later, clock=lambda: later) == 1


def test_only_what_is_ready_is_published() -> None:
    made = assessments.order(DAY, by=None, now=NOW)

    with pytest.raises(assessments.NotReady):
        assessments.publish(made, by=make.make_user(), now=NOW)

    assessments.compute_due(now=NOW, clock=Clock())
    made.refresh_from_db()
    assessments.publish(made, by=make.make_user(), now=NOW)
    assert list(Assessment.objects.published()) == [made]
