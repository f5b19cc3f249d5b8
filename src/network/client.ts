import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, type Attribute, encodeRequest, readAnswer } from './radius.ts';

export interface Peer {
  host: string;
  port: number;
  secret: string;
}

export type Outcome = Extract<Answer, { kind: 'ack' | 'nak' }> | { kind: 'no_answer' } | { kind: 'false_answer' };

/** How long each transmission waits for the answer before the next, in milliseconds; twelve seconds in all. */
const WAITS_MS = [1_000, 2_000, 4_000, 5_000];

/**
 * Sends one request over UDP and waits for its answer, sending the very same packet again meanwhile, so that equipment can
 * tell a repeat (RFC 5080, 2.2.1). What is not signed with the secret is no answer: waiting goes on, and if nothing better
 * comes it was a `false_answer`. Equipment with another secret stays silent (RFC 5176, 3). Throws what the lookup of the
 * name throws.
 */
export async function ask(
  { host, port, secret }: Peer,
  code: number,
  attributes: readonly Attribute[],
  waitsMs: readonly number[] = WAITS_MS,
): Promise<Outcome> {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const request = encodeRequest(code, randomInt(256), attributes, secret);
  const over = new AbortController();
  let wasForged = false;
  let outcome: Outcome | undefined;
  socket.on('message', (datagram) => {
    const answer = readAnswer(new Uint8Array(datagram), request, secret);
    if (answer.kind === 'forged') wasForged = true;
    if (answer.kind !== 'ack' && answer.kind !== 'nak') return;
    outcome = answer;
    over.abort();
  });
  // A port that nobody listens on yet is like equipment that starts.
  socket.on('error', () => {});
  try {
    // Connected, so that only this peer is heard.
    await connected(socket, port, address);
    for (const wait of waitsMs) {
      socket.send(request, () => {});
      await delay(wait, undefined, { signal: over.signal }).catch(() => {});
      if (outcome) return outcome;
    }
    return { kind: wasForged ? 'false_answer' : 'no_answer' };
  } finally {
    socket.close();
  }
}

const connected = (socket: Socket, port: number, address: string): Promise<void> =>
  new Promise((resolve) => {
    socket.connect(port, address, () => resolve());
  });
