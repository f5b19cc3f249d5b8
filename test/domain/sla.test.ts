import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lastDaysOf, refusalOfLastDay } from '../../src/domain/cancellation-request.ts';
import { addDays, localDateOf } from '../../src/domain/dates.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { daysOfProfile, slaState, slaTimes } from '../../src/domain/sla.ts';

const timesOf = (createdAt: string, days: number, zone: string) => {
  const { riskAt, limitAt } = slaTimes(new Date(createdAt), days, zone);
  return [riskAt.toISOString(), limitAt.toISOString()];
};

describe('the period in days (003)', () => {
  test.each([
    ['day', 2, 2],
    ['week', 2, 14],
    ['month', 2, 60],
  ] as const)('%s, period %i: %i days', (unit, period, days) => {
    expect(daysOfProfile(unit, period)).toBe(days);
  });
});

describe('the limit is the same local time so many days later', () => {
  test.each([
    ['without a change of clocks', '2027-01-10T09:30:00.123Z', 10, 'Europe/Madrid', '2027-01-20T09:30:00.123Z'],
    [
      'across the beginning of summer time, an hour sooner',
      '2027-03-20T09:00:00Z',
      10,
      'Europe/Madrid',
      '2027-03-30T08:00:00.000Z',
    ],
    ['across its end, an hour later', '2027-10-25T08:00:00Z', 10, 'Europe/Madrid', '2027-11-04T09:00:00.000Z'],
    [
      'where that time is skipped, as long after the gap',
      '2027-03-26T01:30:00Z',
      2,
      'Europe/Madrid',
      '2027-03-28T01:30:00.000Z',
    ],
    ['where that time comes twice, the first', '2027-10-30T00:30:00Z', 1, 'Europe/Madrid', '2027-10-31T00:30:00.000Z'],
    ['in a zone without summer time', '2027-03-10T12:00:00Z', 60, 'America/Sao_Paulo', '2027-05-09T12:00:00.000Z'],
  ])('%s', (_, createdAt, days, zone, limit) => {
    expect(timesOf(createdAt, days, zone)[1]).toBe(limit);
  });

  test('at risk after four fifths of the time itself, however long its days are', () => {
    expect(timesOf('2027-01-10T00:00:00Z', 10, 'UTC')).toEqual([
      '2027-01-18T00:00:00.000Z',
      '2027-01-20T00:00:00.000Z',
    ]);
    // Two days of 47 hours.
    expect(timesOf('2027-03-27T12:00:00Z', 2, 'Europe/Madrid')).toEqual([
      '2027-03-29T01:36:00.000Z',
      '2027-03-29T11:00:00.000Z',
    ]);
  });

  test('for any instant, zone and period: the wall clock is the same but for what is skipped, and risk lies in between', () => {
    const zones = [
      'Europe/Madrid',
      'America/New_York',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC',
    ];
    const wall = (at: Date, timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(...zones),
        (createdAt, days, zone) => {
          const { riskAt, limitAt } = slaTimes(createdAt, days, zone);
          expect(createdAt < riskAt && riskAt < limitAt).toBe(true);
          const length = limitAt.getTime() - createdAt.getTime();
          expect(Math.abs(length - days * 86_400_000)).toBeLessThanOrEqual(3_600_000);
          expect(Math.abs(riskAt.getTime() - createdAt.getTime() - 0.8 * length)).toBeLessThanOrEqual(1);
          // A time in a gap lands after it, on the same day.
          expect(localDateOf(limitAt, zone)).toBe(addDays(localDateOf(createdAt, zone), days));
          const isSame = wall(limitAt, zone) === wall(createdAt, zone);
          const isInGap = wall(limitAt, zone) > wall(createdAt, zone);
          expect(isSame || isInGap).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['no days', 0, 'UTC'],
    ['half a day', 0.5, 'UTC'],
    ['a zone that is none', 1, 'Madrid'],
  ])('refuses %s', (_, days, zone) => {
    expect(() => slaTimes(new Date(), days, zone)).toThrow(DomainError);
  });
});

describe('how a request stands', () => {
  const times = { riskAt: new Date(800), limitAt: new Date(1000), concludedAt: null };
  test.each([
    [799, 'on_track'],
    [800, 'at_risk'],
    [999, 'at_risk'],
    [1000, 'breached'],
  ])('open at %i: %s', (now, state) => {
    expect(slaState(times, new Date(now))).toBe(state);
  });

  test.each([
    [1, 'met'],
    [999, 'met'],
    [1000, 'breached'],
  ])('concluded at %i: %s, whenever one looks', (at, state) => {
    for (const now of [1, 5000]) expect(slaState({ ...times, concludedAt: new Date(at) }, new Date(now))).toBe(state);
  });
});

describe('the last day', () => {
  const period = { validFrom: '2027-03-03', validTo: '2027-04-02' };
  test.each([
    ['2027-03-09', 'last_day_past'],
    ['2027-03-10', null],
    ['2027-04-02', null],
    ['2027-04-03', 'last_day_after_end'],
  ])('%s, seen on 10 March: %s', (day, refusal) => {
    expect(refusalOfLastDay(period, day, '2027-03-10')).toBe(refusal);
  });

  test('of one that ended while its request was worked: its own last day alone', () => {
    expect(lastDaysOf(period, '2027-05-01')).toEqual({ earliest: '2027-04-02', latest: '2027-04-02' });
    expect(refusalOfLastDay(period, '2027-04-02', '2027-05-01')).toBeNull();
    expect(refusalOfLastDay(period, '2027-05-01', '2027-05-01')).toBe('last_day_after_end');
  });
});
