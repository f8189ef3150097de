"""Names for tests, from other parts than those of the made-up authority, so that neither occurs in the other."""

from itertools import count
from random import Random

from remit.commands.seeding.names import Names

_names = Names(
    Random(7),
    family_starts=(
        "Abber", "Chell", "Drisk", "Eskle", "Frint", "Glaw", "Hesp", "Jorrow", "Knaw", "Lusk", "Mardle", "Norv",
        "Oddle", "Prisk", "Rundle", "Skerr", "Trewl", "Umph", "Vard", "Wrax",
    ),
    given_starts=("Ab", "Ced", "Dil", "Ev", "Gar", "Hob", "Il", "Jun", "Kip", "Lun", "Mab", "Ned", "Ol", "Pip", "Rud"),
)  # fmt: skip
_more = count(1)


def a_name() -> tuple[str, str]:
    """Another given and family name, in this run of the tests never given out before."""
    try:
        return _names.next()
    except IndexError:
        return f"Given{_letters(next(_more))}", f"Family{_letters(next(_more))}"


def _letters(number: int) -> str:
    """A number in letters: a name has no figures in it."""
    return "".join(chr(ord("a") + int(figure)) for figure in f"{number:05d}")
