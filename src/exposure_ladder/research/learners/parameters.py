"""Parameters that know their range, standing and source: checked, put into docstrings, and shown in tables."""

from __future__ import annotations

from dataclasses import field, fields
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from exposure_ladder.errors import InvalidCourseError, Problem, ShapeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["check_ranges", "described", "numbers", "parameter"]

Model = TypeVar("Model")


def numbers(name: str, values: Any) -> Floats:
    """Return a copy as an array of float64, or say that it is none."""
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ShapeError(f"{name}: expected numbers in a full array; got something else.") from None


def parameter(default: Any, symbol: str, low: float, high: float, standing: str, source: str, about: str) -> Any:
    """Return a field that knows its range and where its default comes from."""
    more = {"symbol": symbol, "low": low, "high": high, "standing": standing, "source": source, "about": about}
    return field(default=default, metadata=more)


def described(kind: type[Model]) -> type[Model]:
    """Write the parameters of a model into its docstring, before the example."""
    lines = ["Parameters", "----------"]
    for each in fields(kind):  # type: ignore[arg-type]
        more, what = each.metadata, {"Any": "float or array_like, shape (clients,)"}.get(f"{each.type}", each.type)
        symbol = f"{more['symbol']}: " if more["symbol"] else ""
        lines += [
            f"{each.name} : {what}",
            f"    {symbol}{more['about']}; {more['low']:g} to {more['high']:g}, {each.default:g} by default",
            f"    ({more['standing']}: {more['source']}).",
        ]
    lines += ["", "Raises", "------", "InvalidCourseError", "    With every parameter outside its range."]
    about, head, example = cleandoc(kind.__doc__ or "").partition("Examples\n--------\n")
    kind.__doc__ = "\n".join([about.rstrip(), "", *lines, "", f"{head}{example}"])
    return kind


def check_ranges(model: Any, which: Iterable[Any] | None = None) -> None:
    """Refuse parameters outside their ranges, all at once; arrays become read-only copies."""
    wrong, name = [], type(model).__name__
    for each in fields(model) if which is None else which:
        low, high = each.metadata["low"], each.metadata["high"]
        value = numbers(f"{name}.{each.name}", getattr(model, each.name))
        most, what = (1, "a number, or one for each client,") if each.type == "Any" else (0, "one number")
        bad = ~((value >= low) & (value <= high) & ((each.type != "int") | (value == np.floor(value))))
        if value.ndim > most or bad.any():
            got = f"shape {value.shape}" if value.ndim > most else f"{value[bad].flat[0]:g}"
            whole = " whole" if each.type == "int" else ""
            wrong.append(Problem((name, each.name), f"{what}{whole} from {low:g} to {high:g}", got))
        value.flags.writeable = False
        object.__setattr__(model, each.name, value if value.ndim else getattr(model, each.name))
    if wrong:
        raise InvalidCourseError(wrong)
