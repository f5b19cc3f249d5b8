import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seal, unseal, UnreadableSecret } from '../../src/secret-box.ts';

const KEY = 'a secret key of the tests';

test('what is sealed is read again with the same key and purpose, and never sealed alike twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const sealed = [seal(KEY, 'purpose', text), seal(KEY, 'purpose', text)];
      expect(sealed[0]).not.toBe(sealed[1]);
      for (const each of sealed) expect(unseal(KEY, 'purpose', each)).toBe(text);
    }),
    { numRuns: 30 },
  );
});

test('with another key, for another purpose or altered anywhere it is not read', () => {
  const sealed = seal(KEY, 'purpose', 'shared secret');
  const refused = (key: string, purpose: string, text: string) =>
    expect(() => unseal(key, purpose, text)).toThrow(UnreadableSecret);
  refused('another key', 'purpose', sealed);
  refused(KEY, 'another purpose', sealed);
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === '0' ? '1' : '0';
    refused(KEY, 'purpose', sealed.slice(0, at) + other + sealed.slice(at + 1));
  }
  for (const text of ['', 'v1', 'v1...', sealed.slice(0, -2), `${sealed}00`, `v2${sealed.slice(2)}`])
    refused(KEY, 'purpose', text);
});
