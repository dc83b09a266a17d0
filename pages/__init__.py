"""What the user sees; thin. No arithmetic on money here.

`PAGES` is the one list of pages: the menu, the links from page to page, tests, screenshots and the README follow it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AppPage:
    """A page of the application.

    `name` is that of its view and its address, `section` that of the menu it stands in, `icon` one of Material Symbols.
    `next_page` is where the next step is, in the words of the text `next_words`; both are empty where a page has none,
    or says it elsewhere than at its end.
    """

    name: str
    section: str
    icon: str
    next_page: str = ""
    next_words: str = ""

    @property
    def view(self) -> str:
        """The script that draws it, from the folder of the application."""
        return f"pages/views/{self.name}.py"

    @property
    def address(self) -> str:
        """Where the browser finds it: the page that opens stands at the bare address."""
        return "/" if self is PAGES[0] else f"/{self.name}"


PAGES = (
    AppPage("case", "plan", "home_work"),
    AppPage("options", "plan", "tune", "compare", "next_compare"),
    AppPage("compare", "plan", "balance", "who_pays", "next_who_pays"),
    AppPage("history", "plan", "history"),
    AppPage("cases", "plan", "folder_open"),
    AppPage("who_pays", "council", "account_balance", "norms", "to_norms"),
    AppPage("norms", "council", "rule", "risk", "to_frame_chances"),
    AppPage("trade_off", "council", "how_to_vote", "export", "to_export"),
    AppPage("evidence", "certainty", "fact_check", "sensitivity", "to_sensitivity"),
    AppPage("sensitivity", "certainty", "tornado", "breakeven", "to_breakeven"),
    AppPage("breakeven", "certainty", "target", "risk", "to_risk"),
    AppPage("risk", "certainty", "casino", "export", "to_export"),
    AppPage("explain", "certainty", "account_tree", "evidence", "to_evidence"),
    AppPage("quality", "certainty", "verified", "export", "to_export"),
    AppPage("market", "data", "database", "options", "next_options"),
    AppPage("atlas", "data", "map", "options", "next_options"),
    AppPage("export", "data", "download"),
)
"""In the order of the menu; the first one opens."""


def page_named(name: str) -> AppPage:
    """The page with this name. Raises KeyError where there is none."""
    return {page.name: page for page in PAGES}[name]
