"""The desk is shown as a page, on the curator's own machine and to nobody else."""
