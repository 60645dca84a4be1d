"""How a process joins those that share limits in a Redis, and leaves them."""

from .commands import Asking, Commands, Failure, Heard, new_epoch, uptime
from .contact import Contact
from .window import LocalWindows


class Membership:
    """Records this process's own units where they are not known, and says when it takes nothing more."""

    def __init__(self, contact: Contact, commands: Commands, local: LocalWindows) -> None:
        self._contact = contact
        self._commands = commands
        self._local = local

    def clock_was_set(self, until: float) -> Asking[None]:
        """Have everybody record anew: by age, which no clock can get wrong."""
        heard, now = self._contact.heard, uptime()
        if heard is not None and now < until:
            reply = yield self._commands.take(heard, (), (), 0, 0.0, 0.0, 0.0, until, jumped=True)
            if isinstance(reply, Failure):
                self._contact.failed(reply)
            else:
                self._contact.hears(int(reply[1]), now, uptime())
                self._contact.clock_was_set()

    def join(self, until: float) -> Asking[bool]:
        """Record what this process took in the epoch that holds now."""
        contact = self._contact
        before = "" if contact.heard is None else contact.heard.epoch
        for _ in range(4):
            asked = uptime()
            if asked >= until:
                break
            reply = yield self._commands.probe(until)
            if isinstance(reply, Failure):
                contact.failed(reply)
                break
            heard = Heard(reply[2] or new_epoch(), int(reply[1]), asked, uptime())
            if heard.epoch == contact.epoch and not contact.away:
                return True  # another thread was faster
            if (yield from self._record(heard, before, until)):
                return True
        return False

    def _record(self, heard: Heard, before: str, until: float) -> Asking[bool]:
        contact, me, joined = self._contact, object(), heard
        contact.recording.add(me)
        try:
            for command in self._commands.join(heard, before, self._local.items(), until):
                last, asked = contact.sent, uptime()
                contact.sent = asked
                reply = yield command
                if isinstance(reply, Failure):
                    if reply.kind == "refused" and contact.sent == asked:
                        contact.sent = last  # nobody took it for a sign of life
                    contact.failed(reply)
                    return False
                if reply[0] != "joined":
                    return False
                joined = Heard(heard.epoch, int(reply[1]), asked, uptime())
            contact.joined(joined)
            return True
        finally:
            contact.recording.discard(me)

    def leave(self) -> Asking[None]:
        """Take nothing more: nobody needs to reserve a share for this process."""
        if self._contact.epoch and not self._contact.away:
            self._contact.epoch = ""
            yield self._commands.leave()
