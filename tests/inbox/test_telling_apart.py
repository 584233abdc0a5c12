"""News that is written by a pattern is told apart, and reports of one event are not."""

import pytest

from broadsheet.inbox.grouping import events_of
from broadsheet.inbox.items import Item
from broadsheet.inbox.telling_apart import are_of_two_events
from broadsheet.inbox.traits import traits_of

BANK = "Die Aufsicht wirft dem Haus in {0} vor, Kunden falsch beraten zu haben; {1} sind fällig."


def item(number: int, title: str, text: str, language: str = "de", hours: int = 0) -> Item:
    return Item(
        id=number, feed=f"f{number}", url=f"https://e.example/{number}", key=str(number),
        title=title, publisher="P", language=language, at=1_630_000_000 + hours * 3600, text=text,
        length=len(text),
    )  # fmt: skip


def test_fines_of_seven_towns_are_seven_events() -> None:
    towns = "Dunmoor Osterbourne Alderrosso Kowalovic Iskenhaven Westhaven Montoro".split()
    amounts = (350, 235, 696, 410, 580, 127, 943)
    items = [
        item(
            number,
            f"Bank aus {town} muss {amount} Millionen Strafe zahlen",
            BANK.format(town, f"{amount} Millionen"),
            hours=number,
        )
        for number, (town, amount) in enumerate(zip(towns, amounts, strict=True), 1)
    ]
    assert len(set(events_of(items).values())) == 7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Unfall auf der A7 bei Seesen: zwei Tote", "Ein Lkw fuhr am Stauende auf zwei Autos."),
            ("Unfall auf der A3 bei Geiselwind: drei Tote", "Ein Bus fuhr am Stauende auf Autos."),
        ),
        (
            ("Dunholm bakery fined £12,000 over mixer", "Harrow Loaf admitted it lacked a guard."),
            ("Eastmere sawmill fined £45,000 over saw", "Prior Deane admitted it lacked a guard."),
        ),
        (
            ("Aldenberg - Torsheim 3:1: Kruse trifft", "Früh ging die Elf vor vielen in Führung."),
            (
                "Neufelde - Wardingen 2:0: Behrens trifft",
                "Früh ging die Elf vor vielen in Führung.",
            ),
        ),
        (
            ("山梨県で震度5弱 M4.8 津波の心配なし", "山梨県東部を震源とする地震があった。"),
            ("和歌山県で震度5弱 M5.4 津波の心配なし", "紀伊水道を震源とする地震があった。"),
        ),
    ],
)
def test_other_name_and_other_number_make_another_event(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = traits_of(item(1, *one)), traits_of(item(2, *other))
    assert are_of_two_events(first, second) and are_of_two_events(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (  # the toll of one place rises
            ("Haiti quake kills at least 304", "Houses fell in Les Cayes and Jeremie on Saturday."),
            ("Haiti quake kills at least 1,297", "Hospitals in Les Cayes and Jeremie are full."),
        ),
        (  # the text of one names the place of the other
            ("Ferry sinks off Gorgora, 19 drown", "The boat overturned on Lake Tana in a storm."),
            ("Ferry sinks on Lake Tana, 20 drown", "It overturned near Gorgora in a storm."),
        ),
        (  # nothing is known but the titles
            ("Dunholm bakery fined £12,000 over mixer", ""),
            ("Eastmere sawmill fined £45,000 over saw", ""),
        ),
    ],
)
def test_reports_that_may_be_of_one_event_are_not_told_apart(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert not are_of_two_events(traits_of(item(1, *one)), traits_of(item(2, *other)))
