"""One day at the desk, by keys alone: eight groups of the inbox become a published edition.

hands = Hands(page)
day_at_the_desk(hands, lambda name: print(name, page.url))
hands.count  # keys so far; typing into fields is free
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browsing import PATIENCE

DAY = "2026-01-31"
FAR = 30  # groups or sections to go through at most
HAS_FOCUS = "(it, place) => it.closest(place).contains(document.activeElement)"


@dataclass(frozen=True, slots=True)
class Story:
    """What a curator makes of a group: words of its headline; headline, summary and text; whether
    a suggested tag is taken."""

    group: str
    title: str
    summary: str
    text: str
    is_tagged: bool = False


STORIES = (
    Story(
        "Selvimark",
        "All 1898 people on the Selvimark ferry are safe",
        "It lies on a sandbank. The skipper is being questioned.",
        "The ferry ran onto a sandbank off Selvimark this morning. Nobody was hurt.",
        True,
    ),
    Story(
        "Jarkahaven",
        "A second ferry is aground, off Jarkahaven",
        "The 873 people on board are on land again.",
        "Boats took everybody off the ferry, says Captain Ibluquist. Why it left its way is\n"
        "not known.",
    ),
    Story(
        "Pelltagate",
        "The marshes of Pelltagate are full of beetles that nobody knew",
        "A survey describes 1008 species.",
        "The biologist Sandparena has described 1008 species, all of them from one marsh.",
        True,
    ),
    Story(
        "Dunmoby",
        "Comet Drumteegro is back, and early",
        "The observatory of Dunmoby has seen its tail.",
        "Nobody had looked for the comet so soon. On Sunday it can be seen with binoculars.",
    ),
    Story(
        "Jartawick",
        "A bank in Jartawick pays for what it did not check",
        "The regulator asks for 663 million.",
        "Two banks were fined on one day. The one in Jartawick had not asked whose money it held.",
        True,
    ),
    Story(
        "Quenmomark",
        "Quenmomark steelworks will cut 1807 jobs",
        "The company blames energy prices. The unions call a strike.",
        "The head of the steelworks blamed what energy costs. The unions want to strike on Monday.",
    ),
    Story(
        "Thornpewick",
        "A novel about night trains wins in Thornpewick",
        "Erdeczyk wrote much of it on the way.",
        "The prize of Thornpewick, for books that travel, goes to Erdeczyk.",
    ),
    Story(
        "Gravdosund",
        "Gravdosund fills sandbags as the river rises",
        "The gauge shows 750 centimetres.",
        "Volunteers worked through the night. Nobody should use the bridges until the gauge falls.",
    ),
)
EDITION = "Two ferries, two sandbanks"
NOTE = "Everybody is on land again. The marsh, meanwhile, is fuller than anybody thought."


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
    go_to(hands, STORIES[0].group)
    hands.press("Enter")
    expect(page.locator(".opened .report").first).to_be_visible()
    expect(page.locator(".opened.unread")).to_have_count(0)
    seen("group")
    for number, it in enumerate(STORIES, 1):
        go_to(hands, it.group)
        hands.press("s")
        expect(page.locator("#edition .cards > li")).to_have_count(number)
        told(page, it.group)
    seen("drafts")


def go_to(hands: Hands, words: str) -> None:
    """Go on in the list of the inbox, from section to section and then down, to a group."""
    page = hands.page
    group = page.locator("#inbox [data-item]", has=page.locator("h4", has_text=words))
    for key, place in (("J", "ul"), ("j", "[data-item]")):
        for _ in range(FAR):
            if group.evaluate(HAS_FOCUS, place):
                break
            hands.press(key)
    assert group.evaluate(HAS_FOCUS, "[data-item]")


def write(hands: Hands, seen: Seen) -> None:
    """Complete the drafts, one after the other, in the order of the page."""
    page = hands.page
    hands.press("g", "e", "e")
    title = page.get_by_label("Headline")
    for number in range(1, len(STORIES) + 1):
        expect(title).to_be_focused()
        it = next(it for it in STORIES if it.group in title.input_value())
        hands.type(it.title)
        hands.press("Tab")
        hands.type(it.summary)
        hands.press("Tab")
        hands.type(it.text)
        expect(page.locator("#article-checks")).to_contain_text(f"Headline: {len(it.title)}")
        if it.is_tagged:
            expect(page.locator(".suggestion-tag").first).to_be_visible()
            seen(f"article-{number}-suggestions")
            hands.press("Alt+1")
            expect(page.get_by_label("Tags")).not_to_have_value("")
        seen(f"article-{number}")
        hands.press("Alt+Enter")
        told(page, "It is ready.")
        if number < len(STORIES):
            expect(title).not_to_have_value(it.title)
    expect(page.locator("#edition .cards .badge.good")).to_have_count(len(STORIES))


def arrange(hands: Hands, seen: Seen) -> None:
    """Move a card up, and write the editor's note."""
    page = hands.page
    hands.press("Alt+ArrowUp")  # the card of the article that was saved last
    told(page, "Now number")
    seen("arranged")
    hands.press("N", "Tab")
    hands.type(EDITION)
    hands.press("Tab")
    hands.type(NOTE)
    hands.press("Control+s")
    expect(page.frame_locator("#shown").locator("body")).to_contain_text(NOTE)
    seen("edition")


def publish(hands: Hands, seen: Seen) -> None:
    """Look at what publishing would do, and do it."""
    page = hands.page
    hands.press("Escape", "p")  # out of the field
    expect(page.locator("#edition-title")).to_have_text("Publish")
    hands.press("p")
    expect(page.locator("#account")).to_contain_text("Publishing to live would send")
    seen("announced")
    hands.press("y")
    expect(page.locator("#account")).to_contain_text("Published to live.")
    seen("published")
