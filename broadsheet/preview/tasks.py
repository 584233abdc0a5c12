"""The end of tasks that would go on for ever."""

import asyncio
from contextlib import suppress


async def cancelled(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks, and wait until each has ended. What one raises beside that is raised here."""
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
