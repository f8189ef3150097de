"""How does a value of the terms read in one line?"""

from collections.abc import Collection

from remit.terms.values import Term, Value


def told(value: Value, *, without: Collection[str] = ()) -> str:
    """What a value says by itself, each part with its name; what stands below it and has a place of its own is left out."""
    parts = []
    for name, field in type(value).model_fields.items():
        said = getattr(value, name)
        if name not in without and said != field.default and not _holds_values(said):
            parts.append(f"{field.alias or name}: {_word(said)}")
    return "; ".join(parts)


def told_whole(term: Value) -> str:
    """What a term says, with what it is made of: a time, an owner, a condition. What has a clause of its own is left out."""
    besides = term.besides if isinstance(term, Term) else ""
    return "; ".join([*_parts(term, ": "), *([besides] if besides else [])])


def _parts(value: Value, between: str) -> list[str]:
    said = (
        (field.alias or name, getattr(value, name), field) for name, field in type(value).model_fields.items()
    )
    return [
        f"{name}{between}{words}"
        for name, found, field in said
        if name not in ("id", "clause") and found != field.default and (words := _whole(found))
    ]


def _whole(said: object) -> str:
    """A value in words; none where it is a term of its own, or holds only such."""
    if isinstance(said, tuple):
        return ", ".join(words for item in said if (words := _whole(item)))
    if isinstance(said, Value) and not is_a_word(said):
        return "" if isinstance(said, Term) else getattr(said, "name", "") or ", ".join(_parts(said, " "))
    if isinstance(said, bool):
        return "yes" if said else "no"
    return "" if isinstance(said, dict) else _word(said)


def _holds_values(said: object) -> bool:
    if isinstance(said, Value):
        return not is_a_word(said)
    if isinstance(said, tuple):
        return any(isinstance(item, Value) for item in said)
    return isinstance(said, dict)


def is_a_word(value: Value) -> bool:
    """A span or a month, which is written as one word."""
    return isinstance(value.model_dump(mode="json"), str)


def _word(said: object) -> str:
    if isinstance(said, tuple):
        return ", ".join(map(_word, said))
    if hasattr(said, "strftime") and hasattr(said, "hour"):
        return f"{said:%H:%M}"
    return str(said)
