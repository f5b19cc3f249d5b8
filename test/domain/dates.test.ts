import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';

import {
  addDays,
  addSpan,
  clampedDay,
  compareDates,
  dayOfMonth,
  daysBetween,
  endOfDay,
  instantAt,
  isLocalDate,
  isTimeZone,
  type LocalDate,
  localDateOf,
  minutesOfTime,
  parseLocalDate,
  parts,
  type Span,
  startOfDay,
  subtractSpan,
} from '../../src/domain/dates.ts';
import { calendar, dayAt, indexOf, inMonth, startOfLocalDay, wallAt } from './support/oracle.ts';
import { always, dates, instants, refusal, zones } from './support/property.ts';

describe('a date', () => {
  test('is a day of the calendar from 1900 to 2200, and nothing else is', () => {
    for (const day of calendar) assert.equal(parseLocalDate(day.text), day.text);
    for (const text of [
      '2026-02-30',
      '2025-02-29',
      '1900-02-29',
      '2026-00-10',
      '2026-13-01',
      '2026-01-00',
      '2026-04-31',
      '1899-12-31',
      '2201-01-01',
      '2026-1-1',
      '2026-01-01T00:00',
      ' 2026-01-01',
      '',
    ]) {
      expect([text, isLocalDate(text)]).toEqual([text, false]);
      expect(refusal(() => parseLocalDate(text))).toBe('invalid_date');
    }
    expect(isLocalDate(20260101)).toBe(false);
    expect(isLocalDate('2000-02-29')).toBe(true);
  });

  test('has parts and an order', () => {
    expect(parts('2026-09-05')).toEqual({ year: 2026, month: 9, day: 5 });
    expect(dayOfMonth('2026-09-05')).toBe(5);
    expect(['2026-10-01', '2025-12-31', '2026-09-30'].sort(compareDates)).toEqual([
      '2025-12-31',
      '2026-09-30',
      '2026-10-01',
    ]);
    expect(compareDates('2026-01-01', '2026-01-01')).toBe(0);
  });

  test('is counted in days as the calendar lies', () => {
    always([dates, fc.integer({ min: -20_000, max: 18_000 })], (date, days) => {
      const expected = dayAt(indexOf(date) + days).text;
      assert.equal(addDays(date, days), expected);
      assert.equal(daysBetween(date, expected), days);
    });
  });

  test('moves by spans as both the table and Temporal have it', () => {
    const spans = fc.record<Span>({
      amount: fc.integer({ min: 0, max: 40 }),
      unit: fc.constantFrom<Span['unit'][]>('day', 'week', 'month', 'year'),
    });
    always([dates, spans, fc.integer({ min: 1, max: 31 })], (date, span, anchor) => {
      const at = indexOf(date);
      const days = span.amount * (span.unit === 'week' ? 7 : 1);
      const months = span.amount * (span.unit === 'year' ? 12 : 1);
      const plain = span.unit === 'day' || span.unit === 'week';
      assert.equal(addSpan(date, span, anchor), plain ? dayAt(at + days).text : inMonth(dayAt(at), months, anchor));
      const earlier = Temporal.PlainDate.from(date).subtract({ [`${span.unit}s`]: span.amount });
      assert.equal(subtractSpan(date, span), earlier.toString());
    });
  });

  test('is refused outside the calendar, and so is a span or an anchor day that is none', () => {
    expect(refusal(() => addDays('2200-12-31', 1))).toBe('invalid_date');
    expect(refusal(() => addDays('1900-01-01', -1))).toBe('invalid_date');
    expect(refusal(() => addSpan('2200-12-31', { amount: 1, unit: 'month' }, 31))).toBe('invalid_date');
    expect(refusal(() => addDays('2026-01-01', 0.5))).toBe('invalid_span');
    expect(refusal(() => addSpan('2026-01-01', { amount: -1, unit: 'month' }, 1))).toBe('invalid_span');
    expect(refusal(() => subtractSpan('2026-01-01', { amount: Number.NaN, unit: 'day' }))).toBe('invalid_span');
    for (const anchor of [0, 32, 1.5])
      expect(refusal(() => addSpan('2026-01-01', { amount: 1, unit: 'month' }, anchor))).toBe('invalid_anchor_day');
  });

  test('clamps an anchor day to its month', () => {
    expect([clampedDay('2026-02-10', 31), clampedDay('2024-02-10', 30), clampedDay('2026-03-10', 31)]).toEqual([
      28, 29, 31,
    ]);
  });
});

describe('a zone', () => {
  test('is an IANA name', () => {
    for (const zone of ['Europe/Madrid', 'UTC', 'America/Argentina/Buenos_Aires', 'Europe/Madrid']) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
    }
    for (const zone of ['Mars/Olympus', '+01:00', '-03', '', 'Europe/Madrid ', undefined, 1]) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, false]);
    }
    expect(refusal(() => startOfDay('2026-01-01', 'Mars/Olympus'))).toBe('unknown_time_zone');
    expect(refusal(() => localDateOf(new Date(0), '+01:00'))).toBe('unknown_time_zone');
    expect(refusal(() => localDateOf(new Date(Number.NaN), 'UTC'))).toBe('invalid_instant');
    expect(refusal(() => localDateOf(new Date('2300-01-01'), 'UTC'))).toBe('invalid_date');
  });

  test('gives the date on the wall at any instant', () => {
    always([instants(dates), zones], (instant, zone) => {
      assert.equal(localDateOf(instant, zone), wallAt(instant.getTime(), zone).date);
    });
  });

  test('starts and ends each day where the wall changes its date', () => {
    always([dates, zones], (date, zone) => {
      assert.equal(startOfDay(date, zone).getTime(), startOfLocalDay(date, zone));
      assert.equal(endOfDay(date, zone).getTime(), startOfLocalDay(addDays(date, 1), zone));
    });
  });

  test.each<[string, LocalDate, string, string]>([
    //                                          starts                      ends
    ['Europe/Madrid', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'], // 23 hours
    ['Europe/Madrid', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'], // 25 hours
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'], // begins at 01:00
    ['America/Sao_Paulo', '2019-02-16', '2019-02-16T02:00:00.000Z', '2019-02-17T03:00:00.000Z'], // 23:00 comes twice
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z'], // never was
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
    ['America/Toronto', '1919-03-31', '1919-03-31T04:30:00.000Z', '1919-04-01T04:00:00.000Z'], // begins at 00:30
    ['America/Havana', '2024-11-02', '2024-11-02T04:00:00.000Z', '2024-11-03T04:00:00.000Z'], // the next 00:00 comes twice
  ])('%s %s', (zone, date, starts, ends) => {
    expect([startOfDay(date, zone).toISOString(), endOfDay(date, zone).toISOString()]).toEqual([starts, ends]);
  });

  test('does not end a day that comes round again until it is over for good', () => {
    // St John's, 6 November 2010:  … 23:59 | 7th 00:00–00:00:59 | back to the 6th 23:01 … 23:59 | 7th 00:00 …
    expect(endOfDay('2010-11-06', 'America/St_Johns').toISOString()).toBe('2010-11-07T03:30:00.000Z');
    expect(startOfDay('2010-11-07', 'America/St_Johns').toISOString()).toBe('2010-11-07T02:30:00.000Z');
  });
});

describe('a time of day', () => {
  test('is from 00:00 to 23:59', () => {
    expect([minutesOfTime('00:00'), minutesOfTime('09:30'), minutesOfTime('23:59')]).toEqual([0, 570, 1439]);
    for (const time of ['24:00', '9:30', '09:60', '09:30:00', '']) expect(minutesOfTime(time)).toBeNull();
    expect(refusal(() => instantAt('2026-01-01', '24:00', 'UTC'))).toBe('invalid_time');
  });

  test('that is skipped lies as long after the gap as it lay within it', () => {
    // Madrid, 29 March 2026:  01:59 | 03:00
    expect(instantAt('2026-03-29', '02:30', 'Europe/Madrid').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(instantAt('2026-03-29', '02:30', 'Europe/Madrid', 'later').toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  test('that comes twice is the one asked for', () => {
    // Madrid, 25 October 2026:  02:00 … 02:59 | 02:00 … 02:59 | 03:00
    expect(instantAt('2026-10-25', '02:30', 'Europe/Madrid').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantAt('2026-10-25', '02:30', 'Europe/Madrid', 'later').toISOString()).toBe('2026-10-25T01:30:00.000Z');
  });
});
