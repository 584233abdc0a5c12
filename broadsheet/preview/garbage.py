"""When a preview collects garbage: after a site was replaced, and when nobody waits.

A site in memory is many objects, and looking through all of them takes longer than an edit.
"""

import gc

MOST = 8  # sites that are replaced before garbage is collected in any case


class Garbage:
    """Keeps the garbage collector away from the site that is shown."""

    def __init__(self) -> None:
        self._replaced = 0

    def replaced(self) -> None:
        """The site was replaced: leave the new one alone."""
        self._replaced += 1
        if self._replaced >= MOST:
            self.collect()
        else:
            gc.freeze()

    def collect(self) -> bool:
        """Collect what is left of sites that were replaced; whether there were any."""
        if not self._replaced:
            return False
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._replaced = 0
        return True

    def close(self) -> None:
        """Let the collector look at everything again."""
        gc.unfreeze()
