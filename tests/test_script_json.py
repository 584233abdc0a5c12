"""JSON in scripts: the same value, and nothing that a browser could take for markup."""

import json

import pytest

from broadsheet.script_json import script_json


@pytest.mark.parametrize("text", ["</script>", "<!--", "a & b", "\u2028\u2029", 'é "quoted" \\ 文'])
def test_text_comes_back_whole_and_holds_no_markup(text: str) -> None:
    written = script_json({"title": text})
    assert json.loads(written) == {"title": text}
    assert not set(written) & set("<>&\u2028\u2029")


def test_text_in_any_script_stays_readable() -> None:
    assert script_json(["Zürich", "文"]) == '["Zürich","文"]'
