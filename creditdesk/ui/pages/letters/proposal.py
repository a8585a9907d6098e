"""A letter that an act would issue: what the preview shows, and what is performed when the officer agrees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from creditdesk.services.desk import Desk
from creditdesk.services.letter_previews import Preview


@dataclass(frozen=True)
class Proposal:
    """One act that sends a letter, not yet performed; `once` makes a double press print one letter.

    `draw` draws and checks the letter of an act that is not in the procedure's file.
    """

    case_id: str
    act_name: str
    label: str
    function: Callable[..., Any]
    arguments: tuple[object, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    draw: Callable[[Desk], Preview] | None = None
    once: str = field(default_factory=lambda: str(uuid4()))
