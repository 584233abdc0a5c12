"""Open windows are told what happens, each what it does not know itself."""

import asyncio

from broadsheet.desk_server.telling import AGAIN, Windows


def test_window_that_did_it_is_not_told() -> None:
    async def main() -> list[bytes]:
        windows = Windows()
        one, other = windows.listen("one"), windows.listen("other")
        assert [await anext(one), await anext(other)] == [AGAIN, AGAIN]
        windows.tell("look", besides="one")
        windows.tell("jobs", 'a "text"\nof two lines')
        found = [await anext(one), await anext(other), await anext(other)]
        windows.close()
        assert [it async for it in one] + [it async for it in other] == []
        return found

    first, second, third = asyncio.run(main())
    assert first == third == b'event: jobs\ndata: "a \\"text\\"\\nof two lines"\n\n'
    assert second == b'event: look\ndata: ""\n\n'


def test_without_the_script_there_is_no_window_to_leave_out() -> None:
    async def main() -> bytes:
        windows = Windows()
        listening = windows.listen("")
        await anext(listening)
        windows.tell("look", besides="")
        return await anext(listening)

    assert asyncio.run(main()).startswith(b"event: look")
