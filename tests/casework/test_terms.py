"""Adopting a forum's terms, and switching it on."""

from datetime import date, timedelta

import pytest

from remit.casework.planning import plan_meetings
from remit.casework.terms import adopt_terms, switch_on
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.forums import Forum, TermsVersion
from remit.records.meetings import Meeting
from remit.records.terms_store import adopted, terms_of
from remit.rules.clock import shown_due
from remit.rules.outcomes import NotAllowed, NotFound, Refused
from remit.rules.viewers import Post
from remit.terms import load
from tests.factories import NOW, TODAY, seat, staff, viewer_of

pytestmark = pytest.mark.django_db

SHIPPED = load.merged("ror")


@pytest.fixture
def administrator():
    return viewer_of(staff(posts=[Post.ADMINISTRATOR]))


def on(administrator, **options):
    said = {"terms": SHIPPED, "live_from": TODAY, "actor": administrator, "now": NOW, **options}
    return switch_on(**said)


def adopt(administrator, terms=SHIPPED, since: date = TODAY, now=NOW):
    return adopt_terms(terms=terms, effective_from=since, actor=administrator, now=now)


def later_selection(at: str = "13:00"):
    """The same terms, but the cases are chosen two hours later."""
    document = load.to_document(SHIPPED)
    for duty in document["duties"]:
        if duty["id"] == "select-focus-cases":
            duty["due"]["at"] = at
    return load.from_document(document)


def test_a_forum_is_switched_on_with_its_whole_terms_kept(administrator):
    on(administrator, join_link="https://video.example.org/ror")

    forum = Forum.objects.get(slug="ror")
    assert (forum.live_from, forum.join_link) == (TODAY, "https://video.example.org/ror")
    assert terms_of(adopted("ror", TODAY)) == SHIPPED
    assert AuditEvent.objects.get(verb="forum.switched_on").subject_id == forum.pk


def test_a_forum_is_switched_on_once(administrator):
    on(administrator)
    with pytest.raises(Refused, match="switched on already"):
        on(administrator)


def test_the_same_terms_again_change_nothing(administrator):
    first = on(administrator)

    again = adopt(administrator)
    from_later = adopt(administrator, since=TODAY + timedelta(days=30))

    assert (
        (again.version_id, again.new) == (from_later.version_id, from_later.new) == (first.version_id, False)
    )
    assert TermsVersion.objects.count() == 1


def test_new_terms_hold_from_their_day_on_and_the_old_ones_until_then(administrator):
    on(administrator)
    since = TODAY + timedelta(days=10)

    assert adopt(administrator, later_selection(), since).new

    assert terms_of(adopted("ror", since)) == later_selection()
    assert terms_of(adopted("ror", since - timedelta(days=1))) == SHIPPED


def planned(administrator):
    on(administrator)
    coordinator = viewer_of(seat(Forum.objects.get(slug="ror"), "coordinator"))
    plan_meetings(forum="ror", until=TODAY + timedelta(weeks=4), actor=coordinator, now=NOW)
    return list(Meeting.objects.order_by("date"))


def test_meetings_nobody_has_prepared_move_to_the_new_terms_with_their_duties(administrator):
    before, _, after, *_ = planned(administrator)

    done = adopt(administrator, later_selection(), after.date)

    assert done.meetings == 2
    due = dict(Duty.objects.filter(term="select-focus-cases").values_list("meeting_id", "due_at"))
    assert shown_due(due[before.pk]).endswith("11am")
    assert shown_due(due[after.pk]).endswith("1pm")


def test_a_meeting_being_prepared_keeps_the_terms_it_was_prepared_under(administrator):
    first, *_ = planned(administrator)
    Meeting.objects.filter(pk=first.pk).update(selected_at=NOW)

    adopt(administrator, later_selection(), TODAY)

    first.refresh_from_db()
    assert terms_of(first.terms) == SHIPPED


def test_a_duty_the_new_terms_no_longer_know_is_void_and_comes_back_with_them(administrator):
    planned(administrator)
    document = load.to_document(SHIPPED)
    document["duties"] = [duty for duty in document["duties"] if duty["id"] != "select-focus-cases"]

    adopt(administrator, load.from_document(document))
    states = Duty.objects.filter(term="select-focus-cases").values_list("state", "evidence")
    assert set(states) == {("void", "the terms no longer ask for it")}

    adopt(administrator, SHIPPED, TODAY + timedelta(days=1))
    assert set(Duty.objects.filter(term="select-focus-cases").values_list("state", flat=True)) == {"open"}


@pytest.mark.verb("terms.adopted")
def test_adopting_is_on_the_record_with_what_it_did(administrator):
    planned(administrator)
    adopt(administrator, later_selection())

    event = AuditEvent.objects.get(verb="terms.adopted")
    assert event.subject_id == Forum.objects.get(slug="ror").pk
    assert (event.detail["new"], event.detail["meetings"]) == (True, 4)


def test_terms_do_not_come_into_effect_in_the_past(administrator):
    on(administrator, live_from=TODAY - timedelta(days=30))
    with pytest.raises(Refused) as refused:
        adopt(administrator, later_selection(), TODAY - timedelta(days=1))
    assert refused.value.field == "effective_from"


def test_terms_that_others_replaced_on_the_same_day_need_a_later_one(administrator):
    on(administrator)
    adopt(administrator, later_selection())
    with pytest.raises(Refused) as refused:
        adopt(administrator, SHIPPED)
    assert refused.value.field == "effective_from"


def test_a_forum_that_is_not_on_has_no_terms_to_change(administrator):
    with pytest.raises(NotFound):
        adopt(administrator)


@pytest.mark.parametrize("verb", [on, adopt])
def test_only_an_administrator_does_this(verb):
    with pytest.raises(NotAllowed):
        verb(viewer_of(staff(posts=[Post.SERVICE_MANAGER])))
