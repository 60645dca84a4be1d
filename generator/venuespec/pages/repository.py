"""Take the pages of a public git repository without checking it out: no hook, filter or link of it takes effect."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from attrs import frozen

from .web import FetchError

_SUFFIXES = (".md", ".mdx", ".txt", ".html")
_REGULAR = frozenset({"100644", "100755"})
_LONGEST = 900.0
_LARGEST_PAGE = 8 * 1024 * 1024
_MOST_PAGES = 20_000
_SAFE_PART = re.compile(r"[\w@+()\[\]-][\w.@+()\[\] -]{0,200}")


@frozen(kw_only=True)
class RepositoryPage:
    """A page: its path below the folder that was asked for, its path in the repository, and its text in bytes."""

    path: str
    origin: str
    content: bytes


@frozen(kw_only=True)
class Checkout:
    """The pages of one commit."""

    commit: str
    committed: str
    pages: tuple[RepositoryPage, ...]


def pages_of(url: str, folder: str, branch: str, *, also: Sequence[str] = (), transport: str = "https") -> Checkout:
    """Clone the last commit of a repository and return the pages below a folder. Raises ``FetchError``.

    The pages of the folders in ``also`` are in folders of their own names beside them.
    ``transport`` is the only one that git may use; tests have repositories in folders, which are ``file``.
    """
    if not re.fullmatch(rf"{transport}://[^\s-][^\s]*", url):
        raise FetchError(f"{url}: must be the address of a repository that begins with {transport}://")
    if branch and not re.fullmatch(r"[A-Za-z0-9_][\w./-]*", branch):
        raise FetchError(f"{url}: {branch!r} is not the name of a branch")
    with tempfile.TemporaryDirectory(prefix="venuespec-git-") as place:
        git = _Git(place, transport, url)
        chosen = [f"--branch={branch}"] if branch else []
        git.run("clone", "--bare", "--quiet", "--depth=1", "--no-tags", "--template=", *chosen, "--", url, place)
        commit, committed = git.run("log", "-1", "--format=%H %cI").decode().split()
        blobs: list[tuple[str, str, str]] = []
        for place, beside in ((folder, False), *((other, True) for other in also)):
            name = f"{PurePosixPath(place).name}/" if beside else ""
            found = [(blob, origin, name + path) for blob, origin, path in _blobs(git, url, place.strip("/"))]
            if not found:
                raise FetchError(f"{url}: has no pages ({', '.join(_SUFFIXES)}) below {place or 'its root'}")
            blobs += found
        contents = _contents(git, url, [blob for blob, _, _ in blobs])
    pages = [
        RepositoryPage(path=path, origin=origin, content=content)
        for (_, origin, path), content in zip(blobs, contents, strict=True)
    ]
    return Checkout(commit=commit, committed=committed, pages=tuple(pages))


@frozen
class _Git:
    """Git in a bare repository, without the settings of the machine and of the user."""

    place: str
    transport: str
    url: str

    def run(self, *arguments: str, sent: bytes | None = None) -> bytes:
        """Run a command and return its output. Raises ``FetchError``."""
        settings = {
            "core.hooksPath": os.devnull,
            "protocol.allow": "never",
            f"protocol.{self.transport}.allow": "always",
            "http.followRedirects": "false",
            "credential.helper": "",
            "gc.auto": "0",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = inherited | {
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": self.transport,
            "LC_ALL": "C",
        }
        command = ["git", *options, *([] if arguments[0] == "clone" else [f"--git-dir={self.place}"]), *arguments]
        try:
            done = subprocess.run(
                command, input=sent, capture_output=True, env=environment, timeout=_LONGEST, check=True, cwd=self.place
            )
        except FileNotFoundError:
            raise FetchError(f"{self.url}: git is not installed") from None
        except subprocess.TimeoutExpired:
            raise FetchError(f"{self.url}: git did not end within {_LONGEST:.0f} s; try again later") from None
        except subprocess.CalledProcessError as error:
            said = bytes(error.stderr).decode("utf-8", "replace").strip().splitlines()
            raise FetchError(
                f"{self.url}: git {arguments[0]} failed: {said[-1] if said else 'no reason given'}"
            ) from None
        return done.stdout


def _blobs(git: _Git, url: str, folder: str) -> Iterator[tuple[str, str, str]]:
    """Yield the object, the path and the path below the folder of each page; refuses links and odd names."""
    listed = git.run("ls-tree", "-r", "-z", "-l", "--full-tree", "HEAD", "--", *([folder] if folder else []))
    for number, entry in enumerate(listed.decode("utf-8", "surrogateescape").split("\0")[:-1]):
        facts, _, path = entry.partition("\t")
        mode, _, blob, size = facts.split()
        inside = path.removeprefix(f"{folder}/") if folder else path
        if PurePosixPath(inside).suffix not in _SUFFIXES:
            continue
        if mode not in _REGULAR:
            raise FetchError(f"{url}: {path!r} is a link and not a page; nothing was fetched")
        if not all(_SAFE_PART.fullmatch(part) for part in inside.split("/")):
            raise FetchError(f"{url}: {path!r} is not a name that is written to a folder; nothing was fetched")
        if int(size) > _LARGEST_PAGE or number > _MOST_PAGES:
            raise FetchError(f"{url}: {path} is too large, or there are more than {_MOST_PAGES} pages")
        yield blob, path, inside


def _contents(git: _Git, url: str, blobs: Sequence[str]) -> list[bytes]:
    """Return the content of each object, in their order."""
    output = git.run("cat-file", "--batch", sent="".join(f"{blob}\n" for blob in blobs).encode())
    position = 0
    contents: list[bytes] = []
    for blob in blobs:
        end = output.index(b"\n", position)
        name, _, size = output[position:end].decode().split()
        if name != blob:
            raise FetchError(f"{url}: git gave {name} for {blob}")
        contents.append(output[end + 1 : end + 1 + int(size)])
        position = end + 2 + int(size)
    return contents
