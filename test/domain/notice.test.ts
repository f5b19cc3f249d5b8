import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';

import { deadlineEnds, deadlineOf, isThroughDeadline } from '../../src/domain/notice.ts';
import { dayAt, indexOf, inMonth, startOfLocalDay, wallAt } from './support/oracle.ts';
import { always, dates, datesBetween, instants, notices, refusal, zones } from './support/property.ts';

describe('the notice deadline', () => {
  // valid ……………………… 1 Apr │ 2 Apr ┃ 3 Apr: next period
  //   1 day:  in time through ┘       ┃
  //   0 days: in time through ────────┛
  test.each([
    [1, '2026-04-01'],
    [0, '2026-04-02'],
  ])('expires 2 April, %i days: through %s (002)', (amount, deadline) => {
    expect(deadlineOf('2026-04-02', { amount, unit: 'day' })).toBe(deadline);
  });

  // …… 15 Sep │ night │ 16 Sep: on the profile …… 30 Sep ┃ 1 Oct
  test('expires 30 September, 15 days: through 15 September (002)', () => {
    expect(deadlineOf('2026-09-30', { amount: 15, unit: 'day' })).toBe('2026-09-15');
  });

  test('two weeks are fourteen days, and a month ends with the month it reaches (002)', () => {
    expect(deadlineOf('2026-09-30', { amount: 2, unit: 'week' })).toBe('2026-09-16');
    expect(deadlineOf('2026-03-31', { amount: 1, unit: 'month' })).toBe('2026-02-28');
    expect(deadlineOf('2024-03-30', { amount: 1, unit: 'month' })).toBe('2024-02-29');
    expect(deadlineOf('2026-05-30', { amount: 3, unit: 'month' })).toBe('2026-02-28');
  });

  test('is what an independent calendar says, for any validity and notice', () => {
    always([dates, notices], (validTo, notice) => {
      const { amount, unit } = notice;
      const last = dayAt(indexOf(validTo));
      const expected =
        unit === 'month'
          ? inMonth(last, -amount, last.day)
          : dayAt(indexOf(validTo) - amount * (unit === 'week' ? 7 : 1)).text;
      assert.equal(deadlineOf(validTo, notice), expected);
    });
  });

  test('never moves back when the validity moves forward', () => {
    always([dates, notices], (validTo, notice) => {
      const later = dayAt(indexOf(validTo) + 1).text;
      assert.ok(deadlineOf(validTo, notice) <= deadlineOf(later, notice));
    });
  });
});

describe('a receipt', () => {
  test('is in time exactly while the local calendar shows the deadline or an earlier day', () => {
    always([instants(dates), dates, zones], (receivedAt, deadline, zone) => {
      const inTime = wallAt(receivedAt.getTime(), zone).date <= deadline;
      assert.equal(isThroughDeadline(deadline, zone, receivedAt), inTime);
    });
  });

  test('is in time to the last millisecond of the deadline', () => {
    always([datesBetween('1972-01-01', '2150-12-30'), zones], (deadline, zone) => {
      const over = startOfLocalDay(dayAt(indexOf(deadline) + 1).text, zone);
      assert.equal(deadlineEnds(deadline, zone).getTime(), over);
      assert.equal(isThroughDeadline(deadline, zone, new Date(over - 1)), true);
      assert.equal(isThroughDeadline(deadline, zone, new Date(over)), false);
    });
  });

  // Madrid, deadline 1 April:   21:59:59Z │ 22:00Z = 2 April 00:00
  test('counts by the clock of the branch, not by UTC', () => {
    const deadline = '2026-04-01';
    expect(isThroughDeadline(deadline, 'Europe/Madrid', new Date('2026-04-01T21:59:59.999Z'))).toBe(true);
    expect(isThroughDeadline(deadline, 'Europe/Madrid', new Date('2026-04-01T22:00:00.000Z'))).toBe(false);
    expect(isThroughDeadline(deadline, 'America/Mexico_City', new Date('2026-04-02T05:59:59.999Z'))).toBe(true);
    expect(isThroughDeadline(deadline, 'Pacific/Apia', new Date('2026-04-01T11:00:00.000Z'))).toBe(false);
  });

  test('that is no instant is refused, not late', () => {
    expect(refusal(() => isThroughDeadline('2026-04-01', 'Europe/Madrid', new Date(Number.NaN)))).toBe(
      'invalid_instant',
    );
  });
});
