"""Another system's site is read: its folder, its export or its feed becomes posts."""
