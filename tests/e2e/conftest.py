"""People at a screen: a command run in this process, in one of its own, or in a terminal where somebody types."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exposure_ladder.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "therapist" / "closer.yaml"
PROGRAM = (sys.executable, "-m", "exposure_ladder")
INTERRUPT = "interrupt"
STYLES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str = ""

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def environment(**more: str) -> dict[str, str]:
    """Return this environment without what changes how output looks; times are in UTC."""
    without = ("COLUMNS", "NO_COLOR", "PYTHONDONTWRITEBYTECODE")
    kept = {name: text for name, text in os.environ.items() if name not in without}
    return {**kept, "TZ": "UTC", "PYTHONUTF8": "1", "TERM": "xterm-256color", **more}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the example's ladder in it, its questions asked yesterday."""
    text = EXAMPLE.read_text(encoding="utf-8")
    asked = (datetime.now(tz=UTC) - timedelta(days=1)).date()
    (tmp_path / "closer.yaml").write_text(text.replace("screened: 2026-03-02", f"screened: {asked}"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command line in this process; none ever ends in a traceback."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    def run(*words: str) -> Said:
        capfd.readouterr()
        code = main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Said(code, out, err)

    return run


def process(*words: str, stdin: bytes = b"", **more: str) -> Said:
    """Run a command line in a process of its own."""
    done = subprocess.run([*PROGRAM, *words], input=stdin, capture_output=True, check=False, env=environment(**more))
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return Said(done.returncode, out, err)


def terminal(*words: str, talk: Sequence[tuple[str, str]] = (), columns: int = 100, **more: str) -> Said:
    """Run a command line in a terminal; `talk` says after which words of the screen what is typed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    child = subprocess.Popen(
        [*PROGRAM, *words], stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True, env=environment(**more)
    )
    os.close(theirs)
    screen, seen, waiting, end = b"", 0, list(talk), time.monotonic() + 60
    again = end
    while time.monotonic() < end:
        if time.monotonic() > again:  # a signal just before a blocking read is only noticed after it
            child.send_signal(signal.SIGINT)
            again = time.monotonic() + 2
        if waiting and (at := screen.decode(errors="replace").find(waiting[0][0], seen)) >= 0:
            seen = at + len(waiting[0][0])
            typed = waiting.pop(0)[1]
            if typed == INTERRUPT:
                child.send_signal(signal.SIGINT)
                again = time.monotonic() + 2
            else:
                os.write(ours, typed.encode())
            continue
        ready, _, _ = select.select([ours], [], [], 0.2)
        try:
            more_of_it = os.read(ours, 65536) if ready else b""
        except OSError:  # the other side has gone
            break
        screen += more_of_it
        if not ready and child.poll() is not None:
            break
    child.kill()
    code = child.wait()
    os.close(ours)
    text = screen.decode().replace("\r\n", "\n")
    assert not waiting, f"never asked: {waiting[0][0]}\n{text}"
    assert "Traceback" not in text
    return Said(code, text)
