import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  addMoney,
  formatMoney,
  isCurrency,
  minorDigits,
  money,
  signedMoney,
  splitEvenly,
  subtractMoney,
} from '../../src/domain/money.ts';
import { always, refusal } from './support/property.ts';

const amounts = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);

/** The spaces Intl puts before a sign are not ours to test. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('money', () => {
  test('is a whole number of minor units in a known currency', () => {
    expect(money(4990, 'EUR')).toEqual({ amount: 4990, currency: 'EUR' });
    expect(signedMoney(-1, 'BRL')).toEqual({ amount: -1, currency: 'BRL' });
    expect(Object.is(money(-0, 'EUR').amount, 0)).toBe(true);
    for (const amount of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect([amount, refusal(() => money(amount, 'EUR'))]).toEqual([amount, 'invalid_amount']);
    }
    for (const currency of ['eur', 'EURO', 'AAA', '']) {
      expect([
        currency,
        isCurrency(currency),
        refusal(() => money(1, currency)),
        refusal(() => minorDigits(currency)),
      ]).toEqual([currency, false, 'unknown_currency', 'unknown_currency']);
    }
    expect(isCurrency(978)).toBe(false);
  });

  test('is added and taken away in one currency only', () => {
    expect(addMoney(money(4990, 'EUR'), money(10, 'EUR'))).toEqual(money(5000, 'EUR'));
    expect(subtractMoney(money(10, 'EUR'), money(4990, 'EUR'))).toEqual(signedMoney(-4980, 'EUR'));
    expect(refusal(() => addMoney(money(1, 'EUR'), money(1, 'MXN')))).toBe('currency_mismatch');
    expect(refusal(() => subtractMoney(money(1, 'EUR'), money(1, 'MXN')))).toBe('currency_mismatch');
    expect(refusal(() => addMoney(money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR')))).toBe('invalid_amount');
  });
});

describe('an even split', () => {
  test('loses and invents nothing, and its parts differ by one unit at most, the first ones larger', () => {
    always([amounts, fc.integer({ min: 1, max: 60 })], (amount, count) => {
      const parts = splitEvenly(signedMoney(amount, 'EUR'), count).map((part) => part.amount);
      assert.equal(parts.length, count);
      assert.equal(
        parts.reduce((sum, part) => sum + BigInt(part), 0n),
        BigInt(amount),
      );
      const sizes = parts.map(Math.abs);
      assert.ok(sizes[0]! - sizes.at(-1)! <= 1);
      for (let i = 1; i < count; i++) assert.ok(sizes[i - 1]! >= sizes[i]!);
    });
  });

  test('of 100.00 in three is 33.34, 33.33, 33.33', () => {
    expect(splitEvenly(money(10_000, 'EUR'), 3).map((part) => part.amount)).toEqual([3334, 3333, 3333]);
    expect(splitEvenly(signedMoney(-5, 'EUR'), 3).map((part) => part.amount)).toEqual([-2, -2, -1]);
    expect(splitEvenly(money(1, 'EUR'), 3).map((part) => part.amount)).toEqual([1, 0, 0]);
  });

  test('needs a part', () => {
    for (const parts of [0, -1, 1.5, Number.NaN]) {
      expect(refusal(() => splitEvenly(money(1, 'EUR'), parts))).toBe('invalid_parts');
    }
  });
});

describe('money on the page', () => {
  test.each([
    [4990, 'EUR', 'es', '49,90 €'],
    [4990, 'EUR', 'it', '49,90 €'],
    [123_456, 'BRL', 'pt-BR', 'R$ 1.234,56'],
    [4990, 'JPY', 'en', '¥4,990'],
    [4990, 'RSD', 'en', 'RSD 49.90'],
    [4990, 'KWD', 'en', 'KWD 4.990'],
    [5, 'EUR', 'en', '€0.05'],
    [-5, 'EUR', 'en', '-€0.05'],
    [Number.MAX_SAFE_INTEGER, 'EUR', 'en', '€90,071,992,547,409.91'],
  ])('%i %s in %s', (amount, currency, locale, text) => {
    expect(plain(formatMoney({ amount, currency }, locale))).toBe(text);
  });

  test('has the digits of ISO 4217', () => {
    expect(['EUR', 'MXN', 'CLP', 'BHD', 'ALL'].map(minorDigits)).toEqual([2, 2, 0, 3, 2]);
  });

  test('reads back as the amount it shows', () => {
    always([fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD')], (amount, currency) => {
      const digits = formatMoney({ amount, currency }, 'en').replace(/\D/g, '');
      assert.equal(BigInt(digits), BigInt(Math.abs(amount)));
    });
  });
});
