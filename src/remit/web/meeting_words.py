"""What is each stage of a meeting called, on every page alike?"""

STAGES = {
    "planned": ("Being prepared", "grey"),
    "drafted": ("Agenda drafted, not confirmed yet", "yellow"),
    "issued": ("Agenda issued", "blue"),
    "open": ("In session", "green"),
    "closed": ("Closed", "grey"),
    "cancelled": ("Cancelled", "red"),
}
"""The words, and the colour of their tag."""


def stage(state: str, *, drafted: bool) -> tuple[str, str]:
    """The words for a meeting in this state, and the colour of its tag. `drafted`: its agenda was once drafted."""
    return STAGES["drafted" if state == "planned" and drafted else state]
