"""The SMTP server of the tests: see crates/mail/src/testing.rs."""

import asyncio
import pathlib
import sys

from aiosmtpd.smtp import SMTP

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
        count += 1
        (folder / f"{count:06}.eml").write_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            if address.startswith("cut") and address not in cut:
                cut.add(address)
                server.transport.abort()
        return "250 taken"


async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
