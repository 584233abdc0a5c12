"""Pictures become what pages show."""
