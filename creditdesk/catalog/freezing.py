"""A form as plain JSON and back: what a letter was drawn from is kept whole, whatever a later program ships."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

T = TypeVar("T")
_DATE, _TUPLE = "date", "tuple"


def frozen(value: object) -> Any:
    """Return a dataclass of the catalogue as JSON can hold it; dates and tuples are marked as such."""
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, tuple):
        return {_TUPLE: [frozen(item) for item in value]}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: frozen(item) for key, item in value.items()}
    return [frozen(item) for item in value] if isinstance(value, list) else value


def thawed(kind: type[T], data: Any) -> T:
    """Return what `frozen` made of a `kind`; entries a later program no longer knows are left out."""
    known = {name: _thawed(hint, data[name]) for name, hint in get_type_hints(kind).items() if name in data}
    return kind(**known)


def _thawed(hint: Any, data: Any) -> Any:
    inner = next((one for one in (hint, *get_args(hint)) if is_dataclass(one) and isinstance(one, type)), None)
    if not isinstance(data, dict):
        return [_thawed(None, item) for item in data] if isinstance(data, list) else data
    if set(data) == {_DATE}:
        return date.fromisoformat(data[_DATE])
    if set(data) == {_TUPLE}:
        return tuple(_thawed(inner, item) for item in data[_TUPLE])
    if inner is not None:
        return thawed(inner, data)
    return {key: _thawed(None, item) for key, item in data.items()}
