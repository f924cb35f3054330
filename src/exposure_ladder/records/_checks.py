"""How records check what they are given: the base class, the field checks, and one wording for every problem.

pydantic does the parsing; this room decides what a person reads when it fails. Every check here raises one kind of
pydantic error, "expected X; got Y", and :class:`Record` turns a whole set of them into an
:class:`~exposure_ladder.errors.InvalidCourseError`, so that all problems of a document arrive together and
pydantic's own error, which quotes its input, never reaches the outside.

It must never quote free text: :func:`described` names the kind of a thing, and only ids, levels and keys are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from inspect import Parameter, Signature
from itertools import pairwise
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from exposure_ladder.errors import InvalidCourseError, Problem, did_you_mean
from exposure_ladder.records._frozen_map import FrozenMap as FrozenMap
from exposure_ladder.records._frozen_map import frozen_map as frozen_map
from exposure_ladder.records.phrases import fold
from exposure_ladder.text.summary import summary

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

_ID = re.compile(r"\w[\w.\-]{0,63}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MANY: Final = 20
_SHORT: Final = 40
"""Longest id, level or key that an error text repeats whole."""


def problem(expected: str, got: object = None, hint: str = "") -> PydanticCustomError:
    """Return the one kind of error that every check raises; without `got` the input is described by its kind."""
    context = {"expected": expected, "hint": hint} | ({} if got is None else {"got": str(got)})
    return PydanticCustomError("problem", "{expected}", context)


def described(value: object) -> str:
    """Return what a value is, without repeating anybody's words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:.15g}" if isinstance(value, float) else str(value)[:_SHORT]
        case str():
            return "text" if value.strip() else "empty text"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case _:
            return f"a {type(value).__name__}"


def quoted(value: object, near: str = "") -> str:
    """Return an id, level or key in quotes, cut to a length that is safe to print.

    Several words may be anybody's own and are only "text", unless they are `near` one that is known.
    """
    text = _CONTROL.sub("�", str(value))
    if len(text.split()) > 1 and not near:
        return "text"
    return repr(text if len(text) <= _SHORT else text[: _SHORT - 1] + "…")


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits only, whatever their case, accents, script or spelling."""
    return re.sub(r"[\W_]+", "", fold(name)) or fold(name)


# ---------------------------------------------------------------------------------------------------- field checks


def number(low: float, high: float, *, above: bool = False) -> Callable[[Any], Any]:
    """Check a finite number in ``[low, high]``, or ``(low, high]`` with `above`; text is not a number."""
    expected = f"a number above {low:g}, at most {high:g}" if above else f"a number from {low:g} to {high:g}"

    def check(value: Any) -> Any:
        if not _is(Real, value):
            raise problem(expected)
        if not (low <= value <= high and not (above and value == low)):  # nan and endless integers fail here too
            raise problem(expected)
        return float(value) + 0.0  # so that -0.0 is 0

    return check


def _is(kind: type, value: Any) -> bool:
    """Tell whether a value is a number of a kind, numpy's own among them; true and false are none."""
    return isinstance(value, kind) and not isinstance(value, bool)


def whole(low: int, high: int) -> Callable[[Any], Any]:
    """Check a whole number in ``[low, high]``."""

    def check(value: Any) -> Any:
        if not _is(Integral, value) or not low <= value <= high:
            raise problem(f"a whole number from {low} to {high}")
        return int(value)

    return check


def text_up_to(limit: int, *, lines: bool) -> Callable[[Any], Any]:
    """Check a text of 1 to `limit` characters without control characters; on one line unless `lines`."""
    expected = f"text of 1 to {limit:,} characters"

    def check(value: Any) -> Any:
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            length = f"text of {len(value):,} characters" if isinstance(value, str) and value.strip() else None
            raise problem(expected, length)
        if _CONTROL.search(value):
            raise problem(f"{expected}, without control characters", "text with a control character")
        return value.strip() if lines else " ".join(value.split())

    return check


line_text = text_up_to(300, lines=False)
note_text = text_up_to(10_000, lines=True)


def id_text(value: Any) -> Any:
    """Check a short name made of letters, digits, ``-``, ``_`` and ``.``; a whole number is taken as its digits."""
    value = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(value, str) or not _ID.fullmatch(value):
        got = quoted(value) if isinstance(value, str) and len(value.split()) == 1 else None
        raise problem("a short name of letters, digits, - _ and .", got)
    return value


def entry_id(value: Any) -> Any:
    """Check the id of an entry: empty (a hash is put in its place) or a short name."""
    return value if value == "" else id_text(value)


def level_text(value: Any) -> Any:
    """Check the name of a facet level; numbers and true/false are taken as they are written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.15g}"
    return line_text(str(value) if isinstance(value, int) else value)


def listed(value: Any) -> Any:
    """Let one thing stand for a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


def choice(kind: Any) -> Callable[[Any], Any]:
    """Check one of the words of an enum."""
    words = [str(word) for word in kind]

    def check(value: Any) -> Any:
        value = "no" if value is False else value  # YAML writers say `stopped: no`
        if value not in words:
            near = did_you_mean(value, words) if isinstance(value, str) else ""
            raise problem(one_of(words), quoted(value, near) if near else None, near)
        return value

    return check


def rated_day(value: Any) -> Any:
    """Check a calendar day, ``"example"``, or nothing."""
    return value if value is None or value == "example" else calendar_day(value, or_else=", or 'example'")


def calendar_day(value: Any, *, or_else: str = "") -> Any:
    """Check a calendar day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise problem(f"a day like 2026-03-02{or_else}") from None


def rising_minutes(value: Any) -> Any:
    """Check that minutes of a timed series rise."""
    if isinstance(value, tuple) and any(a[0] >= b[0] for a, b in pairwise(value)):
        raise problem("pairs of minute and distress with rising minutes", "minutes that do not rise")
    return value


def one_of(words: Iterable[object]) -> str:
    """Return ``a, b or c``."""
    *most, last = [str(word) for word in words]
    return f"{', '.join(most)} or {last}" if most else last


# ------------------------------------------------------------------------------------------------- the base record


if TYPE_CHECKING:
    _RecordType = ModelMetaclass  # so that checkers see the plain model, and complete and check its calls
else:

    class _RecordType(ModelMetaclass):
        """Calls of a record class raise our error; nested records still report to the outermost one."""

        def __call__(cls: type[Any], *args: Any, **data: Any) -> Any:  # noqa: N805 (its instances are classes)
            try:
                return super().__call__(*args, **data)
            except ValidationError as error:
                raise InvalidCourseError(problems_in(cls, error, data)) from None


class _Signature:
    """The signature of a record class, also before its schema is built."""

    def __get__(self, record: object, kind: type[BaseModel]) -> Signature:
        parameters = []
        for name, field in kind.model_fields.items():
            default = Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)
            parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=field.annotation))
        return Signature(parameters, return_annotation=None)


class Record(BaseModel, metaclass=_RecordType):
    """Base of every record: frozen, nothing unknown, nothing infinite; schemas are built on first use."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True, hide_input_in_errors=True
    )
    __signature__ = _Signature()

    def __repr__(self) -> str:
        given = sorted(self.model_fields_set, key=list(type(self).model_fields).index)
        return summary(type(self).__name__, ((name, getattr(self, name)) for name in given))

    def __str__(self) -> str:
        return repr(self)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Build the record from plain data.

        Raises
        ------
        InvalidCourseError
            With every problem of the data.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise InvalidCourseError(problems_in(cls, error, obj)) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Build the record from JSON text.

        Raises
        ------
        InvalidCourseError
            With every problem of the text.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise InvalidCourseError(problems_in(cls, error, None)) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values in some fields; what is changed is checked like everything that comes in.

        Raises
        ------
        InvalidCourseError
            With every problem of the whole.
        """
        if not update:
            return super().model_copy(deep=deep)
        return type(self).model_validate({**self._given(), **update})

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]
        """Build the record from fields, checked as everywhere: there is no way in without."""
        return cls(**values)

    def _given(self) -> dict[str, Any]:
        """Return what a changed copy starts from."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def trusted_copy(self, **update: Any) -> Self:
        """Return a copy whose changes are known to fit, unchecked: for loops over what has been checked before."""
        return super().model_copy(update=update)


def several_problems(title: str, problems: Iterable[Problem]) -> ValidationError:
    """Return one pydantic error for problems of a whole record."""
    details = [
        InitErrorDetails(type=problem(each.expected, each.got, each.hint), loc=each.path, input=None)
        for each in problems
    ]
    return ValidationError.from_exception_data(title, details)


_PLAIN: Final = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
    "model_attributes_type": "a mapping of names to values",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "json_invalid": "JSON",
    "literal_error": "the one value that is possible here",
    "union_tag_invalid": "one of exposure, rating, comparison and override",
    "union_tag_not_found": "a type: exposure, rating, comparison or override",
}


def problems_in(record: type[BaseModel], error: ValidationError, raw: Any) -> tuple[Problem, ...]:
    """Translate pydantic's error into ours, in the order of the document.

    Parameters
    ----------
    record : type
        The class that was asked for; its field names serve near matches.
    error : pydantic.ValidationError
        What pydantic found.
    raw : object
        The data as given: what came is described from here, before any conversion of scale.
    """
    return tuple(dict.fromkeys(_translated(record, detail, raw) for detail in error.errors()))


def _translated(record: type[BaseModel], detail: Any, raw: Any) -> Problem:
    path, context = tuple(detail["loc"]), detail.get("ctx", {})
    given = detail["input"]
    if detail["type"] == "extra_forbidden":
        known = sorted(_record_at(record, path[:-1]).model_fields)
        key = str(path[-1])
        keys = one_of(known) if len(known) <= _MANY else "a known key"
        got = f"the unknown key {quoted(key)}" if len(key.split()) == 1 else "an unknown key of several words"
        return Problem(path, keys, got, did_you_mean(key, known))
    if detail["type"] == "missing":
        return Problem(path, "a value", "nothing")
    if detail["type"] != "problem":
        expected = _PLAIN.get(detail["type"]) or _plain_text(detail["msg"])
        return Problem(path, expected, described(given))
    native = _lookup(raw, path, given)
    expected = context["expected"]
    top = scale_top(raw)
    if top != 100 and path[-1:] == ("distress",):
        expected = expected.replace("to 100", f"to {top:g}")
    return Problem(path, expected, context.get("got") or described(native), context.get("hint", ""))


def _plain_text(message: str) -> str:
    return message[:1].lower() + message[1:].removeprefix("Input should be ")


def _lookup(raw: Any, path: Sequence[str | int], otherwise: Any) -> Any:
    for part in path:
        try:
            raw = raw[part]
        except (TypeError, KeyError, IndexError):
            return otherwise
    return raw


def _record_at(record: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """Return the record class that stands at the end of a path of field names and positions."""
    for part in path:
        field = record.model_fields.get(str(part))
        nested = _nested_record(field.annotation) if field else None
        record = nested or record
    return record


def _nested_record(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _nested_record(part))), None)


SCALES: Final = {"0-100": 100.0, "0-10": 10.0, "0-8": 8.0}
"""Names of the scales a document may be written on, and the top of each."""


def scale_top(raw: Any) -> float:
    """Return the top of the scale that raw data say they are written on (100 when they say nothing usable)."""
    named = raw.get("scale", "0-100") if isinstance(raw, Mapping) else "0-100"
    return SCALES.get(named, 100.0) if isinstance(named, str) else 100.0
