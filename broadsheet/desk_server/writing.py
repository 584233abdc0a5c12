"""A change of the desk is written or taken back, and the inbox knows which reports are kept now."""

from collections.abc import Callable, Sequence

from broadsheet.desk.keeping import states_after
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.desk import DeskFiles
from broadsheet.editing.changes import Change, Edit, Past, Written, text_of_file
from broadsheet.files import ContentFile
from broadsheet.inbox.site_texts import site_text

LOOKED_BACK = 40  # changes, of which some may be undone


def write(files: DeskFiles, change: Change | None) -> Written | None:
    """Write a change, if there is one. Raises as `Writer.write` does."""
    if change is None:
        return None
    written = files.write(change, files.now())
    files.memory.moved(change)
    _mark(files, change)
    return written


def edit(files: DeskFiles, path: str, label: str, edited: Callable[[str], str]) -> None:
    """Write another text of a file that is no article, if it differs. Raises CannotDo if the file
    is gone, and what `Writer.write` and `edited` raise."""
    before = text_of_file(files.root, path)
    if before is None:
        raise CannotDo(f"{path} is not there any more")
    after = edited(before)
    if after != before:
        files.write(Change(label, (Edit(path, before, after),)), files.now())


def undo(files: DeskFiles, number: int | None) -> Written:
    """Take the last change back, if it has that number. Raises as `Writer.undo` does."""
    return _turned(files, lambda: files.writer.undo(files.now(), number))


def redo(files: DeskFiles, number: int | None) -> Written:
    """Make the change again that was undone last. Raises as `Writer.redo` does."""
    return _turned(files, lambda: files.writer.redo(files.now(), number))


def undoable(history: Sequence[Past]) -> Past | None:
    """The change that can be undone, of those that there were, the newest first."""
    return next((it for it in history if not it.is_undone), None)


def redoable(history: Sequence[Past]) -> Past | None:
    """The change that can be made again: the oldest of those that were undone last."""
    found = None
    for it in history:
        if not it.is_undone:
            break
        found = it
    return found


def _turned(files: DeskFiles, turn: Callable[[], Written]) -> Written:
    past = [path for it in files.writer.history(LOOKED_BACK) for path in it.paths]
    before = {path: text_of_file(files.root, path) for path in dict.fromkeys(past)}
    written = files.take_up(turn())
    edits = (Edit(it, before.get(it), text_of_file(files.root, it)) for it in written.paths)
    _mark(files, Change(written.label, tuple(edits)))
    return written


def _mark(files: DeskFiles, change: Change) -> None:
    """Mark reports as kept that a file names now, and as read that none names any more."""
    zone = files.site.settings.timezone
    texts = [(it.path, text) for it in change.edits for text in (it.before, it.after) if text]
    contents = (ContentFile(path, text.encode("utf-8", "replace")) for path, text in texts)
    keys = {key for content in contents for key in site_text(content, zone).keys}
    paths = frozenset(it.path for it in change.edits)
    items = files.board.inbox.items_at(sorted(keys))
    for state, numbers in states_after(files.site, paths, items).items():
        files.board.mark(numbers, state)
