"""What `site.yaml` says of checks: which ones run, and their limits."""

from dataclasses import dataclass

from broadsheet.content.fields import Field, list_of, read_count, read_word, table_of, with_line


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Which checks run, and their limits. `off` and `on` are names with their lines; `allow` are
    files with the lines and names of checks that say nothing of them."""

    off: tuple[tuple[int, str], ...] = ()
    on: tuple[tuple[int, str], ...] = ()
    allow: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = ()
    title_length: int = 90
    summary_length: int = 300
    picture_kilobytes: int = 1000
    picture_pixels: int = 4000
    quiet_days: int = 60
    draft_days: int = 30


DEFAULT_CHECKS = CheckSettings()
NAMES = list_of(with_line(read_word), "[long-title]", one=True)
CHECKS = {
    "off": Field(NAMES, "checks that do not run, a list of names"),
    "on": Field(NAMES, "checks that run too and else would not, a list of names"),
    "allow": Field(
        table_of(NAMES), "checks that do not run for a file: content/x.md: [long-title]"
    ),
    "title_length": Field(read_count, "the most characters of a title (90)"),
    "summary_length": Field(read_count, "the most characters of a summary (300)"),
    "picture_kilobytes": Field(read_count, "the most kilobytes of a picture's file (1000)"),
    "picture_pixels": Field(read_count, "the most pixels of a picture's longer side (4000)"),
    "quiet_days": Field(read_count, "days until a story without an article is named (60)"),
    "draft_days": Field(read_count, "days until a draft is named (30)"),
}
