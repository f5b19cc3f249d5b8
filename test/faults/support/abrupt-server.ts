import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A message of the protocol as a string of bytes; none here is longer than 250. */
const message = (type: string, body: string): string => `${type}\0\0\0${String.fromCharCode(body.length + 4)}${body}`;

const READY = message('Z', 'I');
const GREETING = message('R', '\0\0\0\0') + READY;
const DONE = message('C', 'UPDATE 0\0');
const GOODBYE = message('E', 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');

/** Speaks just enough of PostgreSQL's protocol to answer one statement and, in the same breath, end the connection. */
export async function startAbruptServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let hasGreeted = false;
    socket.on('data', (data) => {
      if (!hasGreeted) {
        hasGreeted = true;
        socket.write(GREETING, 'latin1');
      } else if (data.toString('latin1', 0, 1) === 'Q') {
        socket.end(DONE + READY + GOODBYE, 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `postgresql://anybody@127.0.0.1:${(server.address() as AddressInfo).port}/any`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
