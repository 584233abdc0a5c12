"""Brings a site up to date: at once if nothing has changed, else with a build."""

from broadsheet.building.up_to_date import sealed_account
from broadsheet.builds import Account, Request, Watch


def update(request: Request, watch: Watch) -> Account:
    """Build the site if anything has changed since the last build; raises the errors of `build`."""
    account = sealed_account(request)
    if account is not None:
        return account
    from broadsheet.building.builder import build  # slow to import, and not always needed

    return build(request, watch)
