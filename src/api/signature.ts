import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { Answered } from './problems.ts';

const TIMESTAMP = 'x-tacit-timestamp';
const SIGNATURE = 'x-tacit-signature';
/** How far the clock of the sender may be off, either way; what is older may be a replay. */
const WINDOW_MS = 5 * 60_000;

const bodies = new WeakMap<object, Uint8Array>();

/** Of `express.json`: keeps the bytes of a signed body, for they are what was signed. */
export function keepSignedBody(request: { headers: Request['headers'] }, _response: Response, body: Buffer): void {
  if (request.headers[SIGNATURE] !== undefined) bodies.set(request, new Uint8Array(body));
}

/**
 * Holds a request to its signature: `X-Tacit-Timestamp` in seconds since the epoch, and in `X-Tacit-Signature` the
 * HMAC-SHA256 of `timestamp.body` as `sha256=` and hexadecimal digits. Throws `signature_refused`, `signature_expired` (401).
 */
export function demandSignature(request: Request, secret: string, now: Date): void {
  const timestamp = request.headers[TIMESTAMP];
  const signature = request.headers[SIGNATURE];
  const body = bodies.get(request);
  const stated = /^sha256=([0-9a-f]{64})$/i.exec(typeof signature === 'string' ? signature : '')?.[1];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp) || stated === undefined || body === undefined)
    throw new Answered('signature_refused');
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  if (!timingSafeEqual(new Uint8Array(expected), new Uint8Array(Buffer.from(stated, 'hex'))))
    throw new Answered('signature_refused');
  if (Math.abs(now.getTime() - Number(timestamp) * 1_000) > WINDOW_MS) throw new Answered('signature_expired');
}
