"""Which targets do the links and pictures in a Markdown text have, outside of its code?

It looks at the text as written, so that everything but a target stays as it was.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

LOOKED_BACK = 5_000  # characters before an indented paragraph, in which its list begins
LIST_ITEM = re.compile(r"^[ ]{0,3}(?:[*+-]|\d+[.)]|\[\^[^\]]+\]:)[ \t]", re.M)
# Each pattern starts with this one, so that code is passed over.
CODE = (
    r"(?P<code>^[ ]*(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:.*\n)*?[ ]*(?P=fence)[`~]*[ \t\r]*$"
    r"|(?P<blank>^[ \t\r]*\n)(?P<indented>(?:(?:[ ]{4}|\t)[ \t]*(?!```|~~~)\S.*(?:\n|\Z))+)"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t\r]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))|"
)
LINKS = (
    # [text](target "title"); Python-Markdown takes a target with blanks and parentheses
    r"(?P<before>(?<!\\)\]\(\s*<?)(?P<target>(?![\s<])"
    r"(?:[^()<>\\\n]|\\.|\n(?![ \t\r]*\n)|\((?:[^()]|\([^()]*\))*\))*?)"
    r"(?=>?(?:\s+(?:\"[^\n]*?\"|'[^\n]*?'))?\s*\))",
    # [name]: target "title"
    r"(?P<before>^[ ]{0,3}\[(?!\^)[^\[\]]+\]:[ ]*\n?[ ]*<?)(?P<target>[^\s<>]+)"
    r"(?=>?[ ]*(?:\n[ ]*)?(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))?[ \r]*$)",
    # <a href="target">
    r"(?P<before>\s(?:href|src)\s*=\s*(?P<quote>[\"']?))"
    r"(?P<target>(?<=[\"'])[^\"'<>]*|[^\s\"'<>]+)(?=(?P=quote)[^<>]*>)",
)
# The same with its end, and elements as wholes: what becomes text if the target leads nowhere.
INLINE = LINKS[0].replace("(?=", "(?P<end>") + r"(?P<attributes>\{:?[^{}\n]*\})?"
ELEMENTS = (
    r"(?P<found><a\s[^<>]*?\bhref\s*=\s*(?P<quote>[\"']?)(?P<target>[^\"'<>\s]*|(?<=[\"'])"
    r"[^\"'<>]*)(?P=quote)[^<>]*>(?P<words>(?:(?!</?a[\s>])[\s\S])*?)</a\s*>)",
    r"(?P<found><(?:img|video|audio|source)\s[^<>]*?\bsrc\s*=\s*(?P<quote>[\"']?)"
    r"(?P<target>[^\"'<>\s]*|(?<=[\"'])[^\"'<>]*)(?P=quote)[^<>]*>)(?P<words>)",
)
LONGEST_WORDS = 2_000  # characters of a link
CUT = "\ufdd3"  # where a dead target stood; no text holds it
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)


def outside_code(pattern: str, new: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with something new for each match of a pattern that stands outside of code."""

    def rewrite(found: re.Match[str]) -> str:
        if found["indented"] and _in_list(
            text[max(found.start() - LOOKED_BACK, 0) : found.start()]
        ):
            return f"{found['blank']}{outside_code(pattern, new, found['indented'])}"
        return found["code"] or new(found)

    return _compiled(pattern).sub(rewrite, text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(CODE + pattern, re.M | re.I)


def _in_list(before: str) -> bool:
    """Whether the text ends in a list or a footnote, where an indented paragraph is no code."""
    paragraphs = reversed(re.split(r"\n(?:[ \t\r]*\n)+", before))
    unindented = next((text for text in paragraphs if re.match(r" {0,3}\S", text)), "")
    return LIST_ITEM.search(unindented) is not None


def replace_targets(new: Callable[[str], str], text: str) -> str:
    """The text with a new target for each link and picture; code stays as it is."""
    for pattern in LINKS:
        text = outside_code(pattern, lambda it: f"{it['before']}{new(it['target'])}", text)
    return text


def unlink(is_dead: Callable[[str], bool], text: str) -> str:
    """The text with the words alone of each link, and the description of each picture, whose
    target is dead."""

    ends: list[str] = []

    def cut(found: re.Match[str]) -> str:
        if not is_dead(found["target"]):
            return found[0]
        ends.append(found[0])
        return CUT

    def words(found: re.Match[str]) -> str:
        if not is_dead(found["target"]):
            return found["found"]
        alt = ALT.search(found["found"])
        return found["words"] or (alt and (alt[1] or alt[2])) or ""

    text = _without_brackets(outside_code(INLINE, cut, text.replace(CUT, "")), ends)
    for pattern in ELEMENTS:
        text = outside_code(pattern, words, text)
    return _without_definitions(is_dead, text)


def _without_brackets(text: str, ends: Sequence[str]) -> str:
    """The text without the brackets before each place where a dead target stood; `ends` are what
    was cut there, and come back where no bracket opens."""
    done, *rest = text.split(CUT)
    for part, end in zip(rest, ends, strict=True):
        at = _opening(done)
        if at >= 0:
            start = at - 1 if done[:at].endswith("!") else at
            done = done[:start] + done[at + 1 :]
        done += part if at >= 0 else end + part
    return done


def _opening(text: str) -> int:
    """Where the bracket opens that a `]` after the text would close; -1 if nowhere."""
    depth = 0
    for found in reversed([*re.finditer(r"(?<!\\)[\[\]]", text[-LONGEST_WORDS:])]):
        if found[0] == "]":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return max(len(text) - LONGEST_WORDS, 0) + found.start()
    return -1


def _without_definitions(is_dead: Callable[[str], bool], text: str) -> str:
    """The text without `[name]: target` lines that are dead; links by that name become words."""
    names: list[str] = []

    def drop(found: re.Match[str]) -> str:
        if not is_dead(found["target"]):
            return f"{found['before']}{found['target']}{found['rest']}"
        names.append(" ".join(found["name"].split()).casefold())
        return ""

    before, rest = LINKS[1].split("(?=", 1)
    before = before.replace(r"\[(?!\^)[^\[\]]+\]", r"\[(?P<name>(?!\^)[^\[\]]+)\]")
    text = outside_code(f"{before}(?P<rest>{rest}", drop, text)
    if not names:
        return text

    def words(found: re.Match[str]) -> str:
        name = found["name"] or found["words"]
        is_named = " ".join(name.split()).casefold() in names
        return found["words"] if is_named else found["whole"]

    form = r"(?P<whole>!?\[(?P<words>[^\[\]]+)\](?:[ ]?\[(?P<name>[^\[\]]*)\])?(?![\[(:]))"
    return outside_code(form, words, text)
