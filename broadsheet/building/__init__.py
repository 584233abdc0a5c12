"""A build's steps in order, and whether there is anything to do."""
