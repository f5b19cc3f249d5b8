import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../src/network/client.ts';
import {
  addressAttribute,
  ATTRIBUTE,
  CODE,
  encodeRequest,
  readAnswer,
  textAttribute,
  timeAttribute,
} from '../../src/network/radius.ts';
import {
  type FreeRadius,
  REFUSED,
  SECRET,
  SIGNED,
  SILENT,
  startFreeRadius,
  startRelayTo,
} from '../support/freeradius.ts';

let server: FreeRadius;
beforeAll(async () => {
  server = await startFreeRadius();
});
afterAll(() => server.stop());

const SHORT = [150, 150, 150];
const of = (username: string) => [
  textAttribute(ATTRIBUTE.userName, username),
  addressAttribute(ATTRIBUTE.framedIpAddress, '10.20.30.40'),
  textAttribute(ATTRIBUTE.filterId, 'bloqueado'),
  textAttribute(ATTRIBUTE.callingStationId, 'AA-BB-CC-00-11-22'),
  textAttribute(ATTRIBUTE.acctSessionId, '8000-0042'),
  timeAttribute(ATTRIBUTE.eventTimestamp, new Date('2026-11-22T12:00:00Z')),
];
const peer = (port = server.port, secret = SECRET) => ({ host: '127.0.0.1', port, secret });
const askOf = (username: string, code = CODE.change, to = peer()) => ask(to, code, of(username), SHORT);

describe('against FreeRADIUS', () => {
  test('a change and a disconnection are acknowledged, and every attribute arrives as it was meant', async () => {
    expect(await askOf('maria@fibra')).toEqual({ kind: 'ack' });
    expect(await askOf('maria@fibra', CODE.disconnect)).toEqual({ kind: 'ack' });
    const log = server.log();
    for (const line of [
      'Received CoA-Request',
      'Received Disconnect-Request',
      'User-Name = "maria@fibra"',
      'Framed-IP-Address = 10.20.30.40',
      'Filter-Id = "bloqueado"',
      'Calling-Station-Id = "AA-BB-CC-00-11-22"',
      'Acct-Session-Id = "8000-0042"',
      'Event-Timestamp = "Nov 22 2026 12:00:00',
    ]) {
      expect(log).toContain(line);
    }
  });

  test('an answer that carries a Message-Authenticator is verified by that, too', async () => {
    expect(await askOf(SIGNED)).toEqual({ kind: 'ack' });
    // A Response Authenticator made by whoever knows the secret does not help, if it is wrong.
    const request = encodeRequest(CODE.change, 7, of('maria'), SECRET);
    const signatures = [request.slice(4, 20), new Uint8Array(16)].map((vector) => messageAuthenticator(vector));
    for (const signature of signatures) {
      expect(readAnswer(ack(request, signature), request, SECRET)).toEqual({ kind: 'ack' });
      signature[3] = signature[3]! ^ 1;
      expect(readAnswer(ack(request, signature), request, SECRET)).toEqual({ kind: 'forged' });
    }
  });

  test('a refusal brings its cause', async () => {
    expect(await askOf(REFUSED)).toEqual({ kind: 'nak', errorCause: 503 });
    expect(await askOf(REFUSED, CODE.disconnect)).toEqual({ kind: 'nak', errorCause: 503 });
  });

  test('equipment that is silent, has another secret, or is not there gives no answer', async () => {
    expect(await askOf(SILENT)).toEqual({ kind: 'no_answer' });
    expect(await askOf('maria', CODE.change, peer(server.port, 'another secret'))).toEqual({ kind: 'no_answer' });
    expect(server.log()).toContain('Shared secret is incorrect');
    expect(await askOf('maria', CODE.change, peer(1))).toEqual({ kind: 'no_answer' });
  });

  test('an answer that is not signed with the secret is none, and the true one behind it still counts', async () => {
    const forge = await startRelayTo(server.port, { answer: (datagram) => [withByteChanged(datagram, 7)] });
    const both = await startRelayTo(server.port, {
      answer: (datagram) => [withByteChanged(datagram, 7), new Uint8Array([45, 1]), datagram],
    });
    try {
      expect(await askOf('maria', CODE.change, peer(forge.port))).toEqual({ kind: 'false_answer' });
      expect(await askOf('maria', CODE.change, peer(both.port))).toEqual({ kind: 'ack' });
    } finally {
      forge.stop();
      both.stop();
    }
  });

  test('what gets lost is sent again, the very same packet', async () => {
    const seen: string[] = [];
    const relay = await startRelayTo(server.port, {
      request: (datagram, count) => {
        seen.push(Buffer.from(datagram).toString('hex'));
        return count < 3 ? [] : [datagram];
      },
    });
    try {
      expect(await askOf('maria', CODE.change, peer(relay.port))).toEqual({ kind: 'ack' });
      expect(seen).toHaveLength(3);
      expect(new Set(seen).size).toBe(1);
    } finally {
      relay.stop();
    }
  });
});

describe('a packet', () => {
  const request = encodeRequest(CODE.change, 7, of('maria'), SECRET);

  test('of an answer with a byte changed anywhere is never taken for the answer', () => {
    fc.assert(
      fc.property(fc.nat({ max: 25 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const answer = nak(503);
        answer[at] = answer[at]! ^ by;
        expect(['foreign', 'forged']).toContain(readAnswer(answer, request, SECRET).kind);
      }),
    );
  });

  test('of rubbish is no answer, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(['foreign', 'forged']).toContain(readAnswer(bytes, request, SECRET).kind);
        expect(['foreign', 'forged']).toContain(
          readAnswer(Uint8Array.of(45, 7, 0, 20, ...bytes), request, SECRET).kind,
        );
      }),
    );
  });

  test('may be followed by padding, and a NAK may keep its cause to itself', () => {
    expect(readAnswer(Uint8Array.of(...nak(503), 0, 0, 0), request, SECRET)).toEqual({ kind: 'nak', errorCause: 503 });
    expect(readAnswer(nak(null), request, SECRET)).toEqual({ kind: 'nak', errorCause: null });
  });

  test('holds texts of 1 to 253 bytes', () => {
    expect(() => textAttribute(1, '')).toThrow(RangeError);
    expect(() => textAttribute(1, 'ã'.repeat(127))).toThrow(RangeError);
    expect(textAttribute(1, 'ã'.repeat(126))[1]).toHaveLength(252);
  });

  /** As equipment would sign it, written down from RFC 5176 2.3. */
  function nak(cause: number | null): Uint8Array {
    const attributes = cause === null ? [] : [101, 6, 0, 0, cause >> 8, cause & 255];
    const length = 20 + attributes.length;
    const head = [CODE.changeNak, 7, 0, length];
    const signed = Uint8Array.of(...head, ...request.subarray(4, 20), ...attributes, ...Buffer.from(SECRET));
    return Uint8Array.of(...head, ...createHash('md5').update(signed).digest(), ...attributes);
  }
});

const withByteChanged = (datagram: Uint8Array, at: number): Uint8Array =>
  datagram.map((byte, index) => (index === at ? byte ^ 1 : byte));

const ACK_HEAD = [CODE.changeAck, 7, 0, 38];

const messageAuthenticator = (vector: Uint8Array): Uint8Array =>
  new Uint8Array(
    createHmac('md5', SECRET)
      .update(Uint8Array.of(...ACK_HEAD, ...vector, 80, 18, ...new Uint8Array(16)))
      .digest(),
  );

function ack(request: Uint8Array, signature: Uint8Array): Uint8Array {
  const attributes = [80, 18, ...signature];
  const signed = Uint8Array.of(...ACK_HEAD, ...request.subarray(4, 20), ...attributes, ...Buffer.from(SECRET));
  return Uint8Array.of(...ACK_HEAD, ...createHash('md5').update(signed).digest(), ...attributes);
}
