"""Join the processes that share limits in a Redis, and leave them."""

from .commands import Asking, Commands, Failure, LastReply, new_epoch, uptime
from .contact import Contact
from .local import LocalWindows


class Membership:
    """Records this process's units in a Redis that does not know them, and signs the process off."""

    def __init__(self, contact: Contact, commands: Commands, local: LocalWindows) -> None:
        self._contact = contact
        self._commands = commands
        self._local = local

    def clock_was_set(self, until: float) -> Asking[None]:
        """Make every process record its units again, by age, which no clock can distort."""
        last_reply, now = self._contact.last_reply, uptime()
        if last_reply is not None and now < until:
            reply = yield self._commands.take(last_reply, (), (), 0, 0.0, 0.0, 0.0, until, jumped=True)
            if isinstance(reply, Failure):
                self._contact.failed(reply)
            else:
                self._contact.record_reply(int(reply[1]), now, uptime())
                self._contact.clock_was_set()

    def join(self, until: float) -> Asking[bool]:
        """Record the units of this process in the current epoch; return whether that succeeded."""
        contact = self._contact
        before = "" if contact.last_reply is None else contact.last_reply.epoch
        for _ in range(4):
            asked = uptime()
            if asked >= until:
                break
            reply = yield self._commands.probe(until)
            if isinstance(reply, Failure):
                contact.failed(reply)
                break
            last_reply = LastReply(reply[2] or new_epoch(), int(reply[1]), asked, uptime())
            if last_reply.epoch == contact.epoch and not contact.away:
                return True  # another thread was faster
            if (yield from self._record(last_reply, before, until)):
                return True
        return False

    def _record(self, last_reply: LastReply, before: str, until: float) -> Asking[bool]:
        contact, me, joined = self._contact, object(), last_reply
        contact.recording.add(me)
        try:
            for command in self._commands.join(last_reply, before, list(self._local.buckets.windows.items()), until):
                last, asked = contact.sent, uptime()
                contact.sent = asked
                reply = yield command
                if isinstance(reply, Failure):
                    if reply.kind == "refused" and contact.sent == asked:
                        contact.sent = last  # Redis did not count it as a heartbeat
                    contact.failed(reply)
                    return False
                if reply[0] != "joined":
                    return False
                joined = LastReply(last_reply.epoch, int(reply[1]), asked, uptime())
            contact.joined(joined)
            return True
        finally:
            contact.recording.discard(me)

    def leave(self) -> Asking[None]:
        """Sign off, so that no other process reserves a share for this one."""
        if self._contact.epoch and not self._contact.away:
            self._contact.epoch = ""
            yield self._commands.leave()
