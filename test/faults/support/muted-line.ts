import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface MutedLine {
  /** `host:port`, to be used instead of the server's. */
  address: string;
  /** From now on the server hears nothing of who is connected, who still hear the server. */
  mute(): void;
  /** For those who connect from now on. */
  unmute(): void;
  close(): Promise<void>;
}

/** A way to a server on which what a client says can be held back: it is then killed before the server knows what it did. */
export async function openMutedLine(server: string): Promise<MutedLine> {
  const { hostname, port } = new URL(`tcp://${server}`);
  const lines = new Set<Socket>();
  let isMuted = false;
  const line = createServer((client) => {
    const onward = connect(Number(port), hostname);
    for (const socket of [client, onward]) {
      lines.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        onward.destroy();
        lines.delete(socket);
      });
    }
    const heard = new Transform({
      transform: (data, _, pass) => (isMuted ? pass() : pass(null, data)),
    });
    client.pipe(heard).pipe(onward);
    onward.pipe(client);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(line.address() as AddressInfo).port}`,
    mute() {
      isMuted = true;
    },
    unmute() {
      for (const socket of lines) socket.destroy();
      isMuted = false;
    },
    async close() {
      for (const socket of lines) socket.destroy();
      await new Promise((resolve) => line.close(resolve));
    },
  };
}
