"""What was read of another system's site becomes content, and nothing is lost in silence."""
