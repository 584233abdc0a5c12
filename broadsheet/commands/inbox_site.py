"""What the commands of the inbox know of a site: its settings, its feeds, and its folder."""

from dataclasses import dataclass
from pathlib import Path

from broadsheet.content.articles import ReadingRules
from broadsheet.content.settings import Settings
from broadsheet.content.site_settings import site_settings
from broadsheet.files import MEMORY
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.subscriptions import subscriptions
from broadsheet.site.inputs import reading_rules


@dataclass(frozen=True, slots=True)
class InboxSite:
    """A site whose inbox is read or filled."""

    root: Path
    settings: Settings
    rules: ReadingRules
    feeds: tuple[Subscription, ...]

    @property
    def folder(self) -> Path:
        """The folder of the inbox's database."""
        return self.root / MEMORY


def read_inbox_site(root: Path) -> InboxSite:
    """The site at `root`. Raises ProblemsFound for what is wrong in `site.yaml` and in lists of
    feeds."""
    settings = site_settings(root)
    rules = reading_rules(settings)
    return InboxSite(root, settings, rules, subscriptions(root, settings, rules))
