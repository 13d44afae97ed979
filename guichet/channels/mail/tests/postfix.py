"""Real mail servers: two Postfix from Debian on free ports, each with a domain whose mails it brings by LMTP, and the way
to the other's."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from guichet.records.notices.server import MailServer

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
DOMAINS = ("ville.example", "caf.example")
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
multi_instance_name = postfix-{port}
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.{domain}
mydestination =
mynetworks = 127.0.0.0/8
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
transport_maps = inline:{{ {other}=smtp:[127.0.0.1]:{other_port} }}
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
disable_dns_lookups = yes
recipient_delimiter = +
minimal_backoff_time = 1s
notify_classes =
alias_maps =
alias_database =
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    domain: str
    port: int
    folder: Path

    @property
    def server(self) -> MailServer:
        """As a Guichet of this domain sends."""
        return MailServer("127.0.0.1", self.port, False, "", "", f"ne-pas-repondre@{self.domain}")


@contextmanager
def running(lmtp: int) -> Iterator[tuple[Postfix, Postfix]]:
    """Both, for a block. :raises OSError: one does not start."""
    ports = [find_port() for _domain in DOMAINS]
    with ExitStack() as both:
        one, other = (
            both.enter_context(start(DOMAINS[place], ports[place], DOMAINS[1 - place], ports[1 - place], lmtp)) for place in range(2)
        )
        yield one, other


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def start(domain: str, port: int, other: str, other_port: int, lmtp: int) -> Iterator[Postfix]:
    assert POSTFIX is not None
    folder = Path(tempfile.mkdtemp(prefix="guichet-postfix-"))
    folder.chmod(0o755)
    (folder / "conf").mkdir()
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")
    values = {"folder": folder, "domain": domain, "port": port, "other": other, "other_port": other_port, "lmtp": lmtp}
    (folder / "conf" / "main.cf").write_text(MAIN.format(**values))
    (folder / "conf" / "master.cf").write_text(MASTER.format(**values))
    command = [POSTFIX, "-c", str(folder / "conf")]
    started = subprocess.run([*command, "start"], capture_output=True, text=True, check=False, timeout=60)
    try:
        wait_for(port, folder, started.stderr)
        yield Postfix(domain, port, folder)
    finally:
        subprocess.run([*command, "stop"], capture_output=True, check=False, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int, folder: Path, said: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as client:
            if client.recv(10).startswith(b"220"):
                return
        time.sleep(0.1)
    log = folder / "log"
    raise OSError(f"postfix does not answer: {said}{log.read_text() if log.exists() else ''}")
