"""What the checks of a site find, and which checks there are: their names, and why each matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from broadsheet.problems import Problem

Level = Literal["problem", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place that a check has found.

    `check` is a name in `CHECKS`. A `problem` stops a build; a `warning` is most likely not what
    was meant; a `note` is only to be known.
    """

    check: str
    level: Level
    problem: Problem


@dataclass(frozen=True, slots=True)
class Check:
    """A check, as the documentation lists it: what it finds, and why that matters.

    What is found has the `level`. A check that is not `is_on` runs only where the site or the
    command asks for it.
    """

    level: Level
    finds: str
    why: str
    is_on: bool = True


CHECKS: Mapping[str, Check] = {
    # What stops a build.
    "bad-file": Check(
        "problem",
        "a file in `content/` that cannot be read as it should, or two that want the same place",
        "a build stops at it",
    ),
    "bad-setting": Check(
        "problem", "a mistake in `site.yaml`", "a build stops at it"
    ),
    "bad-theme": Check(
        "problem", "a mistake in the theme or its translations", "a build stops at it"
    ),
    "broken-link": Check(
        "problem", "a link to an article, file or heading that does not exist",
        "a build stops at it, as readers would meet an error",
    ),
    # Credits.
    "no-source": Check(
        "warning", "an article that credits nobody",
        "a digest lives on the work of others, and readers want to see whose",
    ),
    "bare-source": Check(
        "note", "a source with neither the title nor the date of the report",
        "when its address is gone, nothing is left to find the report by",
    ),
    "incomplete-source": Check(
        "note", "a source without the title, the date or the language of the report",
        "readers see from these what they will open, and find it again",
        is_on=False,
    ),
    "repeated-source": Check(
        "warning", "a source whose address stands twice in one article",
        "one report is counted as two",
    ),
    "covered-before": Check(
        "warning", "a source that an older article credits already",
        "readers may have read it already; link to the older article",
    ),
    "newer-source": Check(
        "warning", "an article that is older than a report it credits",
        "one of the two dates is wrong, or the article was changed without `updated`",
    ),
    "long-quotation": Check(
        "warning", "a text that is mostly quotation",
        "it may be more than the law allows, and readers want your own account",
    ),
    "dead-link": Check(
        "warning", "a link to another site that leads nowhere; only with `--links`",
        "readers cannot check what you say",
    ),
    "moved-link": Check(
        "note", "a link to another site that has moved for good; only with `--links`",
        "old addresses stop leading to the new ones one day",
    ),
    # Titles and summaries.
    "long-title": Check(
        "warning", "a title of more than 90 characters",
        "search engines, feed readers and mail cut it off",
    ),
    "capital-title": Check(
        "warning", "a title all in capitals",
        "it is harder to read, and some screen readers spell it letter by letter",
    ),
    "missing-summary": Check(
        "note", "an article without a summary",
        "its first paragraph stands in lists instead, where a sentence about it is better",
        is_on=False,
    ),
    "long-summary": Check(
        "warning", "a summary of more than 300 characters",
        "search engines and social networks cut it off",
    ),
    "repeated-summary": Check(
        "warning", "a summary that repeats the first sentence of the text",
        "readers read the same sentence twice in a row",
    ),
    # Pictures.
    "missing-alt": Check(
        "warning", "a picture without an alternative text",
        "those who cannot see it learn nothing of it",
    ),
    "file-name-alt": Check(
        "warning", "a picture whose alternative text is the name of a file",
        "screen readers read it out, letter by letter",
    ),
    "heavy-picture": Check(
        "warning", "a picture's file of more than 1,000 kilobytes",
        "it fills the repository, and browsers that know no WebP load all of it",
    ),
    "large-picture": Check(
        "warning", "a picture of more than 4,000 pixels in width or height",
        "no page shows as many, and each build has to shrink it",
    ),
    "picture-kind": Check(
        "warning", "a picture's file that is named as another kind",
        "some readers will not show it",
    ),
    # Texts.
    "no-text": Check(
        "warning", "an article or page without a text", "readers arrive at an empty page"
    ),
    "left-out": Check(
        "warning", "something in a text that pages do not show as it is written",
        "readers do not see what you see in your editor",
    ),
    "vague-link": Check(
        "warning", "a link whose words are only `here`, `click here` or the like",
        "screen readers list links by their words, and so do search engines",
    ),
    "template-code": Check(
        "warning", "a shortcode or tag of Hugo, Jekyll or the like, such as `{{< figure >}}`",
        "nothing replaces it, so readers see it as it is written",
    ),
    "skipped-heading": Check(
        "warning", "a heading that is more than one level below the one before it",
        "those who go from heading to heading by keyboard think they have missed one",
    ),
    "double-word": Check(
        "warning", "a word that stands twice in a row, such as `the the`",
        "it is a slip; writers do not see it, and readers do",
    ),
    "wrong-weekday": Check(
        "warning", "a date with a weekday that is not that date's",
        "one of the two is wrong, and readers cannot know which",
    ),
    "thin-correction": Check(
        "warning", "a correction of a few words, which cannot say what is right",
        "readers want to know what was wrong and what is right",
    ),
    # Order.
    "similar-tag": Check(
        "warning", "a tag that one article has and that is spelled almost like another tag",
        "readers who follow the other tag will miss the article",
    ),
    "similar-section": Check(
        "warning", "a section that is not in `site.yaml`, and spelled almost like one that is",
        "one section falls apart into two, and the menu has both",
    ),
    "similar-story": Check(
        "warning", "a story whose key differs by a letter from another story's",
        "one story falls apart into two",
    ),
    "quiet-story": Check(
        "note", "a story without an article for 60 days that is not closed",
        "readers still wait for its end; write it, or close the story",
    ),
    "unused-note": Check(
        "warning", "a note that no page shows, as no article has its term or its edition",
        "what you wrote in it is not read",
    ),
    "odd-address": Check(
        "warning", "an address that is not as you would expect, as another page has that one",
        "addresses should not change later; choose one now",
    ),
    "not-copied": Check(
        "warning", "a file that is not copied to the site", "readers cannot open it"
    ),
    "light-accent": Check(
        "warning", "an accent color that is darkened so that it can be read",
        "the site does not have the color that you chose",
    ),
    # Time.
    "old-draft": Check(
        "note", "a draft that is dated 30 days ago or more",
        "finish it or delete it; news does not keep",
    ),
    "scheduled": Check(
        "note", "an article that is published later", "see that the day is the one you mean"
    ),
    "expired": Check(
        "note", "an article that has left the site", "its address now leads nowhere"
    ),
    "future-correction": Check(
        "warning", "a correction whose day is still to come", "readers do not see it before"
    ),
    "unpublished-link": Check(
        "warning", "a link to an article that is not published",
        "its words are shown without the link",
    ),
    "other-warning": Check(
        "warning", "all else that a build warns of", "it is most likely not what you meant"
    ),
}  # fmt: skip
OUTSIDE = frozenset(["dead-link", "moved-link"])  # those that look at other sites
