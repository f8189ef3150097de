"""How does a value of the terms read in one line?"""

from collections.abc import Collection

from remit.terms.values import Value


def told(value: Value, *, without: Collection[str] = ()) -> str:
    """What a value says by itself, each part with its name; what stands below it and has a place of its own is left out."""
    parts = []
    for name, field in type(value).model_fields.items():
        said = getattr(value, name)
        if name not in without and said != field.default and not _holds_values(said):
            parts.append(f"{field.alias or name}: {_word(said)}")
    return "; ".join(parts)


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
