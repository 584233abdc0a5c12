"""An edition becomes a mail, and goes to a list of readers once."""
