"""A message is shown once, by the page that comes next."""

from broadsheet.desk_server.messages import MOST, Message, Messages


def test_message_is_taken_once() -> None:
    messages = Messages()
    number = messages.keep(Message("Dropped"))
    assert messages.take(number) == Message("Dropped")
    assert messages.take(number) is None


def test_only_some_messages_are_kept() -> None:
    messages = Messages()
    numbers = [messages.keep(Message(str(it))) for it in range(MOST + 1)]
    assert messages.take(numbers[0]) is None
    assert messages.take(numbers[-1]) == Message(str(MOST))
