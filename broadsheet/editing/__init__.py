"""A curator's file is changed by the program, and nothing that a person wrote is lost."""
