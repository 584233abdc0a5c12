"""JSON that is safe in a script of a page, whatever texts are in it."""

import json

# What could end a script element or act on its page, or end a script's line, and its escapes.
UNSAFE = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def script_json(value: object) -> str:
    """A value as JSON, its signs that a browser could take for markup written as escapes."""
    text = WRITER.encode(value)
    for sign, escape in UNSAFE:
        text = text.replace(sign, escape)
    return text
