import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// The packets of RFC 5176 (dynamic authorization), with the attributes that are needed here. Why not a library: docs/adr/0019.

export const CODE = { disconnect: 40, disconnectAck: 41, disconnectNak: 42, change: 43, changeAck: 44, changeNak: 45 };

export const ATTRIBUTE = {
  userName: 1,
  framedIpAddress: 8,
  filterId: 11,
  callingStationId: 31,
  acctSessionId: 44,
  eventTimestamp: 55,
  messageAuthenticator: 80,
  errorCause: 101,
} as const;

export type Attribute = readonly [type: number, value: Uint8Array];

const HEADER_BYTES = 20;
const DIGEST_BYTES = 16;
const LONGEST_VALUE = 253;
const LONGEST_PACKET = 4096;

/** A text attribute; bytes of UTF-8. Throws RangeError for one that is empty or too long for the format. */
export function textAttribute(type: number, text: string): Attribute {
  const value = new TextEncoder().encode(text);
  if (value.length === 0 || value.length > LONGEST_VALUE)
    throw new RangeError(`attribute ${type}: ${value.length} bytes`);
  return [type, value];
}

/** Four bytes of an IPv4 address in dots. */
export const addressAttribute = (type: number, address: string): Attribute => [
  type,
  Uint8Array.from(address.split('.'), Number),
];

/** Seconds since the epoch. */
export function timeAttribute(type: number, at: Date): Attribute {
  const value = new Uint8Array(4);
  viewOf(value).setUint32(0, Math.floor(at.getTime() / 1000));
  return [type, value];
}

/** A signed request: with a Message-Authenticator (RFC 3579), then the Request Authenticator over all of it (RFC 5176, 2.3). */
export function encodeRequest(
  code: number,
  identifier: number,
  attributes: readonly Attribute[],
  secret: string,
): Uint8Array {
  const signature: Attribute = [ATTRIBUTE.messageAuthenticator, new Uint8Array(DIGEST_BYTES)];
  const packet = encode(code, identifier, [...attributes, signature]);
  packet.set(hmac(packet, secret), packet.length - DIGEST_BYTES);
  packet.set(digest(packet, secret), 4);
  return packet;
}

function encode(code: number, identifier: number, attributes: readonly Attribute[]): Uint8Array {
  const length = attributes.reduce((sum, [, value]) => sum + 2 + value.length, HEADER_BYTES);
  if (length > LONGEST_PACKET) throw new RangeError(`a packet of ${length} bytes`);
  const packet = new Uint8Array(length);
  packet.set([code, identifier]);
  viewOf(packet).setUint16(2, length);
  let at = HEADER_BYTES;
  for (const [type, value] of attributes) {
    packet.set([type, value.length + 2, ...value], at);
    at += value.length + 2;
  }
  return packet;
}

export type Answer =
  | { kind: 'ack' }
  /** `errorCause` says why, where the equipment says it (RFC 5176, 3.5). */
  | { kind: 'nak'; errorCause: number | null }
  /** Nothing that belongs to the request: too short, another identifier, another code. */
  | { kind: 'foreign' }
  /** It looks like the answer, but was not signed with the secret. */
  | { kind: 'forged' };

/** What a datagram says to the request, once both of its signatures are verified. */
export function readAnswer(datagram: Uint8Array, request: Uint8Array, secret: string): Answer {
  const asked = request[0]!;
  if (datagram.length < HEADER_BYTES || datagram[1] !== request[1]) return { kind: 'foreign' };
  const code = datagram[0];
  const length = viewOf(datagram).getUint16(2);
  if (length < HEADER_BYTES || length > datagram.length || (code !== asked + 1 && code !== asked + 2))
    return { kind: 'foreign' };
  // What lies beyond the length is padding (RFC 2865, 3).
  const packet = datagram.slice(0, length);
  const attributes = attributesOf(packet);
  if (attributes === null || !isSigned(packet, request, attributes, secret)) return { kind: 'forged' };
  if (code === asked + 1) return { kind: 'ack' };
  const cause = attributes.find(([type, value]) => type === ATTRIBUTE.errorCause && value.length === 4)?.[1];
  return { kind: 'nak', errorCause: cause ? viewOf(cause).getUint32(0) : null };
}

/** Null for attributes that do not fit into the packet. The values are parts of it. */
function attributesOf(packet: Uint8Array): Attribute[] | null {
  const attributes: Attribute[] = [];
  for (let at = HEADER_BYTES; at < packet.length; ) {
    const length = packet[at + 1] ?? 0;
    if (length < 2 || at + length > packet.length) return null;
    attributes.push([packet[at]!, packet.subarray(at + 2, at + length)]);
    at += length;
  }
  return attributes;
}

/** The Response Authenticator must be right, and a Message-Authenticator, where there is one, too. Changes the packet. */
function isSigned(packet: Uint8Array, request: Uint8Array, attributes: Attribute[], secret: string): boolean {
  const given = packet.slice(4, HEADER_BYTES);
  packet.set(request.subarray(4, HEADER_BYTES), 4);
  if (!timingSafeEqual(digest(packet, secret), given)) return false;
  const signature = attributes.find(([type]) => type === ATTRIBUTE.messageAuthenticator)?.[1];
  if (signature === undefined) return true;
  if (signature.length !== DIGEST_BYTES) return false;
  const stated = signature.slice();
  signature.fill(0);
  if (timingSafeEqual(hmac(packet, secret), stated)) return true;
  // RFC 5176 takes the Request Authenticator into it; FreeRADIUS 3 takes zeros. Neither can be made without the secret.
  packet.fill(0, 4, HEADER_BYTES);
  return timingSafeEqual(hmac(packet, secret), stated);
}

const digest = (packet: Uint8Array, secret: string): Uint8Array =>
  new Uint8Array(createHash('md5').update(packet).update(secret).digest());
const hmac = (packet: Uint8Array, secret: string): Uint8Array =>
  new Uint8Array(createHmac('md5', secret).update(packet).digest());
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
