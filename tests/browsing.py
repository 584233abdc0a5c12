"""What a browser complains of while it shows pages."""

from playwright.sync_api import ConsoleMessage, Page, Request


def complaints_of(page: Page, frame: str = "") -> list[str]:
    """A list that fills with what the page says in the console, its errors, and what it asks for
    and does not get. A request that leaving the page breaks off is none of these.

    With `frame`, the address of what the desk shows in its frame, it is none either that the page
    there is not found: for a moment the desk knows of a new file, and the preview does not.
    """
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        is_of_frame = frame and message.location["url"].startswith(frame)
        if not (is_of_frame and "404 (Not Found)" in message.text):
            complaints.append(message.text)

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", failed)
    return complaints
