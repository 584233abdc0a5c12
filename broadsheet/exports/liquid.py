"""What is said by the Liquid or Nunjucks tags in a text, and which of them cannot be kept?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from broadsheet.exports.posts import Remark
from broadsheet.problems import shortened

# No tag holds the start of another one, so that a text of mere starts is read in one go.
TAG = re.compile(
    r"\{%-?\s*(?P<name>\w+)\s*(?P<said>(?:[^%{]|%(?!\})|\{(?![%{]))*?)\s*-?%\}"
    r"|\{\{-?\s*(?P<value>(?:[^}{]|\}(?!\})|\{(?![%{]))*?)\s*-?\}\}|(?P<comment>\{#(?:(?!\{#)[\s\S])*?#\})"
)
RAW = re.compile(
    r"\{%-?\s*(?P<name>raw|verbatim|highlight|comment)\b(?P<said>[^%]*)%\}"
    r"(?P<inside>(?:(?!\{%-?\s*(?P=name)\b)[\s\S])*?)\{%-?\s*end(?P=name)\s*-?%\}"
)
TEXT_VALUE = re.compile(r"""(['"])(?P<text>.*?)\1\s*(?:\|(?P<filters>.*))?$""")
ADDRESS_FILTERS = ("relative_url", "absolute_url", "url", "prepend", "htmlBaseUrl")
KEPT = "\ufdd1{}\ufdd2"  # where a text that no tag may change stands meanwhile


@dataclass(slots=True)
class Tags:
    """Translates tags. `values` are those that the other program knows, by their names; `links`
    gives the target of a tag that names a file, by the tag's name and the file's."""

    values: Mapping[str, str]
    links: Callable[[str, str], str]
    first_line: int = 1
    remarks: list[Remark] = field(default_factory=list)
    _kept: list[str] = field(default_factory=list)
    _whole: str = ""

    def translate(self, text: str) -> str:
        """The text with its tags translated, or left out with a remark that holds each."""
        text = self._whole = text.replace("\ufdd1", "").replace("\ufdd2", "")
        text = RAW.sub(self._raw, text)
        text = TAG.sub(self._tag, text)
        for number, kept in enumerate(self._kept):
            text = text.replace(KEPT.format(number), kept, 1)
        return text

    def _keep(self, text: str) -> str:
        self._kept.append(text)
        return KEPT.format(len(self._kept) - 1)

    def _remark(self, written: str, text: str) -> None:
        at = max(self._whole.find(written), 0)
        self.remarks.append(Remark(self.first_line + self._whole.count("\n", 0, at), text))

    def _raw(self, found: re.Match[str]) -> str:
        inside = found["inside"]
        if found["name"] == "comment":
            self._remark(found[0], f"a comment was left out: {shortened(inside)}")
            return ""
        if found["name"] == "highlight":
            return self._keep(fenced(inside, (found["said"].strip(" -").split() or [""])[0]))
        return self._keep(inside)

    def _tag(self, found: re.Match[str]) -> str:
        if found["comment"]:
            self._remark(found[0], f"a comment was left out: {shortened(found[0])}")
            return ""
        if found["name"]:
            target = self.links(found["name"], found["said"].strip("'\" "))
            if target:
                return target
        elif (known := self._value(found["value"])) is not None:
            return known
        self._remark(found[0], f"{shortened(found[0])} was left out: it cannot be kept")
        return ""

    def _value(self, written: str) -> str | None:
        text = TEXT_VALUE.match(written)
        if text:
            filters = (text["filters"] or "").replace(":", " ").split()
            is_address = not filters or filters[0] in ADDRESS_FILTERS
            return text["text"] if is_address else None
        return self.values.get(written.partition("|")[0].strip())


def fenced(code: str, language: str) -> str:
    """Code between fences longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    named = language if re.fullmatch(r"[\w+#.-]+", language) else ""
    return f"\n{fence}{named}\n{code.strip(chr(10))}\n{fence}\n"
