"""Find the few lines of a page that concern a reader, by a question that each text is asked once."""

from collections.abc import Callable, Sequence

from .columns import NumberedLines

_MOST = 1 << 17


class Answered(dict[str, bool]):
    """Answers to a question about lines; most lines of a site stand on several of its pages."""

    def __init__(self, question: Callable[[str], bool]) -> None:
        super().__init__()
        self._question = question

    def __missing__(self, line: str) -> bool:
        if len(self) >= _MOST:
            self.clear()
        answer = self[line] = self._question(line)
        return answer

    def places(self, lines: NumberedLines) -> list[int]:
        """Return the indexes of the lines whose answer is yes."""
        return [index for index, (_, line) in enumerate(lines) if self[line]]

    def places_in(self, texts: Sequence[str]) -> list[int]:
        """Return the indexes of the texts whose answer is yes."""
        return [index for index, line in enumerate(texts) if self[line]]


class Written(dict[str, str]):
    """What lines are written as, worked out once for each text."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, line: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        written = self[line] = self._write(line)
        return written

    def of(self, lines: NumberedLines) -> NumberedLines:
        """Return the lines as they are written."""
        return [place if self[place[1]] is place[1] else (place[0], self[place[1]]) for place in lines]
