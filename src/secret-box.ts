import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What was sealed with another SECRET_KEY, for another purpose, or was altered. */
export class UnreadableSecret extends Error {
  constructor() {
    super('A stored secret cannot be read with this SECRET_KEY.');
    this.name = 'UnreadableSecret';
  }
}

const IV_BYTES = 12;
const VERSION = 'v1';
const SEALED = /^v1\.([0-9a-f]{24})\.([0-9a-f]*)\.([0-9a-f]{32})$/;

/** A key for one purpose, so that what is sealed for one cannot be opened as another. */
export const keyFor = (secretKey: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, '', `tacit ${VERSION} ${purpose}`, 32));

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Encrypts a short text for the database with AES-256-GCM. */
export function seal(secretKey: string, purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey, purpose), bytesOf(iv));
  const body = cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
  return [VERSION, iv, body, cipher.getAuthTag().toString('hex')].join('.');
}

/** Throws UnreadableSecret. */
export function unseal(secretKey: string, purpose: string, sealed: string): string {
  const [, iv, body, tag] = SEALED.exec(sealed) ?? [];
  if (iv === undefined || body === undefined || tag === undefined) throw new UnreadableSecret();
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secretKey, purpose), bytesOf(iv)).setAuthTag(bytesOf(tag));
  try {
    return decipher.update(body, 'hex', 'utf8') + decipher.final('utf8');
  } catch {
    throw new UnreadableSecret();
  }
}
