"""Drive a headless Chromium over two pipes: open a page, run JavaScript, take a picture."""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Find the browser; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A page of a browser that has no network; ``errors`` are the exceptions and failed loads of the pages it saw."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._unread, self._number = b"", 0
        self._session: str | None = None
        self.errors: list[str] = []
        [target] = [each for each in self._do("Target.getTargets")["targetInfos"] if each["type"] == "page"]
        self._session = self._do("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._do(f"{domain}.enable")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            got = os.read(self._answers, 1 << 20)
            if not got:
                raise EOFError("the browser ended")
            self._unread += got
        one, self._unread = self._unread.split(b"\0", 1)
        message: dict[str, Any] = json.loads(one)
        if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] == "error":
            self.errors.append(str(message["params"]["entry"]))
        if message.get("method") == "Runtime.exceptionThrown":
            self.errors.append(str(message["params"]["exceptionDetails"]))
        return message

    def _do(self, method: str, **params: Any) -> Any:
        self._number += 1
        command = {"id": self._number, "method": method, "params": params}
        command |= {"sessionId": self._session} if self._session else {}
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while (message := self._message()).get("id") != self._number:
            pass
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    def go(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self._do("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        got = self._do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(f"{expression}: {got['exceptionDetails']}")
        return got["result"].get("value")

    def wait(self, expression: str, seconds: float = 30) -> Any:
        """Return the value of an expression as soon as it is true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(RuntimeError):  # the page is being replaced
                if value := self.js(expression):
                    return value
            time.sleep(0.02)
        raise TimeoutError(expression)

    def show(self, width: int, height: int, *, dark: bool = False, printed: bool = False) -> None:
        """Give the page a size and a scheme of colours, as on a screen or as on paper."""
        self._do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._do("Emulation.setEmulatedMedia", media="print" if printed else "", features=[scheme])

    def search(self, query: str) -> str:
        """Type into the search of the web site, and return the text of the first result, or nothing."""
        self.js(
            "var toggle = document.querySelector('[data-md-toggle=search]'); toggle.checked || toggle.click();"
            "var box = document.querySelector('.md-search__input');"
            "document.querySelector('.md-search-result__meta').innerText = '';"
            f"box.focus(); box.value = {json.dumps(query)}; box.dispatchEvent(new Event('keyup'));"
        )
        self.wait("/matching/.test(document.querySelector('.md-search-result__meta').innerText)")
        return str(self.js("document.querySelector('.md-search-result__link')?.innerText ?? ''"))

    def press(self, *keys: str) -> None:
        """Press keys one after the other; one that is not Tab, Enter or Space is a text that is typed."""
        for key in keys:
            code = {"Tab": 9, "Enter": 13, "Space": 32}.get(key)
            if code is None:
                self._do("Input.insertText", text=key)
                continue
            text = {"Enter": "\r", "Space": " "}.get(key)
            said = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
            down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
            self._do("Input.dispatchKeyEvent", **down, **said)
            self._do("Input.dispatchKeyEvent", type="keyUp", **said)

    def paper(self) -> bytes:
        """Return the page as a PDF."""
        return base64.b64decode(self._do("Page.printToPDF")["data"])

    def picture(self, file: Path, quality: int = 80) -> None:
        """Write a picture of what the window shows, as WebP or, by the file's name, as PNG."""
        form = {"format": "png"} if file.suffix == ".png" else {"format": "webp", "quality": quality}
        file.write_bytes(base64.b64decode(self._do("Page.captureScreenshot", **form)["data"]))


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Run a browser that reaches nothing but files and this machine."""
    for_it, commands = os.pipe()
    answers, from_it = os.pipe()
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--proxy-server=127.0.0.1:9"]
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # The browser reads commands at descriptor 3, and writes answers to 4.
        start = f'exec "$0" "$@" 3<&{for_it} 4>&{from_it}'
        command = [
            "bash",
            "-c",
            start,
            program,
            *options,
            f"--user-data-dir={profile}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        running = subprocess.Popen(
            command, pass_fds=(for_it, from_it), stderr=subprocess.DEVNULL, start_new_session=True
        )
        os.close(for_it)
        os.close(from_it)
        try:
            yield Browser(commands, answers)
        finally:
            running.kill()
            running.wait()
            os.close(commands)
            os.close(answers)
