"""The SMTP server of the tests: see crates/mail/src/testing.rs.

sink.py FOLDER [offered|wrapped PEM]: prints its port, then serves until its standard input ends.
"""

import asyncio
import os
import pathlib
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])
cut, count = set(), 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if (folder / "down").exists() or address.startswith("later"):
            return "451 4.3.0 later"
        if address.startswith("refused"):
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        global count
        if any(address.startswith("unwanted") for address in envelope.rcpt_tos):
            return "554 5.7.1 not this message"
        count += 1
        (folder / f"{count:06}.eml").write_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            if address.startswith("cut") and address not in cut:
                cut.add(address)
                server.transport.abort()
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b"right", handled=False)


def until_the_test_ends():
    sys.stdin.read()
    os._exit(0)


async def main():
    encryption = sys.argv[2] if len(sys.argv) > 2 else None
    context = None
    if encryption:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3])

    def protocol():
        offered = context if encryption == "offered" else None
        return SMTP(
            Handler(),
            tls_context=offered,
            require_starttls=offered is not None,
            authenticator=authenticate,
            auth_require_tls=False,
        )

    wrapped = context if encryption == "wrapped" else None
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=wrapped)
    print(server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=until_the_test_ends, daemon=True).start()
    await server.serve_forever()


asyncio.run(main())
