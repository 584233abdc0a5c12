"""The law of the preview: whatever was edited, it shows what a build writes, byte for byte.

60 random edits, or 900 in `make test-all`: those of `tests/test_law.py`, in a site with drafts and
articles of the future. After each, every file is asked for. A preview is told which files changed,
as the system tells it, or has to look for itself.
"""

from datetime import datetime, tzinfo

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from broadsheet.dates import parse_moment
from broadsheet.preview import readings
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.live_site import LiveSite
from tests.preview.looking import everything_shown, signatures
from tests.sites import assert_same_tree
from tests.sizes import FIRST_SEED, SIZE
from tests.test_law import EditedSite, of_the_site

SHARES, EDITS_OF_A_SITE = max(1, SIZE // 8), 20


class EditedPreview(EditedSite):
    """A site that is edited at random while a preview shows it."""

    may_be_kept_offline = False  # a preview lets no browser keep anything

    def __init__(self) -> None:
        super().__init__()
        self.patch.setattr(readings, "RESTED_NS", 0)
        self.live: LiveSite | None = None
        self.seen: dict[str, tuple[int, int]] = {}
        self.looks_for_itself = False

    @rule(looks=st.booleans())
    def let_it_look_for_itself(self, looks: bool) -> None:
        """Tell the preview from now on which files changed, or leave it to it."""
        self.looks_for_itself = looks

    @rule(text=st.sampled_from(["---\ntitle: [\n---\n", "", "---\ntitle: A\ndate: never\n---\n"]))
    def make_and_mend_a_mistake(self, text: str) -> None:
        """Break an article; the last good site stays. Then put it back."""
        path = self.site.root / "content/world/other.md"
        before = path.read_bytes()
        live = self._live()
        shown = everything_shown(live)
        path.write_text(text, "utf-8")
        change = live.refresh(["content/world/other.md"])
        assert change.problems and not change.pages_changed
        assert everything_shown(live) == shown
        path.write_bytes(before)

    @invariant()
    def incremental_equals_clean(self) -> None:
        """The preview shows what `build --drafts --future` writes into a folder of its own."""
        self.date_what_is_new()
        report = self.site.build(as_of=self.as_of, drafts=True, future=True)
        live = self._live()
        now = signatures(self.site.root)
        changed = {path for path in now.keys() | self.seen if now.get(path) != self.seen.get(path)}
        self.seen = now
        change = live.refresh(None if self.looks_for_itself else sorted(changed))
        assert not change.problems
        assert_same_tree(everything_shown(live), self.site.tree(), "preview", "build")
        assert of_the_site(change.warnings) == of_the_site(report.warnings)

    def teardown(self) -> None:
        """Leave nothing behind."""
        if self.live:
            self.live.close()
        super().teardown()

    def _live(self) -> LiveSite:
        if self.live is None:
            self.live = LiveSite(LiveOptions(self.site.root, self._moment, workers=1))
            self.live.refresh(None)
            self.seen = signatures(self.site.root)
        return self.live

    def _moment(self, zone: tzinfo) -> datetime:
        return parse_moment(self.as_of, zone).at


@pytest.mark.whole
@pytest.mark.parametrize("share", range(FIRST_SEED, FIRST_SEED + SHARES))
def test_preview_of_an_edited_site_equals_a_build(share: int, shrink: bool) -> None:
    run_state_machine_as_test(
        seed(share)(EditedPreview),
        settings=settings(
            max_examples=3,
            stateful_step_count=EDITS_OF_A_SITE,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
