"""A letter that an act would issue: what the preview shows, and what is performed when the officer agrees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Proposal:
    """One act that sends a letter, not yet performed; `once` makes a double press print one letter."""

    case_id: str
    act_name: str
    label: str
    function: Callable[..., Any]
    arguments: tuple[object, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    once: str = field(default_factory=lambda: str(uuid4()))
