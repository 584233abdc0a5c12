"""The commands that write a new file into `content/`: an article, an edition, a page, a story."""

from collections.abc import Sequence
from pathlib import Path

import click

from broadsheet.commands.completing import completed
from broadsheet.commands.editing import open_in_editor
from broadsheet.commands.site_options import in_site
from broadsheet.drafting import site_words


class KindOrTitle(click.Group):
    """A group whose command is `article` unless the first argument names another."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `article` before arguments that start with neither a command nor --help."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["article", *args]
        return super().parse_args(ctx, args)


in_editor = click.option("--edit", is_flag=True, help="Open the file in $VISUAL or $EDITOR.")
with_title = click.argument("words", nargs=-1, required=True, metavar="TITLE")


@click.group("new", cls=KindOrTitle, no_args_is_help=True)
def new() -> None:
    """Write a new article, edition, page or story. Overwrites nothing.

    `broadsheet new "A title"` is short for `broadsheet new article "A title"`. A title that is one
    of the words article, edition, page and story stands after two hyphens, as in
    `broadsheet new -- edition`.
    """


@new.command("article", short_help="Write an article, a draft.")
@with_title
@click.option(
    "--section",
    metavar="KEY",
    help="The section's key.",
    shell_complete=completed(site_words.sections),
)
@click.option(
    "--story", metavar="KEY", help="The story's key.", shell_complete=completed(site_words.stories)
)
@click.option(
    "--tags",
    multiple=True,
    metavar="A,B",
    help="Tags, with commas between them.",
    shell_complete=completed(site_words.tags),
)
@click.option("--date", "day", metavar="DATE", help="Its day, or its day and time (today).")
@in_editor
@in_site
def article_command(
    words: Sequence[str],
    section: str | None,
    story: str | None,
    tags: Sequence[str],
    day: str | None,
    edit: bool,
    root: Path,
) -> None:
    """Write an article: content/SECTION/2026-01-31-a-title.md, a draft.

    Its front matter comes from archetypes/article.md if the site has that file. The section can be
    left out if the site has only one.
    """
    from broadsheet.commands.new_files import new_article

    def tell(line: str) -> None:
        click.echo(line, err=True)

    path = new_article(root, words, section, story, ",".join(tags).split(","), day, tell)
    _show(root / path, edit)


@new.command("edition", short_help="Write a note on an edition.")
@click.argument("day", required=False, metavar="[DATE]")
@in_editor
@in_site
def edition_command(day: str | None, edit: bool, root: Path) -> None:
    """Write a note on an edition, content/editions/2026-01-31.md.

    It is the edition of DATE, or today's. Where editions are weekly or monthly, DATE is a day of
    that edition, or its key: 2026-w05, 2026-01.
    """
    from broadsheet.commands.new_files import new_edition

    _show(root / new_edition(root, day), edit)


@new.command("page", short_help="Write a plain page.")
@with_title
@in_editor
@in_site
def page_command(words: Sequence[str], edit: bool, root: Path) -> None:
    """Write a plain page: content/pages/a-title.md."""
    from broadsheet.commands.new_files import new_page

    _show(root / new_page(root, words), edit)


@new.command("story", short_help="Write a note on a story.")
@click.argument("words", nargs=-1, required=True, metavar="KEY|TITLE")
@in_editor
@in_site
def story_command(words: Sequence[str], edit: bool, root: Path) -> None:
    """Write a note on a story, content/stories/KEY.md, by its key or its title."""
    from broadsheet.commands.new_files import new_story

    _show(root / new_story(root, words), edit)


def _show(path: Path, edit: bool) -> None:
    click.echo(str(path))
    if edit:
        open_in_editor([path])
