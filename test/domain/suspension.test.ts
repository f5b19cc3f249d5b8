import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from '../../src/domain/dates.ts';
import { deadlineOf } from '../../src/domain/notice.ts';
import { firstPeriod, nextPeriod } from '../../src/domain/periods.ts';
import {
  checkFreeze,
  extendPeriod,
  type Freeze,
  frozenDays,
  isFrozenOn,
  shiftPeriod,
  shiftsReceivable,
} from '../../src/domain/suspension.ts';
import { dayAt, indexOf } from './support/oracle.ts';
import { always, datesBetween, durations, monthDurations, notices, refusal } from './support/property.ts';

const starts = datesBetween('1990-01-01', '2100-12-31');
const length = ({ validFrom, validTo }: { validFrom: string; validTo: string }) =>
  indexOf(validTo) - indexOf(validFrom) + 1;

describe('the days of a freeze', () => {
  // 10 Mar ▒▒▒▒▒▒▒▒▒▒ 19 Mar │ active again 20 Mar
  const planned: Freeze = { from: '2026-03-10', until: '2026-03-19' };
  const open: Freeze = { from: '2026-03-10', until: null };

  test('with a planned end are known at once, and shrink when it ends early', () => {
    expect(frozenDays(planned)).toBe(10);
    expect(frozenDays(planned, '2026-03-15')).toBe(5);
    expect(frozenDays(planned, '2026-03-20')).toBe(10);
    expect(frozenDays(planned, '2026-04-20')).toBe(10);
    expect(frozenDays(planned, '2026-03-10')).toBe(0);
    expect(frozenDays(planned, '2026-03-01')).toBe(0);
  });

  test('without one are known when it is reactivated', () => {
    expect(frozenDays(open)).toBe(0);
    expect(frozenDays(open, '2026-03-10')).toBe(0);
    expect(frozenDays(open, '2026-03-11')).toBe(1);
    expect(frozenDays(open, '2027-03-10')).toBe(365);
    expect(frozenDays(open, '2026-03-01')).toBe(0);
  });

  test('are exactly the days on which it is frozen', () => {
    const lengths = fc.option(fc.integer({ min: 1, max: 90 }));
    always([starts, lengths, fc.integer({ min: -10, max: 120 })], (from, days, active) => {
      const freeze = { from, until: days === null ? null : addDays(from, days - 1) };
      const on = addDays(from, active);
      let frozen = 0;
      for (let i = indexOf(from) - 10; i < indexOf(on); i++) if (isFrozenOn(freeze, dayAt(i).text)) frozen++;
      assert.equal(frozenDays(freeze, on), frozen);
    });
  });

  test('start within the validity and do not run backwards', () => {
    const period = { validFrom: '2026-03-01', validTo: '2026-03-31' };
    for (const freeze of [
      planned,
      open,
      { from: '2026-03-01', until: '2026-03-01' },
      { from: '2026-03-31', until: '2026-06-30' },
    ]) {
      expect(checkFreeze(freeze, period)).toBe(freeze);
    }
    for (const freeze of [
      { from: '2026-03-10', until: '2026-03-09' },
      { from: '2026-02-28', until: '2026-03-09' },
      { from: '2026-04-01', until: null },
    ]) {
      expect(refusal(() => checkFreeze(freeze, period))).toBe('invalid_freeze');
    }
    expect(frozenDays({ from: '2026-03-10', until: '2026-03-01' })).toBe(0);
  });
});

describe('freeze and reactivate', () => {
  test('gives every frozen day back, moves a successor in step and leaves no gap', () => {
    const offset = fc.double({ min: 0, max: 0.999, noNaN: true });
    const lengths = fc.option(fc.integer({ min: 1, max: 200 }));
    always(
      [starts, durations, lengths, offset, fc.integer({ min: 0, max: 250 })],
      (start, duration, days, at, active) => {
        const sold = firstPeriod(start, duration);
        const successor = nextPeriod(sold.validTo, duration, sold.anchorDay);
        const from = addDays(start, Math.floor(at * length(sold)));
        const freeze = checkFreeze({ from, until: days === null ? null : addDays(from, days - 1) }, sold);
        const on = addDays(from, active);

        const atOnce = frozenDays(freeze);
        const back = atOnce - frozenDays(freeze, on);
        const frozen = extendPeriod(sold, atOnce, sold.anchorDay);
        const again = extendPeriod(frozen, -back, frozen.anchorDay);
        const moved = shiftPeriod(shiftPeriod(successor, atOnce), -back);

        // What is left to use after the freeze is what was left before it.
        const used = Math.min(active, days ?? active);
        assert.equal(length(again), length(sold) + used);
        if (active >= used)
          assert.equal(indexOf(again.validTo) - indexOf(addDays(from, used)), indexOf(sold.validTo) - indexOf(from));
        assert.equal(length(moved), length(successor));
        assert.equal(moved.validFrom, addDays(again.validTo, 1));
        // And the chain goes on from there, on the day it now has.
        const next = nextPeriod(moved.validTo, duration, moved.anchorDay);
        assert.equal(next.validFrom, addDays(moved.validTo, 1));
        assert.equal(next.anchorDay, moved.anchorDay);
        if (used > 0) assert.equal(next.anchorDay, Number(next.validFrom.slice(8)));
      },
    );
  });

  test('anchors every later period to the moved day', () => {
    always([starts, monthDurations, fc.integer({ min: 1, max: 100 })], (start, duration, days) => {
      const frozen = extendPeriod(firstPeriod(start, duration), days);
      let period = nextPeriod(frozen.validTo, duration, frozen.anchorDay);
      for (let i = 0; i < 4; i++) {
        assert.equal(period.anchorDay, frozen.anchorDay);
        period = nextPeriod(period.validTo, duration, period.anchorDay);
      }
    });
  });

  test('moves the deadline with the validity, for any notice', () => {
    always([starts, durations, notices, fc.integer({ min: 0, max: 200 })], (start, duration, notice, days) => {
      const sold = firstPeriod(start, duration);
      const before = deadlineOf(sold.validTo, notice);
      const after = deadlineOf(extendPeriod(sold, days).validTo, notice);
      if (notice.unit === 'month') assert.ok(after >= before);
      else assert.equal(after, addDays(before, days));
    });
  });

  // sold 1–31 Mar, frozen 10–19 Mar:  1 ══ 9 ▒▒▒▒ 20 ═══════ 10 Apr ┃ 11 Apr ══ 10 May
  test('a month frozen for ten days ends ten days later, and its successor with it', () => {
    const sold = firstPeriod('2026-03-01', { amount: 1, unit: 'month' });
    const successor = nextPeriod(sold.validTo, { amount: 1, unit: 'month' }, sold.anchorDay);
    expect(extendPeriod(sold, 10)).toEqual({ validFrom: '2026-03-01', validTo: '2026-04-10', anchorDay: 11 });
    expect(shiftPeriod(successor, 10)).toEqual({ validFrom: '2026-04-11', validTo: '2026-05-10', anchorDay: 11 });
  });

  // sold from 31 Jan; frozen and reactivated the same day: the next starts on 28 Feb, the one after on 31 Mar
  test('by no days keeps the anchor day', () => {
    const sold = firstPeriod('2026-01-31', { amount: 1, unit: 'month' });
    expect(extendPeriod(sold, 0, sold.anchorDay)).toEqual(sold);
    expect(shiftPeriod(sold, 0, sold.anchorDay)).toEqual(sold);
    expect(extendPeriod(sold, 0).anchorDay).toBe(28);
  });

  test('never turns a period round', () => {
    expect(refusal(() => extendPeriod({ validFrom: '2026-03-01', validTo: '2026-03-31' }, -31))).toBe('invalid_period');
    expect(extendPeriod({ validFrom: '2026-03-01', validTo: '2026-03-31' }, -30).validTo).toBe('2026-03-01');
  });
});

test('a freeze moves what is unpaid and due on its first day or later', () => {
  const due = (dueOn: string, state: string, paidAmount = 0) =>
    shiftsReceivable({ dueOn, state, paidAmount }, '2026-03-10');
  expect([due('2026-03-09', 'open'), due('2026-03-10', 'open'), due('2026-04-01', 'open')]).toEqual([
    false,
    true,
    true,
  ]);
  expect([due('2026-04-01', 'open', 500), due('2026-04-01', 'paid', 4_990), due('2026-04-01', 'void')]).toEqual([
    true,
    false,
    false,
  ]);
});
