"""The record of pages gives each as the layout would, when words of texts have changed."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from broadsheet.building.page_record import opened_record
from broadsheet.builds import Progress
from broadsheet.content.articles import Article
from broadsheet.content.notes import Note
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import arrange
from broadsheet.pages.plan import plan_site
from broadsheet.site.inputs import Inputs, read_inputs
from broadsheet.site.outputs import Page
from broadsheet.text.markup import Body
from broadsheet.urls import output_path
from broadsheet.workers import Workers
from tests.sites import ROOT
from tests.sizes import EVERY_TEXT

Written = TypeVar("Written", Article, Note)
AS_OF = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def sample(tmp_path: Path) -> Inputs:
    """The sample site with a text-only edition, read."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    settings = (ROOT / "site.yaml").read_text("utf-8")
    (tmp_path / "site.yaml").write_text(f"{settings}\nlite: true\n", "utf-8")
    return read_inputs(tmp_path, Workers(1), Progress())


def laid_out(inputs: Inputs, text_store: TextStore) -> dict[str, Page]:
    """Every page of a site, by its file, without how sizes decided what stands on it, and without
    its key, which may say of a page that shows the same that it has to be compared."""
    catalog = arrange(inputs.articles, inputs.notes, inputs.settings, AS_OF, False)
    pages = plan_site(catalog, inputs, text_store, AS_OF).pages
    return {output_path(page.address): replace(page, weighing=None, key="") for page in pages}


def other_words(body: Body) -> Body:
    """A body with other words: everything that depends on them alone is different."""
    return replace(
        body,
        digest=body.digest[::-1],
        size=body.size + 1,
        placeholder=f"{body.placeholder}0",
        words=body.words + 1_000,
        quoted=body.quoted + 1,
    )


def edited(inputs: Inputs, path: str) -> Inputs:
    """The same site, with other words in one text."""

    def now(written: Written) -> Written:
        body = other_words(written.body) if written.path == path else written.body
        return replace(written, body=body)

    articles, notes = tuple(map(now, inputs.articles)), tuple(map(now, inputs.notes))
    return replace(inputs, articles=articles, notes=notes)


@pytest.mark.whole
def test_each_page_with_other_words_is_recorded_as_it_would_be_laid_out(
    sample: Inputs, tmp_path: Path
) -> None:
    with (
        closing(TextStore(tmp_path)) as texts,
        opened_record(tmp_path, tmp_path / "public", texts) as record,
    ):
        pages = laid_out(sample, texts)
        for file, page in pages.items():
            record.put(file, page)
        bodies = {it.path: it.body for it in sample.articles}
        bodies |= {it.path: it.body for it in sample.notes}
        for path, body in list(bodies.items())[::EVERY_TEXT]:
            changed = {path: other_words(body)}
            now = laid_out(edited(sample, path), texts)
            assert now.keys() == pages.keys()
            shown = record.paths_showing(changed)
            assert {file for file in now if repr(now[file]) != repr(pages[file])} == set(shown)
            for file in shown:
                assert repr(record.page(file, changed)) == repr(now[file])
                assert repr(record.page(file)) == repr(pages[file])
