"""What a theme is made of: a chain of folders, templates, options and static files."""
