"""Mails handed to an SMTP server."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy
from urllib.parse import unquote, urlsplit

from directory.services.mail.postman import Letter, NobodyThere, NotNow, PerhapsTaken, RefusedForGood, ServerAway

TIMEOUT_S = 20.0
LONGEST_REASON_CHARS = 200
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class WholeHeaders(EmailPolicy):
    """Folds headers as mails want them, but those of a letter: an address of more than a line would be encoded there,
    and no mail program reads it then (RFC 2369 asks for it as it is; a line may have 998 signs).
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.startswith("List-"):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = WholeHeaders(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails go.

    is_secure   TLS from the first byte (``smtps``). With ``smtp``, TLS is begun as soon as the server offers it.
    """

    host: str
    port: int
    is_secure: bool
    user: str = ""
    password: str = ""

    @classmethod
    def at(cls, url: str) -> "Server":
        """Read ``smtp://user:password@host:port`` or ``smtps://…``."""
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "", port, parts.scheme == "smtps", user, password)


class SmtpPostman:
    """One connection for each mail: there are few, and a server closes those that wait."""

    def __init__(self, server: Server, *, sender: str, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._sender = sender
        self._timeout_s = timeout_s

    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises NotNow, RefusedForGood."""
        try:
            connection = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(_said(error)) from error
        try:
            self._hand_over(connection, letter)
        finally:
            # Taken or refused, the answer is known: a server that takes its leave badly changes nothing to it.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.quit()

    def _hand_over(self, connection: smtplib.SMTP, letter: Letter) -> None:
        try:
            connection.send_message(self._written(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal(code, said, is_mailbox=True) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            # The sender refused, a wrong password: to be mended here, then the mail goes.
            raise ServerAway(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise PerhapsTaken(_said(error)) from error

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context()
        if server.is_secure:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout_s, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout_s)
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
                connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
        return connection

    def _written(self, letter: Letter) -> EmailMessage:
        written = EmailMessage(policy=POLICY)
        written["From"] = self._sender
        written["To"] = letter.to
        written["Subject"] = letter.subject
        written["Message-ID"] = letter.message_id
        written["Auto-Submitted"] = "auto-generated"
        for name, value in letter.headers.items():
            written[name] = value
        written.set_content(letter.text, charset="utf-8", cte="quoted-printable")
        return written


def _refusal(code: int, said: bytes | str, *, is_mailbox: bool = False) -> NotNow | RefusedForGood:
    """Return what an SMTP answer means: 4xx is not now, 5xx is never.

    is_mailbox   it was given to the address. One that begins with 5.7 refuses the sender there, not the mailbox.
    """
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reason = f"{code} {text}"[:LONGEST_REASON_CHARS]
    if not 500 <= code < 600:
        return NotNow(reason)
    return NobodyThere(reason) if is_mailbox and not text.startswith("5.7.") else RefusedForGood(reason)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON_CHARS]
