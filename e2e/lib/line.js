// A line between the browser and the program, which drops as real ones do.

import { connect, createServer } from 'node:net';

const portal = '<!DOCTYPE html><html lang="fr"><title>Wi-Fi</title><body><h1>Bienvenue sur le Wi-Fi</h1></body></html>';

/**
 * Listens on a port of its own and passes everything on to the port given to `towards`. Then:
 * `cut()` refuses and ends every connection, `mend()` passes on again, `loseAnswers()` passes on what is asked and drops what is
 * answered, `hang()` takes what is asked and answers nothing, `welcome()` answers as the portal of a public network does.
 */
export async function startLine() {
  let target;
  let state = 'up';
  const open = new Set();
  const server = createServer((client) => {
    if (state === 'cut') return client.destroy();
    const upstream = connect(target, '127.0.0.1');
    for (const [socket, other] of [[client, upstream], [upstream, client]]) {
      open.add(socket);
      socket.on('error', () => { socket.destroy(); other.destroy(); });
      // What is still on its way to the other side arrives.
      socket.on('close', () => { open.delete(socket); other.end(); });
    }
    client.on('data', (bytes) => {
      if (state === 'portal') {
        client.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: ${portal.length}\r\n\r\n${portal}`);
      } else if (state !== 'hung') upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (state === 'deaf') client.destroy();
      else if (state === 'up') client.write(bytes);
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const end = () => { for (const socket of open) socket.destroy(); };
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    towards(address) { target = new URL(address).port; },
    cut() { state = 'cut'; end(); },
    mend() { end(); state = 'up'; },
    loseAnswers() { state = 'deaf'; },
    hang() { state = 'hung'; },
    welcome() { state = 'portal'; },
    async stop() {
      end();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
