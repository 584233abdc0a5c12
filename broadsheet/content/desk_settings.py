"""What `site.yaml` says of the desk: what becomes of what it writes."""

from collections.abc import Mapping as Table
from dataclasses import dataclass

from broadsheet.content.fields import Field, read_flag


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk writes: with `git`, each change is a commit in the repository of the site."""

    git: bool = False


DEFAULT_DESK = DeskSettings()
DESK: Table[str, Field] = {
    "git": Field(read_flag, "true commits each change of the desk to git (false)"),
}
