import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  deadlineStanding,
  isRenewalDue,
  type MultipackFacts,
  multipackState,
  type Occurrence,
  renewalState,
} from '../../src/domain/multipack-state.ts';
import { renewalInstant } from '../../src/domain/night.ts';
import { addDays } from '../../src/domain/dates.ts';
import { untouched } from './support/facts.ts';
import { wallAt } from './support/oracle.ts';
import { always, dates, datesBetween, instants, zones } from './support/property.ts';

const happened = new Date('2026-09-10T08:00:00Z');

/** September 2026 with two weeks of notice, to be varied. */
const facts = (changes: Partial<MultipackFacts> = {}): MultipackFacts => ({
  ...untouched({ validFrom: '2026-09-01', validTo: '2026-09-30', deadline: '2026-09-16' }),
  ...changes,
});

const without = { deadline: '2026-09-30' };

describe('the state of a multipack', () => {
  test.each<[string, Partial<MultipackFacts>, Record<string, string>]>([
    // Aug │ 1 ══════════ 30 ┃ Oct
    [
      'is read from its dates',
      {},
      { '2026-08-31': 'upcoming', '2026-09-01': 'active', '2026-09-30': 'active', '2026-10-01': 'expired' },
    ],
    // 1 ═════════════════ 30 ┃ 1 Oct, renewed in this night: let in │ 2 Oct
    [
      'holds through the renewal night without notice (002)',
      without,
      { '2026-09-30': 'active', '2026-10-01': 'active', '2026-10-02': 'expired' },
    ],
    [
      'does not hold if nothing renews',
      { ...without, automaticRenewal: false },
      { '2026-09-30': 'active', '2026-10-01': 'expired' },
    ],
    [
      'does not hold if the renewal is cancelled',
      { ...without, renewalCancelledAt: happened },
      { '2026-10-01': 'expired' },
    ],
    ['does not hold if the renewal is held', { ...without, renewalHeldAt: happened }, { '2026-10-01': 'expired' }],
    ['does not hold once the next one is there', { ...without, successorId: 'next' }, { '2026-10-01': 'expired' }],
    [
      'does not hold for a blocked one',
      { ...without, blockedAt: happened },
      { '2026-10-01': 'suspended', '2026-10-02': 'expired' },
    ],
    // 1 ═══ 9 ▒▒▒ 12 ═══ 30
    [
      'is suspended from the first to the last day of a freeze',
      { freezeFrom: '2026-09-10', freezeUntil: '2026-09-12' },
      { '2026-09-09': 'active', '2026-09-10': 'suspended', '2026-09-12': 'suspended', '2026-09-13': 'active' },
    ],
    // 1 ═══ 9 ▒▒▒▒▒▒▒▒▒▒▒▒ 30 ▒▒▒▒▒▒ …
    [
      'stays frozen past its validity until it is reactivated',
      { freezeFrom: '2026-09-10' },
      { '2026-09-09': 'active', '2026-09-30': 'suspended', '2026-10-01': 'suspended', '2027-10-01': 'suspended' },
    ],
    [
      'begins no sooner than the one before it thaws',
      { freezeFrom: '2026-08-10' },
      { '2026-08-31': 'upcoming', '2026-09-01': 'suspended' },
    ],
    [
      'is suspended by a block while it is valid',
      { blockedAt: happened },
      { '2026-08-31': 'upcoming', '2026-09-01': 'suspended', '2026-09-30': 'suspended', '2026-10-01': 'expired' },
    ],
    // 1 ═══ 20 ┃ withdrawn
    [
      'is withdrawn from the day after the last one (001)',
      { withdrawnOn: '2026-09-20' },
      { '2026-09-20': 'active', '2026-09-21': 'withdrawn', '2026-10-01': 'withdrawn' },
    ],
    [
      'is withdrawn, not expired, on its very end',
      { withdrawnOn: '2026-09-30' },
      { '2026-09-30': 'active', '2026-10-01': 'withdrawn' },
    ],
    [
      'is cancelled from the day after the last one (003)',
      { cancelledOn: '2026-09-20' },
      { '2026-09-20': 'active', '2026-09-21': 'cancelled' },
    ],
    [
      'is what ended it first: withdrawn',
      { withdrawnOn: '2026-09-20', cancelledOn: '2026-09-25' },
      { '2026-09-21': 'withdrawn', '2026-09-26': 'withdrawn' },
    ],
    [
      'is what ended it first: cancelled',
      { withdrawnOn: '2026-09-25', cancelledOn: '2026-09-20' },
      { '2026-09-21': 'cancelled', '2026-09-26': 'cancelled' },
    ],
    [
      'is withdrawn when both end it on one day',
      { withdrawnOn: '2026-09-20', cancelledOn: '2026-09-20' },
      { '2026-09-20': 'active', '2026-09-21': 'withdrawn' },
    ],
    [
      'is withdrawn over any suspension',
      { withdrawnOn: '2026-09-20', freezeFrom: '2026-09-10', blockedAt: happened },
      { '2026-09-20': 'suspended', '2026-09-21': 'withdrawn' },
    ],
    [
      'is withdrawn even before it began',
      { withdrawnOn: '2026-08-20' },
      { '2026-08-20': 'upcoming', '2026-08-21': 'withdrawn' },
    ],
    [
      'is removed before anything else (002)',
      { removedAt: happened, withdrawnOn: '2026-08-20', blockedAt: happened },
      { '2026-08-01': 'removed', '2026-09-10': 'removed', '2027-01-01': 'removed' },
    ],
  ])('%s', (_, changes, expected) => {
    const found = Object.keys(expected).map((day) => [day, multipackState(facts(changes), day)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

describe('the state of the renewal', () => {
  test.each<[string, Partial<MultipackFacts>, string]>([
    ['comes', {}, 'will_renew'],
    ['comes for a blocked one', { blockedAt: happened }, 'will_renew'],
    ['is none without automatic renewal', { automaticRenewal: false, renewalCancelledAt: happened }, 'none'],
    ['is none for a removed one', { removedAt: happened, successorId: 'next' }, 'none'],
    ['is cancelled (000)', { renewalCancelledAt: happened, renewalHeldAt: happened }, 'cancelled'],
    ['is held by a request (003)', { renewalHeldAt: happened }, 'held'],
    ['is made', { successorId: 'next', renewalCancelledAt: happened }, 'renewed'],
    ['is made by hand', { automaticRenewal: false, successorId: 'next' }, 'renewed'],
    [
      'is cancelled for ever when the successor is removed (002)',
      { successorId: 'next', successorRemoved: true },
      'cancelled',
    ],
    [
      'is cancelled also if only the removal is known',
      { successorRemoved: true, automaticRenewal: false },
      'cancelled',
    ],
    ['is cancelled by a withdrawal for a day ahead (001)', { withdrawnOn: '2026-09-29' }, 'cancelled'],
    [
      'is cancelled by a withdrawal that took the successor (001)',
      { withdrawnOn: '2026-09-29', successorId: 'next' },
      'cancelled',
    ],
    ['is cancelled by the desk (003)', { cancelledOn: '2026-09-29' }, 'cancelled'],
    ['stays none when what never renews is withdrawn', { automaticRenewal: false, withdrawnOn: '2026-09-29' }, 'none'],
  ])('%s', (_, changes, expected) => {
    expect(renewalState(facts(changes), '2026-09-15')).toBe(expected);
  });
});

describe('a due renewal', () => {
  const zone = 'Europe/Rome';
  const key = '0199c0de-0000-7000-8000-000000000001';
  const instant = renewalInstant('2026-09-16', zone, undefined, key);
  const due = (changes: Partial<MultipackFacts>, now: Date) => isRenewalDue(facts(changes), zone, undefined, key, now);

  test('is due from its instant of the night on, however late', () => {
    expect(due({}, new Date(instant.getTime() - 1))).toBe(false);
    expect(due({}, instant)).toBe(true);
    expect(due({}, new Date('2027-05-01T00:00:00Z'))).toBe(true);
  });

  test('is due for a blocked one, and not for a frozen, cancelled, held, withdrawn or renewed one', () => {
    expect(due({ blockedAt: happened }, instant)).toBe(true);
    expect(due({ freezeFrom: '2026-09-10' }, instant)).toBe(false);
    expect(due({ freezeFrom: '2026-09-10', freezeUntil: '2026-09-16' }, instant)).toBe(true);
    expect(due({ freezeFrom: '2026-09-18' }, instant)).toBe(true);
    expect(due({ renewalCancelledAt: happened }, instant)).toBe(false);
    expect(due({ renewalHeldAt: happened }, instant)).toBe(false);
    expect(due({ withdrawnOn: '2026-09-29' }, instant)).toBe(false);
    expect(due({ successorId: 'next' }, instant)).toBe(false);
  });
});

describe('for any facts', () => {
  const some = fc.constantFrom<Occurrence[]>(null, null, null, happened, '2026-09-10T08:00:00Z');
  const maybe = fc.option(datesBetween('2026-08-15', '2026-10-15'), { freq: 2 });
  const anyFacts: fc.Arbitrary<MultipackFacts> = fc.record({
    validFrom: fc.constant('2026-09-01'),
    validTo: datesBetween('2026-09-01', '2026-10-05'),
    deadline: datesBetween('2026-08-20', '2026-09-01'),
    automaticRenewal: fc.boolean(),
    freezeFrom: maybe,
    freezeUntil: maybe,
    blockedAt: some,
    withdrawnOn: maybe,
    cancelledOn: maybe,
    removedAt: some,
    renewalCancelledAt: some,
    renewalHeldAt: some,
    successorId: fc.option(fc.constant('next')),
    successorRemoved: fc.boolean(),
  });
  const days = datesBetween('2026-08-10', '2026-10-20');

  test('an end is for ever', () => {
    always([anyFacts, days, fc.integer({ min: 0, max: 60 })], (any, today, later) => {
      const state = multipackState(any, today);
      const afterwards = multipackState(any, addDays(today, later));
      if (state === 'removed') assert.equal(afterwards, 'removed');
      if (state === 'withdrawn' || state === 'cancelled') assert.ok(['withdrawn', 'cancelled'].includes(afterwards));
      if (state === 'expired') assert.ok(!['upcoming', 'active'].includes(afterwards));
    });
  });

  test('a renewal is due only if it will renew, and not in time for anybody any more', () => {
    always([anyFacts, dates, zones, instants(days), fc.uuid()], (any, deadline, zone, now, key) => {
      const given = { ...any, deadline };
      if (!isRenewalDue(given, zone, undefined, key, now)) return;
      assert.equal(renewalState(given), 'will_renew');
      assert.ok(wallAt(now.getTime(), zone).date > deadline);
    });
  });
});

test('an open-ended freeze moves the deadline a day each day from its first on; a planned one has moved it already', () => {
  const stands = (freezeFrom: string | null, freezeUntil: string | null, today: string) =>
    deadlineStanding({ deadline: '2026-09-15', freezeFrom, freezeUntil }, today);
  expect(stands(null, null, '2026-09-20')).toBe('2026-09-15');
  expect(stands('2026-09-05', null, '2026-09-04')).toBe('2026-09-15');
  expect(stands('2026-09-05', null, '2026-09-05')).toBe('2026-09-15');
  expect(stands('2026-09-05', null, '2026-09-20')).toBe('2026-09-30');
  expect(stands('2026-09-05', '2026-09-10', '2026-09-20')).toBe('2026-09-15');
});
