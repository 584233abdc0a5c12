"""The JSON Schemas of front matter and of `site.yaml`, made from the tables that read them.

They are of draft 7, the newest that editors' YAML servers read in all their versions in use; their
words mean the same in draft 2020-12.
"""

import json
from collections.abc import Mapping

from broadsheet.content import front_matter, notes, settings
from broadsheet.content.fields import Fields, shape_of
from broadsheet.content.shapes import Shape
from broadsheet.files import CONTENT

DIALECT = "http://json-schema.org/draft-07/schema#"
FOLDER = "schemas"
SINGULAR = {
    "pages": "page",
    "editions": "edition",
    "sections": "section",
    "stories": "story",
    "authors": "author",
    "tags": "tag",
    "sources": "source",
}
TITLES = {
    "article": "The front matter of an article",
    "site": "The settings of a site, site.yaml",
} | {one: f"The front matter of a file in {CONTENT}/{kind}/" for kind, one in SINGULAR.items()}
KEYS: Mapping[str, Fields] = {
    "article": front_matter.FIELDS,
    "site": settings.FIELDS,
} | {SINGULAR[kind]: fields for kind, fields in notes.FIELDS.items()}
FILES = {kind: f"{FOLDER}/{kind}.json" for kind in KEYS}  # where a site keeps them


def schema(kind: str) -> Shape:
    """The schema of one kind of front matter, or of `site`; raises KeyError for another word."""
    shape = dict(shape_of(KEYS[kind]))
    if kind == "article":
        del shape["required"]
        shape["anyOf"] = [{"required": [key]} for key in ("title", "untitled")]
    if kind not in ("article", "site") and "required" not in shape:
        shape["type"] = ["object", "null"]  # the front matter of such a note may be empty
    return {"$schema": DIALECT, "title": TITLES[kind], **shape}


def schema_text(kind: str) -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def kind_of(path: str) -> str:
    """Which kind of front matter the file at a path under `content/` has."""
    parts = path.split("/")
    return SINGULAR.get(parts[1], "article") if len(parts) > 2 else "article"
