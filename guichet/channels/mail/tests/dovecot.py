"""A real IMAP server: Dovecot from Debian, on a free port, with folders of its own and one password for everybody."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PASSWORD = "un-mot-de-passe"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    port: int
    folder: Path

    @contextmanager
    def open(self, login: str = "mairie") -> Iterator[imaplib.IMAP4]:
        """As a mail program does."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(login, PASSWORD)
            client.select("INBOX")
            yield client

    def put(self, *mails: bytes) -> None:
        with self.open() as client:
            for raw in mails:
                client.append("INBOX", None, None, raw)

    def count_unseen(self) -> int:
        with self.open() as client:
            return len(client.search(None, "UNSEEN")[1][0].split())

    def begin_anew(self) -> None:
        """The mailbox is made again, as when it is restored from a copy: the same mails under other UIDs."""
        for path in self.folder.glob("mail/*/dovecot*"):
            path.unlink()


@contextmanager
def running() -> Iterator[Dovecot]:
    """For a block. :raises OSError: it does not start."""
    assert DOVECOT is not None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    name = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    user = pwd.getpwnam(name)
    folder = Path(tempfile.mkdtemp(prefix="guichet-dovecot-"))
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        os.chown(folder / "mail", user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
    group = grp.getgrgid(user.pw_gid).gr_name
    values = {"folder": folder, "port": port, "user": name, "group": group, "uid": user.pw_uid, "gid": user.pw_gid, "password": PASSWORD}
    (folder / "conf").write_text(CONFIG.format(**values))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(port, process, folder)
        yield Dovecot(port, folder)
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as client:
            if client.recv(10).startswith(b"* OK"):
                return
        time.sleep(0.1)
    log = folder / "log"
    raise OSError(f"dovecot does not answer: {log.read_text() if log.exists() else 'it wrote nothing'}")
