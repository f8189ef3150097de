"""A record is restricted to some, changed by two at once, and opened again, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from remit.records.children import Person, Restriction
from remit.records.people import PostHolding
from tests.factories.clock import NOW
from tests.factories.people import staff

pytestmark = [pytest.mark.browser]


def test_a_record_is_restricted_changed_and_opened_again(walk):
    walk.it_is(NOW)
    head = walk.person("head of service")
    child = child_of_the_head()
    restrict(walk, head, child)
    somebody_else_changes_it_meanwhile(walk, head, child)
    information_governance_lifts_it(walk, child)
    assert len(walk.looked_at) >= 7


def the_head() -> PostHolding:
    """The first head of service, whom the demonstration signs in."""
    return PostHolding.objects.open().filter(post="head_of_service").order_by("staff_id").first()


def child_of_the_head() -> Person:
    """A child of theirs."""
    area = the_head().unit
    return (
        Person.objects.filter(restricted=False, allocations__team__parent__parent=area).order_by("pk").first()
    )


def restrict(walk, page: Page, child: Person) -> None:
    page.goto(f"{walk.address}/children/{child.subject.ref}")
    page.get_by_role("link", name="Restrict this record").click()
    walk.look(page, "restriction")
    page.get_by_role("button", name="Restrict this record").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select at least one person")
    walk.look(page, "restriction-error")
    page.get_by_role("checkbox", name=re.compile("Head of service")).check()
    page.get_by_role("checkbox", name=re.compile("Team manager")).check()
    page.get_by_label("Why").fill("A relative of the family works in the locality.")
    page.get_by_role("button", name="Restrict this record").click()
    expect(page.get_by_text("The record is restricted.")).to_be_visible()
    walk.look(page, "restriction-restricted")


def somebody_else_changes_it_meanwhile(walk, page: Page, child: Person) -> None:
    Restriction.objects.create(
        person=child, staff=staff("Cedra Whistlecombe"), since=NOW.date(), recorded_at=NOW
    )
    to_take_off = page.get_by_label("Person to take off")
    me = the_head().staff.name
    others = [name for name in to_take_off.locator("option").all_inner_texts()[1:] if me not in name]
    to_take_off.select_option(label=others[0])
    section = page.get_by_role("region", name="Take somebody off")
    section.get_by_label("Why").fill("Moved to another service.")
    section.get_by_role("button", name="Take them off").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Somebody else has changed this")
    expect(page.get_by_role("rowheader", name=re.compile("Cedra Whistlecombe"))).to_be_visible()
    expect(section.get_by_label("Why")).to_have_value("Moved to another service.")
    walk.look(page, "restriction-conflict")
    section.get_by_role("button", name="Take them off").click()
    expect(page.get_by_text("can no longer see the record")).to_be_visible()


def information_governance_lifts_it(walk, child: Person) -> None:
    page = walk.person("information governance")
    page.goto(f"{walk.address}/governance")
    page.get_by_role("link", name="Restricted records").click()
    walk.look(page, "restricted-records")
    page.get_by_role("link", name=f"Change who may see {child.subject.ref}").click()
    expect(page.get_by_text(child.family_name)).to_have_count(0)
    walk.look(page, "restriction-by-key")
    section = page.get_by_role("region", name="Lift the restriction")
    section.get_by_label("Why").fill("The relative left the council.")
    section.get_by_role("button", name="Lift the restriction").click()
    expect(page.get_by_text("The restriction is lifted.")).to_be_visible()
    walk.look(page, "restriction-lifted")
