import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { LocalDate } from '../../src/domain/dates.ts';
import {
  checkNightWindow,
  DEFAULT_NIGHT_WINDOW,
  instantInNight,
  type NightWindow,
  renewalInstant,
  renewalNight,
  spread,
} from '../../src/domain/night.ts';
import { changesAround, dayAt, indexOf, instantsOf, startOfLocalDay, wallAt } from './support/oracle.ts';
import { always, dates, refusal, zones } from './support/property.ts';

const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const windows: fc.Arbitrary<NightWindow> = fc.oneof(
  fc.constant(DEFAULT_NIGHT_WINDOW),
  fc
    .tuple(fc.integer({ min: 0, max: 719 }), fc.integer({ min: 1, max: 720 }))
    .map(([from, length]) => ({ from: time(from), to: time(Math.min(720, from + length)) })),
);

const morningAfter = (deadline: LocalDate, zone: string): LocalDate =>
  wallAt(startOfLocalDay(dayAt(indexOf(deadline) + 1).text, zone), zone).date;

const iso = ({ opens, closes }: { opens: Date; closes: Date }): [string, string] => [
  opens.toISOString(),
  closes.toISOString(),
];

describe('the renewal night', () => {
  test('is the window on the day after the deadline, as an independent clock has it', () => {
    always([dates, zones, windows], (deadline, zone, window) => {
      const day = dayAt(indexOf(deadline) + 1).text;
      const { opens, closes } = renewalNight(deadline, zone, window);
      const from = instantsOf(day, window.from, zone);
      const to = instantsOf(day, window.to, zone);
      if (from.length > 0) assert.equal(opens.getTime(), from[0]);
      if (from.length > 0 && to.length > 0) assert.equal(closes.getTime(), to.at(-1));
      assert.ok(opens < closes);
      assert.ok(opens.getTime() >= startOfLocalDay(day, zone));
      assert.equal(wallAt(opens.getTime(), zone).date, morningAfter(deadline, zone));
      assert.equal(wallAt(closes.getTime() - 1, zone).date, morningAfter(deadline, zone));
    });
  });

  // …… 15 Sep │ 00:00 ▓▓▓▓ 04:00 │ 16 Sep, morning: on the profile …… 30 Sep ┃ 1 Oct
  test('expires 30 September, 15 days: there on the morning of 16 September (002)', () => {
    expect(iso(renewalNight('2026-09-15', 'Europe/Rome'))).toEqual([
      '2026-09-15T22:00:00.000Z',
      '2026-09-16T02:00:00.000Z',
    ]);
  });

  // valid …… 2 Apr ┃ 00:00 ▓▓▓▓ 04:00, 3 Apr
  test('expires 2 April, 0 days: the first night of the next period (002)', () => {
    expect(iso(renewalNight('2026-04-02', 'Europe/Rome'))).toEqual([
      '2026-04-02T22:00:00.000Z',
      '2026-04-03T02:00:00.000Z',
    ]);
  });

  test.each<[string, string, LocalDate, NightWindow, [string, string]]>([
    // 00:00 ▓▓ 02:00 → 03:00 ▓ 04:00
    [
      'is an hour shorter in spring',
      'Europe/Madrid',
      '2026-03-28',
      DEFAULT_NIGHT_WINDOW,
      ['2026-03-28T23:00Z', '2026-03-29T02:00Z'],
    ],
    // 00:00 ▓▓▓ 03:00 → 02:00 ▓▓ 04:00
    [
      'is an hour longer in autumn',
      'Europe/Madrid',
      '2026-10-24',
      DEFAULT_NIGHT_WINDOW,
      ['2026-10-24T22:00Z', '2026-10-25T03:00Z'],
    ],
    // 02:00 → 03:00 ▓ 04:00
    [
      'keeps its length when it is skipped',
      'Europe/Madrid',
      '2026-03-28',
      { from: '02:00', to: '03:00' },
      ['2026-03-29T01:00Z', '2026-03-29T02:00Z'],
    ],
    [
      'keeps its length when its end comes before',
      'Europe/Madrid',
      '2026-03-28',
      { from: '02:30', to: '03:15' },
      ['2026-03-29T01:30Z', '2026-03-29T02:15Z'],
    ],
    // 02:00 ▓▓ 03:00 → 02:00 ▓▓ 03:00
    [
      'covers an hour that comes twice both times',
      'Europe/Madrid',
      '2026-10-24',
      { from: '02:00', to: '03:00' },
      ['2026-10-25T00:00Z', '2026-10-25T02:00Z'],
    ],
    // 00:00 ▓▓▓ 03:00 → 02:00 ▓ 02:30
    [
      'goes on to the second time its end comes',
      'Europe/Madrid',
      '2026-10-24',
      { from: '00:00', to: '02:30' },
      ['2026-10-24T22:00Z', '2026-10-25T01:30Z'],
    ],
    // 3 Nov 23:59 → 4 Nov 01:00 ▓▓▓ 04:00
    [
      'begins late where midnight is skipped',
      'America/Sao_Paulo',
      '2018-11-03',
      DEFAULT_NIGHT_WINDOW,
      ['2018-11-04T03:00Z', '2018-11-04T06:00Z'],
    ],
    // 29 Dec 23:59 → 31 Dec 00:00 ▓▓▓▓ 04:00
    [
      'is on the 31st where the 30th never was',
      'Pacific/Apia',
      '2011-12-29',
      DEFAULT_NIGHT_WINDOW,
      ['2011-12-30T10:00Z', '2011-12-30T14:00Z'],
    ],
    [
      'is on the 31st too for the day that never was',
      'Pacific/Apia',
      '2011-12-30',
      DEFAULT_NIGHT_WINDOW,
      ['2011-12-30T10:00Z', '2011-12-30T14:00Z'],
    ],
    // 6 Nov 23:59 → 7 Nov 00:00 for a minute → 6 Nov 23:01 … → 7 Nov 00:00 ▓▓▓▓ 04:00
    [
      'waits for a day that comes round again',
      'America/St_Johns',
      '2010-11-06',
      DEFAULT_NIGHT_WINDOW,
      ['2010-11-07T03:30Z', '2010-11-07T07:30Z'],
    ],
  ])('%s (%s)', (_, zone, deadline, window, [opens, closes]) => {
    const night = renewalNight(deadline, zone, window);
    expect(night).toEqual({ opens: new Date(opens), closes: new Date(closes) });
  });

  test('lies between midnight and noon', () => {
    expect(checkNightWindow({ from: '01:30', to: '12:00' })).toEqual({ from: '01:30', to: '12:00' });
    for (const window of [
      { from: '04:00', to: '04:00' },
      { from: '05:00', to: '04:00' },
      { from: '00:00', to: '12:01' },
      { from: '22:00', to: '23:00' },
      { from: '0:00', to: '04:00' },
      { from: '00:00', to: '4' },
    ]) {
      expect(refusal(() => checkNightWindow(window))).toBe('invalid_night_window');
      expect(refusal(() => renewalNight('2026-01-01', 'UTC', window))).toBe('invalid_night_window');
    }
  });
});

describe('the renewal instant', () => {
  test('lies in the window of the morning after, when nobody is in time any more', () => {
    always([dates, zones, windows, fc.uuid()], (deadline, zone, window, key) => {
      const instant = renewalInstant(deadline, zone, window, key);
      assert.ok(instant.getTime() >= startOfLocalDay(dayAt(indexOf(deadline) + 1).text, zone));
      const wall = wallAt(instant.getTime(), zone);
      const morning = morningAfter(deadline, zone);
      assert.equal(wall.date, morning);
      if (!changesAround(morning, zone)) assert.ok(window.from <= wall.time && wall.time < window.to);
    });
  });

  test('lies in the night whatever the clocks do in it, from its first millisecond to its last', () => {
    const nights = fc.tuple(
      fc.date({ noInvalidDate: true, min: new Date('1972-01-01'), max: new Date('2200-01-01') }),
      fc.integer({ min: 1, max: 13 * 3_600_000 }),
    );
    always([nights, fc.string()], ([opens, length], key) => {
      const instant = instantInNight({ opens, closes: new Date(opens.getTime() + length) }, key).getTime();
      assert.ok(opens.getTime() <= instant && instant < opens.getTime() + length);
    });
  });

  test('is the same whenever it is computed, and another for another multipack', () => {
    const at = (key: string) => renewalInstant('2026-09-15', 'Europe/Rome', undefined, key).getTime();
    expect(at('0199c0de-0000-7000-8000-000000000001')).toBe(at('0199c0de-0000-7000-8000-000000000001'));
    expect(at('0199c0de-0000-7000-8000-000000000001')).not.toBe(at('0199c0de-0000-7000-8000-000000000002'));
  });

  test('is pinned: a changed hash would move every renewal that is waiting', () => {
    expect([
      spread(''),
      spread('a'),
      spread('0199c0de-0000-7000-8000-000000000001'),
      spread('ñ'),
    ]).toMatchInlineSnapshot(`
[
  0.6689221884589642,
  0.5699745507445186,
  0.9678955257404596,
  0.14279957278631628,
]
`);
  });

  test.each<[string, (i: number) => string]>([
    ['ids that count upwards', (i) => `0199c0de-0000-7000-8000-${i.toString(16).padStart(12, '0')}`],
    [
      'ids that differ at the front',
      (i) => `${(i * 65_537).toString(16).padStart(8, '0')}-0000-7000-8000-000000000000`,
    ],
    ['numbers', (i) => String(i)],
  ])('spreads %s evenly over the night', (_, id) => {
    const keys = 48_000;
    const buckets = Array.from({ length: 240 }, () => 0);
    for (let i = 0; i < keys; i++) buckets[Math.floor(spread(id(i)) * 240)]!++;
    const expected = keys / 240;
    const chiSquared = buckets.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    // 239 degrees of freedom: 1 in 10,000 random spreads is above 328.
    expect(chiSquared).toBeLessThan(328);
  });
});
