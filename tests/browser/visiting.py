"""What people do on the page, and what they wait for."""

from playwright.sync_api import Locator, Page, expect

CARTELS = "What did Rubio say about cartels?"
STRIKE = "By how much does the company raise the wages of the ferry crews?"
NOWHERE = "Who was elected mayor of the Mars colony?"
FOLLOW_UPS = "[aria-label='Questions to go on with'] button"


def box(page: Page) -> Locator:
    return page.locator("#question textarea")


def visit(page: Page, address: str) -> Page:
    """Open the page and wait until it can be used."""
    page.goto(address)
    expect(box(page)).to_be_editable()
    return page


def ask(page: Page, question: str) -> Locator:
    """Ask by the box, wait for the answer, and return its turn."""
    before = page.locator("#talk .turn").count()
    box(page).fill(question)
    box(page).press("Enter")
    return answered(page, before + 1)


def answered(page: Page, turns: int) -> Locator:
    """Wait until so many questions have been answered, and return the last turn."""
    expect(page.locator("#talk .turn")).to_have_count(turns)
    expect(page.locator("#talk .turns")).to_have_attribute("data-state", "settled")
    return page.locator("#talk .turn").last


def tab(page: Page, name: str) -> None:
    """Turn to one of the page's tabs, also where a narrow screen folds it away."""
    folded = page.locator("#tabs .overflow-menu > button")
    if folded.is_visible() and not page.get_by_role("tab", name=name, exact=True).is_visible():
        folded.click()
        page.locator("#tabs .overflow-dropdown button", has_text=name).click()
    else:
        page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


def focused(page: Page) -> str:
    """Return what has the focus, named by its id, its acts or its words."""
    named = "(one => one.id || one.dataset.act || one.innerText || one.tagName)"
    return page.evaluate(f"{named}(document.activeElement)")
