import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { addSpan, type Span } from '../../src/domain/dates.ts';
import { firstPeriod, nextPeriod } from '../../src/domain/periods.ts';
import { checkTerms, isCollectedAutomatically, type PlanTerms, renewedTerms } from '../../src/domain/terms.ts';
import { always, datesBetween, plan } from './support/property.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const span = (amount: number, unit: Span['unit']): Span => ({ amount, unit });
const instalments = (count: number, every: Span) => ({ kind: 'instalments', count, every }) as const;

const codes = (changes: Partial<PlanTerms>): string[] =>
  checkTerms(plan(changes)).map(({ code, path }) => `${code} at ${path}`);

describe('terms', () => {
  test.each<[string, Partial<PlanTerms>]>([
    ['as sold every day', {}],
    ['without notice', { notice: span(0, 'day') }],
    ['with a notice longer than the term (002)', { duration: span(1, 'month'), notice: span(2, 'month') }],
    ['rolling (002)', { payment: { kind: 'rolling' }, duration: span(1, 'month') }],
    ['in twelve instalments', { payment: instalments(12, span(1, 'month')) }],
    ['in instalments of 30 days, the last on day 331 of 365', { payment: instalments(12, span(30, 'day')) }],
    ['renewed by hand in the portal', { automaticRenewal: false, portalRenewal: true, portalCancellation: false }],
    ['with a price list and no renewal terms', { hasPriceList: true }],
    [
      'with other terms after the first period (002)',
      { renewalTerms: { price: eur(49_900), duration: span(6, 'month'), services: [] } },
    ],
    ['with renewal terms that change nothing', { renewalTerms: {} }],
    ['free of charge', { price: eur(0), oneOffFee: eur(0) }],
  ])('%s are sold', (_, changes) => {
    expect(codes(changes)).toEqual([]);
  });

  test.each<[string, Partial<PlanTerms>, string[]]>([
    [
      'renewal terms with a price list (002)',
      { hasPriceList: true, renewalTerms: {} },
      ['price_list_excludes_renewal_terms at renewalTerms'],
    ],
    [
      'renewal by hand next to the automatic one (002)',
      { portalRenewal: true, portalCancellation: false },
      ['portal_renewal_excludes_automatic_renewal at portalRenewal'],
    ],
    [
      'cancellation next to renewal by hand in the portal (002)',
      { portalRenewal: true },
      [
        'portal_renewal_excludes_automatic_renewal at portalRenewal',
        'portal_cancellation_excludes_portal_renewal at portalCancellation',
      ],
    ],
    [
      'cancellation of a renewal there is not',
      { automaticRenewal: false },
      ['portal_cancellation_needs_automatic_renewal at portalCancellation'],
    ],
    ['rolling by the year (002)', { payment: { kind: 'rolling' } }, ['rolling_is_monthly at duration']],
    [
      'rolling by two months',
      { payment: { kind: 'rolling' }, duration: span(2, 'month') },
      ['rolling_is_monthly at duration'],
    ],
    [
      'rolling first, then by the year',
      { payment: { kind: 'rolling' }, duration: span(1, 'month'), renewalTerms: { duration: span(1, 'year') } },
      ['rolling_is_monthly at renewalTerms.duration'],
    ],
    [
      'a thirteenth month in a year',
      { payment: instalments(13, span(1, 'month')) },
      ['instalments_exceed_duration at duration'],
    ],
    [
      'instalments that outlast the renewal',
      { payment: instalments(12, span(1, 'month')), renewalTerms: { duration: span(6, 'month') } },
      ['instalments_exceed_duration at renewalTerms.duration'],
    ],
    [
      'a second instalment after 28 days of a month (February)',
      { duration: span(1, 'month'), payment: instalments(2, span(4, 'week')) },
      ['instalments_exceed_duration at duration'],
    ],
    [
      'a second instalment after a month of 31 days',
      { duration: span(31, 'day'), payment: instalments(2, span(1, 'month')) },
      ['instalments_exceed_duration at duration'],
    ],
    ['one instalment', { payment: instalments(1, span(1, 'month')) }, ['invalid_instalments at payment']],
    ['instalments no days apart', { payment: instalments(3, span(0, 'day')) }, ['invalid_instalments at payment']],
    [
      '367 instalments',
      { payment: instalments(367, span(1, 'day')), duration: span(2, 'year') },
      ['invalid_instalments at payment'],
    ],
    ['no duration', { duration: span(0, 'month') }, ['invalid_duration at duration']],
    ['half a month', { duration: span(0.5, 'month') }, ['invalid_duration at duration']],
    ['more than a century', { duration: span(101, 'year') }, ['invalid_duration at duration']],
    [
      'an unknown unit',
      { duration: span(1, 'decade' as Span['unit']), notice: span(1, 'hour' as Span['unit']) },
      ['invalid_duration at duration', 'invalid_notice at notice'],
    ],
    ['a notice in years', { notice: span(1, 'year') }, ['invalid_notice at notice']],
    ['a notice below zero', { notice: span(-1, 'day') }, ['invalid_notice at notice']],
    ['a notice of more than two years', { notice: span(25, 'month') }, ['invalid_notice at notice']],
    ['no name', { name: '  ' }, ['invalid_name at name']],
    ['cents of cents', { price: eur(0.5) }, ['invalid_amount at price.amount']],
    [
      'a price and a fee that are too much together',
      { price: eur(Number.MAX_SAFE_INTEGER), oneOffFee: eur(1) },
      ['invalid_amount at oneOffFee.amount'],
    ],
    ['a negative fee', { oneOffFee: eur(-1) }, ['invalid_amount at oneOffFee.amount']],
    [
      'two currencies',
      { oneOffFee: { amount: 1, currency: 'BRL' }, renewalTerms: { price: { amount: 1, currency: 'MXN' } } },
      ['currency_mismatch at oneOffFee.currency', 'currency_mismatch at renewalTerms.price.currency'],
    ],
    ['no currency', { price: { amount: 1, currency: 'euro' } }, ['unknown_currency at price.currency']],
  ])('with %s are refused', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  test('in instalments are sold only if no start of the term can push the last one out of it', () => {
    const units = fc.constantFrom<Span['unit'][]>('day', 'week', 'month');
    const spans = (max: number) => fc.record<Span>({ amount: fc.integer({ min: 1, max }), unit: units });
    always(
      [spans(24), fc.integer({ min: 2, max: 13 }), spans(5), datesBetween('1996-01-01', '2030-12-31')],
      (duration, count, every, start) => {
        if (codes({ duration, payment: instalments(count, every) }).length > 0) return;
        // The first term, and one that starts on a clamped day of the chain.
        let period = firstPeriod(start, duration);
        for (let i = 0; i < 3; i++) {
          const last = addSpan(period.validFrom, span(every.amount * (count - 1), every.unit), period.anchorDay);
          assert.ok(last <= period.validTo, `${last} in ${JSON.stringify(period)}`);
          period = nextPeriod(period.validTo, duration, period.anchorDay);
        }
      },
    );
  });

  test.each<[Span, Span, boolean]>([
    // The shortest month has 28 days, the shortest 12 months 365; the longest month 31, the longest 12 months 366.
    [span(1, 'month'), span(27, 'day'), true],
    [span(1, 'month'), span(28, 'day'), false],
    [span(1, 'year'), span(364, 'day'), true],
    [span(1, 'year'), span(365, 'day'), false],
    [span(32, 'day'), span(1, 'month'), true],
    [span(31, 'day'), span(1, 'month'), false],
    [span(367, 'day'), span(1, 'year'), true],
    [span(366, 'day'), span(1, 'year'), false],
    [span(27, 'day'), span(1, 'month'), false],
    [span(53, 'week'), span(12, 'month'), true],
    [span(52, 'week'), span(12, 'month'), false],
    [span(12, 'month'), span(1, 'year'), false],
    [span(13, 'month'), span(1, 'year'), true],
    [span(2, 'week'), span(13, 'day'), true],
    [span(2, 'week'), span(14, 'day'), false],
  ])('of %j may be paid in two with %j between: %s', (duration, every, fits) => {
    expect(codes({ duration, payment: instalments(2, every) }).length === 0).toBe(fits);
  });
});

describe('renewed terms', () => {
  test('are the same without one-off fees (002)', () => {
    const sold = plan({ oneOffFee: eur(3_000) });
    expect(renewedTerms(sold)).toEqual({ ...sold, oneOffFee: null });
  });

  // sold: 599.00, a year, gym ── renewal: 499.00, six months, nothing ── renewal: the same …
  test('apply at the first renewal and stay (002)', () => {
    const sold = plan({ renewalTerms: { price: eur(49_900), duration: span(6, 'month'), services: [] } });
    const first = renewedTerms(sold);
    expect(first).toEqual({
      ...sold,
      price: eur(49_900),
      duration: span(6, 'month'),
      services: [],
      renewalTerms: null,
    });
    expect(renewedTerms(first)).toEqual(first);
  });

  test('keep what the renewal terms leave out', () => {
    const sold = plan({ renewalTerms: { price: eur(1) } });
    expect(renewedTerms(sold)).toEqual({ ...sold, price: eur(1), renewalTerms: null });
  });
});

test('SEPA and recurring card collect by themselves, the others wait for the customer (001)', () => {
  expect((['cash', 'transfer', 'card', 'sepa', 'recurring_card'] as const).filter(isCollectedAutomatically)).toEqual([
    'sepa',
    'recurring_card',
  ]);
});
