"""The two kinds of failure: a Problem is for the officer, everything else is a bug of ours."""

from collections.abc import Sequence


class Problem(Exception):
    """What happened and what to do now, as one Chinese sentence for the officer.

    `exit_status` is what a command ends with when the problem reaches the terminal.
    """

    exit_status = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputProblem(Problem):
    """A Problem whose cause is what the officer typed, chose or handed in."""

    exit_status = 2


def stated(text: str, otherwise: str) -> str:
    """Return what the officer wrote, without blanks around it; InputProblem with the sentence where that is nothing."""
    if not (said := text.strip()):
        raise InputProblem(otherwise)
    return said


def few(words: Sequence[str], counted: str, most: int = 3) -> str:
    """Return the first of many words for a sentence, and how many they are: 甲、乙、丙等5条."""
    more = f"等{len(words)}{counted}" if len(words) > most else ""
    return "、".join(words[:most]) + more
