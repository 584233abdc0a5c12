"""What a browser complains of while it shows pages."""

from playwright.sync_api import ConsoleMessage, Page, Request


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
