import { describe, expect, test } from '@jest/globals';
import { refusalToCancel, refusalToEnable, refusalToRenew } from '../../src/domain/portal.ts';
import { nextTermByHand } from '../../src/domain/renewal.ts';
import type { Terms } from '../../src/domain/terms.ts';
import { untouched } from './support/facts.ts';

const FACTS = untouched({ validFrom: '2026-04-03', validTo: '2027-04-02', deadline: '2027-03-18' });
const AUTOMATIC = { automaticRenewal: true, portalCancellation: true, portalRenewal: false, isPlanSold: true };
const BY_HAND = { automaticRenewal: false, portalCancellation: false, portalRenewal: true, isPlanSold: true };
const at = (instant: string, today = instant.slice(0, 10)) => ({
  now: new Date(instant),
  today,
  zone: 'America/Mexico_City',
});
const IN_TIME = at('2027-03-01T12:00:00Z');
const happened = new Date('2027-01-01T00:00:00Z');

describe('a customer may cancel the renewal', () => {
  test('to the last millisecond of the deadline’s day in the zone of the multipack, and no longer', () => {
    const last = at('2027-03-19T05:59:59.999Z', '2027-03-18');
    const over = at('2027-03-19T06:00:00.000Z', '2027-03-19');
    expect(refusalToCancel(FACTS, AUTOMATIC, last)).toBeNull();
    expect(refusalToCancel(FACTS, AUTOMATIC, over)).toBe('notice_deadline_passed');
  });

  test('while a freeze without an end has moved the deadline on', () => {
    const frozen = { ...FACTS, freezeFrom: '2027-03-10' };
    expect(refusalToCancel(frozen, AUTOMATIC, at('2027-03-25T12:00:00Z'))).toBeNull();
  });

  test.each([
    ['portal_cancellation_not_allowed', {}, { ...AUTOMATIC, portalCancellation: false }],
    ['renewal_already_cancelled', { renewalCancelledAt: happened }, AUTOMATIC],
    ['renewal_already_cancelled', { withdrawnOn: '2027-03-20' }, AUTOMATIC],
    ['not_renewing', { automaticRenewal: false }, AUTOMATIC],
    ['not_renewing', { removedAt: happened }, AUTOMATIC],
  ])('not: %s', (reason, facts, terms) => {
    expect(refusalToCancel({ ...FACTS, ...facts }, terms, IN_TIME)).toBe(reason);
  });
});

describe('a customer may switch the renewal on again', () => {
  const cancelled = { ...FACTS, renewalCancelledAt: happened };

  test('through the deadline', () => {
    expect(refusalToEnable(cancelled, AUTOMATIC, IN_TIME)).toBeNull();
    expect(refusalToEnable(cancelled, AUTOMATIC, at('2027-03-19T12:00:00Z'))).toBe('notice_deadline_passed');
  });

  test.each([
    ['portal_cancellation_not_allowed', {}, { ...AUTOMATIC, portalCancellation: false }],
    ['renewal_not_cancelled', { renewalCancelledAt: null }, AUTOMATIC],
    ['renewal_ended', { cancelledOn: '2027-03-20' }, AUTOMATIC],
    ['renewal_ended', { withdrawnOn: '2027-03-20' }, AUTOMATIC],
    ['renewal_ended', { successorId: 'next', successorRemoved: true }, AUTOMATIC],
  ])('not: %s', (reason, facts, terms) => {
    expect(refusalToEnable({ ...cancelled, ...facts }, terms, IN_TIME)).toBe(reason);
  });
});

describe('a customer may buy the next period', () => {
  const facts = { ...FACTS, automaticRenewal: false };

  test.each(['2026-04-03', '2027-04-02', '2027-04-03', '2029-01-01'])('on %s', (today) => {
    expect(refusalToRenew(facts, BY_HAND, { today })).toBeNull();
  });

  test.each([
    ['portal_renewal_not_allowed', {}, { ...BY_HAND, portalRenewal: false }],
    ['portal_renewal_not_allowed', {}, { ...BY_HAND, automaticRenewal: true }],
    ['renewal_ended', { withdrawnOn: '2027-03-20' }, BY_HAND],
    ['renewal_ended', { successorId: 'next', successorRemoved: true }, BY_HAND],
    ['next_period_bought', { successorId: 'next' }, BY_HAND],
    ['already_frozen', { freezeFrom: '2027-02-01' }, BY_HAND],
    ['not_begun', { validFrom: '2027-03-02' }, BY_HAND],
    ['plan_retired', {}, { ...BY_HAND, isPlanSold: false }],
  ])('not: %s', (reason, changed, terms) => {
    expect(refusalToRenew({ ...facts, ...changed }, terms, { today: '2027-03-01' })).toBe(reason);
  });

  test('after a freeze that is over', () => {
    const frozen = { ...facts, freezeFrom: '2027-01-01', freezeUntil: '2027-01-31' };
    expect(refusalToRenew(frozen, BY_HAND, { today: '2027-02-01' })).toBeNull();
  });
});

describe('the period bought by hand', () => {
  const terms: Terms = {
    name: 'Monthly',
    price: { amount: 4990, currency: 'EUR' },
    oneOffFee: { amount: 1000, currency: 'EUR' },
    duration: { amount: 1, unit: 'month' },
    payment: { kind: 'single' },
    paymentMethod: 'cash',
    services: [],
    automaticRenewal: false,
    notice: { amount: 15, unit: 'day' },
    portalCancellation: false,
    portalRenewal: true,
    renewalTerms: null,
  };
  const term = { ordinal: 0, terms, period: { validFrom: '2026-12-31', validTo: '2027-01-30' }, anchorDay: 31 };

  test.each([
    ['well before the end', '2027-01-10', '2027-01-31', '2027-02-27', 31],
    ['on the last day', '2027-01-30', '2027-01-31', '2027-02-27', 31],
    ['the day after', '2027-01-31', '2027-01-31', '2027-02-27', 31],
    ['later', '2027-02-10', '2027-02-10', '2027-03-09', 10],
  ])('%s begins without a gap or on the day itself', (_, today, validFrom, validTo, anchorDay) => {
    const next = nextTermByHand(term, today);
    expect(next).toMatchObject({ ordinal: 1, period: { validFrom, validTo }, anchorDay });
    expect(next.receivables).toMatchObject([{ dueOn: validFrom, amount: { amount: 4990 } }]);
  });
});
