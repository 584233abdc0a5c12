"""The commands besides `build`."""
