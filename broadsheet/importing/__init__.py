"""Another system's site becomes content, and nothing is lost in silence."""
