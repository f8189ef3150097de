"""What are the small values terms of reference are written in: a span, a time of day, a weekday, a month?"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Protocol, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Effect = Literal["structure", "gate", "duty", "prompt", "measure"]
Force = Literal["warn", "stop"]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*-[1-9][0-9]*$")]
TermId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks an id as the name of something that stands elsewhere in the same file, at this path."""

    to: str


ClauseRef = Annotated[ClauseId, Refers("clauses")]
SeatRef = Annotated[TermId, Refers("seats")]
CohortRef = Annotated[TermId, Refers("cohorts")]
SelectionRef = Annotated[TermId, Refers("selection")]
SectionRef = Annotated[TermId, Refers("agenda.sections")]
QuestionRef = Annotated[TermId, Refers("forms.*.questions")]
OutcomeRef = Annotated[TermId, Refers("outcomes")]
DutyRef = Annotated[TermId, Refers("duties")]
RequestRef = Annotated[TermId, Refers("requests")]
PaperRef = Annotated[TermId, Refers("papers")]
FormRef = Annotated[TermId, Refers("forms")]
LetterRef = Annotated[TermId, Refers("letters")]
MeasureRef = Annotated[TermId, Refers("measures")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Value(BaseModel):
    """Anything written in a forum's file: unchangeable, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, defer_build=True)


class Term(Value):
    """A value that gives effect to a clause. Subclasses carry `clause` and say which effects they give.

    `effect_in`: where an effect comes from some of its values only, which; without them the rest still stands.
    """

    kind_gives: ClassVar[frozenset[Effect]] = frozenset({"structure"})
    effect_in: ClassVar[dict[Effect, tuple[str, ...]]] = {}

    @property
    def gives(self) -> frozenset[Effect]:
        """The effects of its kind, and those that a value which may be left out gives."""
        said = (effect for effect, fields in self.effect_in.items() if any(map(self._says, fields)))
        return self.kind_gives.union(said)

    @property
    def runs(self) -> bool:
        """Whether the product carries out what this says. Where it does not yet, that is told, never hidden."""
        return True

    @property
    def besides(self) -> str:
        """What a reader has to know of it that stands in none of its values."""
        return ""

    def _says(self, field: str) -> bool:
        return bool(getattr(self, field) != type(self).model_fields[field].default)


class Planned(Term):
    """A term that can be written, printed and worked out on dates, and that no screen carries out yet."""

    @property
    def runs(self) -> bool:
        return False


class Named(Protocol):
    """A term that others speak of by its id."""

    @property
    def id(self) -> str: ...


OneOf = TypeVar("OneOf", bound=Named)


def of_id(terms: Iterable[OneOf], wanted: str) -> OneOf:
    """The first of these terms with that id. Raises `KeyError` where none has it: a file that is read has been asked that."""
    for term in terms:
        if term.id == wanted:
            return term
    raise KeyError(wanted)


class Weekday(StrEnum):
    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"

    @property
    def number(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return list(Weekday).index(self)


class Month(StrEnum):
    JANUARY = "January"
    FEBRUARY = "February"
    MARCH = "March"
    APRIL = "April"
    MAY = "May"
    JUNE = "June"
    JULY = "July"
    AUGUST = "August"
    SEPTEMBER = "September"
    OCTOBER = "October"
    NOVEMBER = "November"
    DECEMBER = "December"

    @property
    def number(self) -> int:
        """January is 1, as in `date.month`."""
        return list(Month).index(self) + 1


def _clock(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("a time of day is written like 09:30")
        return time.fromisoformat(value)
    if isinstance(value, time):
        return value
    raise ValueError("a time of day is written like 09:30")


ClockTime = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}),
]

Unit = Literal["minutes", "hours", "days", "working days", "weeks", "months"]
_SPAN = re.compile(r"(\d{1,4}) (minute|hour|day|working day|week|month)s?")


class Span(Value):
    """A length of time as people write it: `20 minutes`, `7 working days`, `1 week`."""

    count: int
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            if isinstance(value, dict | Span):
                return value
            raise ValueError("a length of time is written like '20 minutes', '7 working days' or '1 week'")
        found = _SPAN.fullmatch(value.strip())
        if not found:
            raise ValueError(
                f"'{value}' is not a length of time; write it like '20 minutes' or '7 working days'"
            )
        return {"count": int(found[1]), "unit": f"{found[2]}s"}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": f"^{_SPAN.pattern}$",
            "examples": ["20 minutes", "7 working days"],
        }

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls.model_validate(text)

    @property
    def fixed(self) -> timedelta:
        """The same length on the clock. Months and working days have none: they need a calendar."""
        if self.unit in ("months", "working days"):
            raise ValueError(f"{self} has no fixed length")
        return timedelta(**{self.unit: self.count})


class MonthOrDay(Value):
    """A date as a document gives it: a day (`2023-04-01`), or only a month (`2023-04`)."""

    year: int
    month: int
    day: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"year": value.year, "month": value.month, "day": value.day}
        if not isinstance(value, str):
            return value
        if re.fullmatch(r"\d{4}-\d{2}", value):
            whole = date.fromisoformat(f"{value}-01")
            return {"year": whole.year, "month": whole.month}
        whole = date.fromisoformat(value)
        return {"year": whole.year, "month": whole.month, "day": whole.day}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$", "examples": ["2023-04"]}

    @model_serializer
    def _write(self) -> str:
        return str(self)

    def __str__(self) -> str:
        written = f"{self.year:04}-{self.month:02}"
        return written if self.day is None else f"{written}-{self.day:02}"

    @property
    def last_day(self) -> date:
        """The last day that still belongs to it: of a month, its end."""
        return date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])
