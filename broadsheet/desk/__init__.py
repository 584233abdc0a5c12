"""Reports are kept, drafts are completed, and the edition of a day is put in order."""
