"""The pages as they are when something is wrong, or nothing is there yet: each scanned and photographed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from remit.casework.action_list import rate_entry
from remit.casework.answer_links import new_address
from remit.casework.facts import record_fact
from remit.records.invitations import Invitation
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import LetterSent
from remit.records.people import PostHolding
from remit.records.placements_list import EntryDetail
from remit.rules.facts import fact
from remit.rules.viewers import Post
from remit.web.routes import Role
from tests.factories import NOW, a_forum, a_team, a_unit, seat, staff, viewer_of
from tests.factories.authority import World
from tests.factories.children import a_child
from tests.factories.meetings import a_meeting

pytestmark = [pytest.mark.browser]
HELD = {
    "brokerage": [Post.BROKERAGE],
    "director": [Post.DIRECTOR],
    "quality-assurance": [Post.QUALITY_ASSURANCE],
    "information-governance": [Post.INFORMATION_GOVERNANCE],
    "administrator": [Post.ADMINISTRATOR],
    "nobody": [],
}
"""Posts without a unit, and nobody in particular: who sees an empty home page."""


def answer_an_invitation(walk, page: Page, world: World) -> None:
    """The page behind the link of an invitation: as it is, with its error, answered; without scripts; and signed in."""
    row = Invitation.objects.filter(meeting=world.coming, state="invited").order_by("pk").first()
    page.goto(f"{walk.address}/answer/{new_address(row, now=NOW).rsplit('/', 1)[1]}")
    expect(page.get_by_label("From when you can come")).to_be_hidden()
    walk.look(page, "invitation")
    plain = walk.as_(row.staff, without_ours=True)
    plain.goto(page.url)
    plain.get_by_label("Come at another time").check()
    expect(plain.get_by_label("From when you can come")).to_be_visible()
    walk.look(plain, "without-scripts-invitation", only="phone")
    page.get_by_label("Come at another time").check()
    expect(page.get_by_label("Who comes in your place")).to_be_hidden()
    page.get_by_role("button", name="Confirm your answer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    walk.look(page, "invitation-error", only="phone")
    page.get_by_label("From when you can come").fill("3:30pm")
    page.get_by_role("button", name="Confirm your answer").click()
    expect(page.get_by_text("Your answer is noted")).to_be_visible()
    walk.look(page, "invitation-answered", only="desktop")
    mine = walk.as_(row.staff)
    mine.goto(walk.address)
    walk.look(mine, "home-invited")
    mine.locator(f"a[href='/invitations/{row.ref}']").click()
    expect(mine.get_by_role("heading", name="Can you come?")).to_be_visible()
    walk.look(mine, "my-invitation", only="desktop")


def test_what_is_refused_before_a_meeting(walk):
    """Every form of the week before a meeting and of the time before Remit, as it is asked for and as it comes back with its error."""
    world = World()
    walk.it_is(NOW)
    chair = walk.as_(world.person(Role.CHAIR))
    at = f"{walk.address}/forums/ror/{world.coming.nominal_date}"
    world.issue()
    answer_an_invitation(walk, chair, world)
    late = a_late_case(world)
    item = world.coming_item.ref
    following = Meeting.objects.filter(date__gt=world.coming.date, state="planned").order_by("date").last()
    forms = {
        "selection-late": f"{at}/selection/late/{late.ref}",
        "agenda-reopen": f"{at}/agenda/reopen",
        "agenda-off": f"{at}/agenda/items/{item}/off",
        "agenda-later": f"{at}/agenda/items/{item}/later",
        "meeting-move": f"{at}/move",
        "meeting-cancel": f"{walk.address}/forums/ror/{following.nominal_date}/cancel",
        "meeting-call": f"{walk.address}/forums/ror/call",
        "backlog": f"{walk.address}/forums/ror/backlog",
    }
    for name, address in forms.items():
        chair.goto(address)
        expect(chair.get_by_role("heading", level=1)).to_be_visible()
        walk.look(chair, name, only="desktop")
        chair.get_by_role("main").get_by_role("button").first.click()
        expect(chair.locator(".govuk-error-summary").first).to_be_visible()
        walk.look(chair, f"{name}-error", only="phone")
    mails(walk, world, chair, at)
    assert len(walk.looked_at) == 2 * len(forms) + 11 == 27


def mails(walk, world: World, chair: Page, at: str) -> None:
    """The week's mail as it was sent, before it is, and without a subject line; and the list of messages."""
    chair.goto(f"{at}/mail/focus-case-mail")
    expect(chair.get_by_text("Sent on")).to_be_visible()
    walk.look(chair, "letter-sent", only="phone")
    LetterSent.objects.filter(meeting=world.coming).delete()
    chair.reload()
    walk.look(chair, "letter")
    chair.get_by_label("Subject line").fill("")
    chair.get_by_role("button", name="Send", exact=True).click()
    expect(chair.locator(".govuk-error-summary").first).to_be_visible()
    walk.look(chair, "letter-error", only="phone")
    chair.goto(f"{walk.address}/messages")
    walk.look(chair, "messages")
    chair.goto(f"{walk.address}/messages/came-in")
    walk.look(chair, "came-in")


def a_late_case(world: World) -> AgendaItem:
    """A child rated Low after the selection, so that they can be discussed among the others."""
    unrated = EntryDetail.objects.open().filter(risk="unrated").select_related("entry").first()
    keeper = PostHolding.objects.filter(post=Post.BROKERAGE.value).order_by("pk").first().staff
    rate_entry(entry_ref=unrated.entry.ref, risk="low", seen=unrated.pk, actor=viewer_of(keeper), now=NOW)
    return AgendaItem.objects.get(meeting=world.coming, entry=unrated.entry, late=True)


def test_where_nothing_is_there_yet(walk_elsewhere):
    """Each role's home page, and every list, before anything is in it."""
    walk = walk_elsewhere
    walk.it_is(NOW)
    team = a_team()
    forum = a_forum(seats=False)
    people = {name: staff(posts=posts) for name, posts in HELD.items()}
    people["coordinator"] = seat(forum, "coordinator")
    people["chair"] = seat(forum, "service-manager-commissioning")
    people["member"] = seat(forum, "fostering")
    people["social-worker"] = staff(team=team)
    people["team-manager"] = staff(posts=[(Post.TEAM_MANAGER, team)])
    people["head-of-service"] = staff(posts=[(Post.HEAD_OF_SERVICE, a_unit("area"))])
    for name, person in people.items():
        page = walk.as_(person)
        page.goto(walk.address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        walk.look(page, f"empty-home-{name}", only="phone")
    assert len(walk.looked_at) == len(people) == 12
    coordinator = walk.as_(people["coordinator"])
    lists = {
        "empty-action-list": "/action-list",
        "empty-imports": "/imports",
        "empty-forum": "/forums/ror",
        "empty-forums": "/forums",
        "empty-search": "/children",
        "no-search-result": "/children?q=Nobodyatall",
        "no-list-result": "/action-list?words=Nobodyatall",
    }
    for name, address in lists.items():
        coordinator.goto(walk.address + address)
        walk.look(coordinator, name, only="phone")
    empty_meeting(walk, forum, coordinator)
    logs = walk.as_(people["information-governance"])
    for name, address in {
        "empty-looks": "/governance?who=nobody",
        "empty-acts": "/governance/acts?verb=nothing",
    }.items():
        logs.goto(walk.address + address)
        walk.look(logs, name, only="desktop")
    assert len(walk.looked_at) == 12 + 7 + 8 + 2


def empty_meeting(walk, forum, page) -> None:
    """A meeting without a case, from its selection to its register."""
    meeting = a_meeting(forum, on=NOW.date())
    at = f"{walk.address}/forums/ror/{meeting.nominal_date}"
    for name, path in {"hub": "", "selection": "/selection", "agenda": "/agenda"}.items():
        page.goto(at + path)
        walk.look(page, f"empty-{name}", only="phone")
    type(meeting).objects.filter(pk=meeting.pk).update(state="open", issued_at=NOW, opened_at=NOW)
    for name, path in {"room": "/room/attendance", "room-other": "/room/parts-of-agenda/other"}.items():
        page.goto(at + path)
        walk.look(page, f"empty-{name}", only="phone")
    page.goto(f"{at}/room/parts-of-agenda/actions")
    walk.look(page, "empty-room-actions", only="phone")
    type(meeting).objects.filter(pk=meeting.pk).update(state="closed", closed_at=NOW - timedelta(minutes=1))
    for name in ("minutes", "register"):
        page.goto(f"{at}/{name}")
        walk.look(page, f"empty-{name}", only="phone")


def test_pages_that_are_not_there_or_not_for_you(walk_elsewhere):
    """Not found, not allowed, not your child: in the frame of somebody signed in, each with what to do."""
    walk = walk_elsewhere
    walk.it_is(NOW)
    walk.refusals |= {403, 404}
    forum, child = a_forum(), a_child()
    nobody = walk.as_(staff())
    pages = {
        "not-found": "/nowhere",
        "not-a-child-of-yours": f"/children/{child.subject.ref}",
        "not-for-you": "/administration",
        "no-such-meeting": f"/forums/{forum.slug}/2031-01-01",
    }
    for name, address in pages.items():
        answer = nobody.goto(walk.address + address)
        assert answer.status in {403, 404}
        walk.look(nobody, name)
    assert len(walk.looked_at) == len(pages)


def test_a_fact_is_typed_and_taken_back(walk_elsewhere):
    """The form, with its error and where a colleague typed the same meanwhile; the time line; taking back, with its error, and twice."""
    walk = walk_elsewhere
    walk.it_is(NOW)
    walk.refusals |= {422}
    team = a_team()
    worker = staff(team=team)
    child = a_child("Wren", "Tarnquill-Featherstonehaugh", worker=worker, team=team)
    case = f"{walk.address}/children/{child.subject.ref}"
    page = walk.as_(worker)
    page.goto(f"{case}/record")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_be_visible()
    walk.look(page, "record-error")
    page.get_by_label("What to record").select_option("A review that was held")
    when = page.get_by_role("group", name="From, or the day of the review")
    for part, said in (("Day", "2"), ("Month", "10"), ("Year", "2026")):
        when.get_by_label(part).fill(said)
    page.get_by_label("Where you have it from").fill("A call")
    typed = fact("review", date(2026, 10, 2), date(2026, 10, 3))
    record_fact(child_id=child.pk, fact=typed, told="An email", actor=viewer_of(worker), now=NOW)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert").get_by_text("This is on record already")).to_be_visible()
    walk.look(page, "record-already", only="phone")
    page.goto(case)
    walk.look(page, "case-typed", only="phone")
    page.get_by_role("link", name="Take this back").click()
    expect(page.get_by_role("heading", name="Take back this review")).to_be_visible()
    walk.look(page, "take-back")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("alert")).to_be_visible()
    walk.look(page, "take-back-error", only="phone")
    address = page.url
    page.get_by_label("Why it was a mistake").fill("The review was put off.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("It is taken back.")).to_be_visible()
    walk.look(page, "case-taken-back", only="phone")
    page.goto(address)
    expect(page.get_by_text("This was taken back already")).to_be_visible()
    walk.look(page, "take-back-again", only="phone")
    assert len(walk.looked_at) == 7
