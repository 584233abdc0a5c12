"""What is said by the shortcodes in a Hugo text, and which of them cannot be kept?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from broadsheet.exports.liquid import fenced
from broadsheet.exports.posts import Remark
from broadsheet.problems import shortened

SHORTCODE = re.compile(
    r"\{\{(?P<mark>[<%])(?P<quoted>/\*)?\s*(?P<end>/)?\s*(?P<name>[\w./-]+)?"
    r"(?P<said>(?:\"(?:[^\"\\]|\\.){0,2000}\"|`[^`]{0,2000}`|[^>%\"`{]|\{(?!\{)|[>%](?!\}\})){0,500}?)"
    r"\s*(?P<self>/)?\s*"
    r"(?:\*/)?[>%]\}\}"
)
HIGHLIGHT = re.compile(
    r"\{\{[<%]\s*highlight\s+(?P<said>[^>%]*?)\s*[>%]\}\}(?P<inside>(?:(?!\{\{[<%]\s*highlight\s)[\s\S])*?)"
    r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}"
)
ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)=)?(?:\"(?P<text>(?:[^\"\\]|\\.)*)\"|`(?P<raw>[^`]*)`|(?P<word>[^\s\"`]+))"
)
Arguments = Mapping[str, str]  # by name, or by place: "0"
# Those that show something of another host become links to it.
HOSTED: Mapping[str, Callable[[Arguments], str]] = {
    "youtube": lambda it: f"https://www.youtube.com/watch?v={it.get('id') or it.get('0', '')}",
    "vimeo": lambda it: f"https://vimeo.com/{it.get('id') or it.get('0', '')}",
    "gist": lambda it: f"https://gist.github.com/{it.get('0', '')}/{it.get('1', '')}",
    "instagram": lambda it: f"https://www.instagram.com/p/{it.get('id') or it.get('0', '')}/",
    "tweet": lambda it: f"https://x.com/i/status/{it.get('id') or it.get('0', '')}",
    "x": lambda it: f"https://x.com/i/status/{it.get('id') or it.get('0', '')}",
}  # fmt: skip
SAFE = re.compile(r"https://[\w./?=&%-]+")


@dataclass(slots=True)
class Shortcodes:
    """Translates shortcodes. `link` gives the target for a page that `ref` names."""

    link: Callable[[str], str]
    parameters: Mapping[str, str]
    first_line: int = 1
    remarks: list[Remark] = field(default_factory=list)
    _whole: str = ""

    def translate(self, text: str) -> str:
        """The text with its shortcodes translated, or left out with a remark that holds each; what
        stands between two that are left out stays."""
        self._whole = text
        text = HIGHLIGHT.sub(
            lambda it: fenced(it["inside"], it["said"].split()[0].strip('"')), text
        )
        return SHORTCODE.sub(self._translated, text)

    def _translated(self, found: re.Match[str]) -> str:
        if found["quoted"]:
            return re.sub(r"^(\{\{[<%])/\*|\*/([>%]\}\})$", r"\1\2", found[0])
        name, said = found["name"] or "", arguments(found["said"] or "")
        if found["end"]:
            return ""
        if name in ("ref", "relref"):
            return self.link(said.get("path") or said.get("0", ""))
        if name == "figure" and said.get("src"):
            return figure(said)
        if name in ("param", "params"):
            known = self.parameters.get(said.get("0", "").casefold())
            if known is not None:
                return known
        if name in HOSTED and SAFE.fullmatch(HOSTED[name](said)):
            address = HOSTED[name](said)
            self._remark(found, f"the shortcode {name} became a link to {address}")
            return f"[{address.split('/')[2]}]({address})"
        self._remark(found, f"{shortened(found[0])} was left out: it cannot be kept")
        return ""

    def _remark(self, found: re.Match[str], text: str) -> None:
        at = max(self._whole.find(found[0]), 0)
        self.remarks.append(Remark(self.first_line + self._whole.count("\n", 0, at), text))


def arguments(said: str) -> dict[str, str]:
    """The arguments of a shortcode, by name or by place."""
    found: dict[str, str] = {}
    for it in ARGUMENT.finditer(said):
        value = (
            it["text"]
            if it["text"] is not None
            else it["raw"]
            if it["raw"] is not None
            else it["word"]
        )
        found[it["key"] or str(len(found))] = re.sub(r"\\(.)", r"\1", value)
    return found


def figure(said: Arguments) -> str:
    """A figure as a picture, with its caption and credit as a paragraph below it."""
    caption = " ".join(filter(None, [said.get("title"), said.get("caption"), said.get("attr")]))
    alt = (said.get("alt") or said.get("caption") or said.get("title") or "").replace("]", "\\]")
    picture = f"![{alt.replace('[', chr(92) + '[')}](<{said['src']}>)"
    if said.get("link"):
        picture = f"[{picture}](<{said['link']}>)"
    return f"{picture}\n\n*{caption.replace('*', chr(92) + '*')}*\n" if caption else picture
