"""One day at the desk, by keys alone: eight groups of the inbox become an edition that is published.

hands = Hands(page)
day_at_the_desk(hands, lambda name: print(name, page.url))
hands.count  # keys so far; typing into fields is free
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # milliseconds, on any machine
DAY = "2026-01-31"


@dataclass(frozen=True, slots=True)
class Story:
    """What a curator makes of a group: by words of its best report's title, headline, summary and
    text, and how many of the suggested tags are taken."""

    group: str
    title: str
    summary: str
    text: str
    tags: int = 0


STORIES = (
    Story(
        "Marsh near Farunstad",
        "A marsh near Farunstad holds 681 beetles that nobody knew",
        "The survey took four summers. The marsh will be a reserve.",
        "The team counted 681 species that no book describes. *Derowick Post* says that the\n"
        "council will make the marsh a reserve.",
        1,
    ),
    Story(
        "Flood warning for Halvalderov",
        "Halvalderov fills sandbags as the river rises",
        "The gauge shows 298 centimetres. People are asked to stay off the bridges.",
        "Volunteers filled sandbags through the night. The mayor asked people to stay off the\n"
        "bridges until the gauge falls.",
        1,
    ),
    Story(
        "Multa de 522 millones",
        "A bank in Dunerrosso is fined 522 million",
        "The regulator says that the bank did not check its accounts.",
        "The regulator fined the bank for accounts that nobody had checked. The bank can appeal.",
    ),
    Story(
        "Nororrosso steelworks",
        "Nororrosso steelworks will cut 207 jobs",
        "The company blames energy prices. The unions call a strike.",
        "The chief executive blamed energy prices. The unions called a strike for Monday.",
    ),
    Story(
        "Comet Ibomura",
        "Comet Ibomura is back, and early",
        "Norenfjord saw its tail 325 days before the forecast.",
        "The observatory of Norenfjord saw the tail of the comet long before it was due.",
        1,
    ),
    Story(
        "Ravaderov steelworks",
        "Ravaderov steelworks will cut 647 jobs",
        "It is the second mill this week that blames energy prices.",
        "The head of the steelworks blamed energy prices, as Nororrosso did.",
    ),
    Story(
        "Fontercksen wins",
        "Fontercksen wins the Castenrosso book prize",
        "The jury praised a family novel of 839 pages.",
        "The jury praised the family novel for its patience with its people.",
    ),
    Story(
        "Graverderov prize",
        "A novel about night trains wins in Graverderov",
        "Erornathy wrote its 340 pages on the way.",
        "The literature prize of Graverderov goes to Erornathy, who wrote the novel on trains.",
    ),
)
NOTE = "Two mills, two prizes, and a marsh that is fuller than anybody thought."


@dataclass
class Hands:
    """What presses keys at a page, and counts them. Typing words into a field is not counted; going
    to the field is."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type words where the focus is, in place of what is selected there."""
        self.page.keyboard.insert_text(text)


Seen = Callable[[str], object]  # is called with the name of each state of the page


def day_at_the_desk(hands: Hands, seen: Seen) -> None:
    """The whole day, at a page that shows the desk with its feeds read."""
    hands.page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    choose(hands, seen)
    write(hands, seen)
    arrange(hands, seen)
    publish(hands, seen)


def told(page: Page, text: str) -> None:
    """Wait until the page says this."""
    expect(page.locator("#told")).to_contain_text(text)


def choose(hands: Hands, seen: Seen) -> None:
    """Keep eight groups: from section to section, and down the list."""
    page = hands.page
    seen("inbox")
    hands.press("j", "Enter")
    expect(page.locator(".opened .report").first).to_be_visible()
    expect(page.locator(".opened.unread")).to_have_count(0)
    seen("group")
    for number, it in enumerate(STORIES, 1):
        if it.group.startswith(("Nororrosso", "Fontercksen")):
            hands.press("J")
        assert it.group in page.evaluate("document.activeElement.innerText")
        hands.press("s")
        told(page, "Kept: ")
        expect(page.locator("#edition .cards > li")).to_have_count(number)
        expect(page.locator("#told")).to_contain_text(it.group)
    seen("drafts")


def write(hands: Hands, seen: Seen) -> None:
    """Complete the drafts, one after the other, in the order of the page."""
    page = hands.page
    hands.press("g", "e", "e")
    title = page.get_by_label("Headline")
    for number in range(1, len(STORIES) + 1):
        expect(title).to_be_focused()
        it = next(it for it in STORIES if title.input_value().startswith(it.group))
        hands.type(it.title)
        hands.press("Tab")
        hands.type(it.summary)
        hands.press("Tab")
        hands.type(it.text)
        expect(page.locator("#article-checks")).to_contain_text(f"Title: {len(it.title)}")
        for _tag in range(it.tags):
            seen(f"article {number} with suggestions")
            hands.press("Alt+1")
            expect(page.get_by_label("Tags")).not_to_have_value("")
        seen(f"article {number}")
        hands.press("Alt+Enter")
        told(page, "Saved. It is ready." if not it.tags else "It is ready.")
        if number < len(STORIES):
            expect(title).not_to_have_value(it.title)
    expect(page.locator("#edition .cards .badge.good")).to_have_count(len(STORIES))


def arrange(hands: Hands, seen: Seen) -> None:
    """Move a card up, and write the editor's note."""
    page = hands.page
    hands.press("g", "e", "j", "Alt+ArrowUp")
    told(page, "Now number 1")
    hands.press("N", "Tab")
    hands.type("The marsh and the mills")
    hands.press("Tab")
    hands.type(NOTE)
    hands.press("Control+s")
    expect(page.frame_locator("#shown").locator("body")).to_contain_text(NOTE)
    seen("edition")


def publish(hands: Hands, seen: Seen) -> None:
    """Look at what publishing would do, and do it."""
    page = hands.page
    page.keyboard.press("Escape")  # leaves the field
    hands.count += 1
    hands.press("p")
    expect(page.locator("#edition-title")).to_have_text("Publish")
    hands.press("p")
    expect(page.locator("#account")).to_contain_text("Publishing to live would send")
    seen("announced")
    hands.press("y")
    expect(page.locator("#account")).to_contain_text("Published to live.")
    seen("published")
