"""What a browser complains of while it shows pages, and what axe-core finds wrong with them."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, expect

VIOLATIONS = "violations"
PATIENCE = 60_000  # milliseconds that anything expected of a page may take, on any machine
expect.set_options(timeout=PATIENCE)


def faults_of(page: Page, place: str | None = None, frames: bool = True) -> list[tuple[str, str]]:
    """What axe-core finds wrong with a page, or with the elements that a selector names: the rule,
    and the first element with why it breaks it. `frames` says whether to look into frames."""
    # Of the rest, what is right, axe-core would describe each element: that is most of its work.
    options = {"resultTypes": [VIOLATIONS], "iframes": frames}
    found = Axe().run(page, context=place, options=options).response[VIOLATIONS]
    first = ((it["id"], it["nodes"][0]) for it in found)
    return [(rule, f"{it['html']} {it['failureSummary']}") for rule, it in first]


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the page says in the console, its errors, and what it asks for
    and does not get. A request that leaving the page breaks off is none of these."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", failed)
    return complaints
