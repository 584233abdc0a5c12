"""JSON that is safe in a script of a page, whatever texts are in it."""

import json

UNSAFE = "<>&\u2028\u2029"  # could end a script element or act on its page, or end a script's line


def script_json(value: object) -> str:
    """A value as JSON, its signs that a browser could take for markup written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
