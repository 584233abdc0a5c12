"""The pages of a site, kind by kind; `plan` lays them all out."""
