"""The curator's files become values."""
