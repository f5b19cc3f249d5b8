import assert from 'node:assert/strict';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  type Concept,
  fillPlaceholders,
  goesOut,
  isOlderDebt,
  isStillInTime,
  type Morning,
  MORNING_MS,
  morningOf,
  noticeDay,
  PLACEHOLDERS,
  unknownPlaceholders,
} from '../../src/domain/notices.ts';
import { dayAt, indexOf, instantsOf } from './support/oracle.ts';
import { always, datesBetween, zones } from './support/property.ts';

const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const concepts: fc.Arbitrary<Concept> = fc.oneof(
  fc.record({ type: fc.constant('preventive' as const), days: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ type: fc.constant('after_due' as const), days: fc.integer({ min: 1, max: 40 }) }),
);
const mornings: fc.Arbitrary<Morning> = fc.record({
  time: fc.oneof(fc.constant('08:00'), fc.integer({ min: 0, max: 1439 }).map(time)),
  timeZone: zones,
});
/** Due dates, and an instant within some weeks of each. */
const dues = datesBetween('2020-01-01', '2030-12-31');
const offsets = fc.integer({ min: -50 * 86_400_000, max: 50 * 86_400_000 });
const around = (dueOn: string, offset: number) => new Date(Date.parse(`${dueOn}T00:00:00Z`) + offset);

describe('when a notice goes out', () => {
  test('is the morning of its day as an independent clock has it, while that is not over', () => {
    always([dues, concepts, mornings], (dueOn, concept, morning) => {
      const { type, days } = concept;
      const day = dayAt(indexOf(dueOn) + (type === 'preventive' ? -days : days)).text;
      assert.equal(noticeDay(dueOn, concept), day);
      const [at] = instantsOf(day, morning.time, morning.timeZone);
      // A time that the day does not have is taken as long after the gap.
      if (at === undefined) return;
      assert.equal(goesOut(dueOn, concept, new Date(at - 30 * 86_400_000), morning)?.getTime(), at);
      assert.equal(goesOut(dueOn, concept, new Date(at), morning)?.getTime(), at);
      assert.equal(goesOut(dueOn, concept, new Date(at + MORNING_MS - 1), morning)?.getTime(), at);
    });
  });

  test('late, is the first morning there is; a preventive one only through the due date', () => {
    always([dues, concepts, mornings, offsets], (dueOn, concept, morning, offset) => {
      const now = around(dueOn, offset);
      const at = goesOut(dueOn, concept, now, morning);
      const meant = morningOf(noticeDay(dueOn, concept), morning).getTime();
      const last = morningOf(dueOn, morning).getTime();
      if (at === null) {
        assert.equal(concept.type, 'preventive');
        assert.ok(now.getTime() >= last + MORNING_MS);
        return;
      }
      assert.ok(at.getTime() >= meant);
      assert.ok(now.getTime() < at.getTime() + MORNING_MS);
      if (concept.type === 'preventive') assert.ok(at.getTime() <= last);
      // From the end of one morning to the beginning of the next; clocks may be set back between them.
      if (at.getTime() > meant) assert.ok(at.getTime() - now.getTime() <= 25 * 3_600_000 - MORNING_MS);
    });
  });

  test('never becomes earlier as time goes by, and has come when it is there', () => {
    always(
      [dues, concepts, mornings, offsets, fc.integer({ min: 0, max: 200_000_000 })],
      (...[dueOn, concept, morning, offset, later]) => {
        const now = around(dueOn, offset);
        const at = goesOut(dueOn, concept, now, morning);
        const next = goesOut(dueOn, concept, new Date(now.getTime() + later), morning);
        if (at === null) assert.equal(next, null);
        else {
          assert.ok(next === null || next >= at);
          if (at > now) assert.deepEqual(goesOut(dueOn, concept, at, morning), at);
        }
      },
    );
  });

  test('what is queued is in time when it is sent, and what is not in time is not queued at once again', () => {
    always([dues, concepts, mornings, offsets], (dueOn, concept, morning, offset) => {
      const now = around(dueOn, offset);
      const at = goesOut(dueOn, concept, now, morning);
      if (at !== null && at <= now) assert.ok(isStillInTime(dueOn, concept, now, morning));
      if (!isStillInTime(dueOn, concept, now, morning)) assert.ok(at === null || at > now);
    });
  });

  test.each([
    ['2027-04-03T05:59:59Z', '2027-04-03T06:00:00.000Z'],
    ['2027-04-03T09:59:59Z', '2027-04-03T06:00:00.000Z'],
    ['2027-04-03T10:00:00Z', '2027-04-04T06:00:00.000Z'],
    ['2027-04-10T09:59:59Z', '2027-04-10T06:00:00.000Z'],
    ['2027-04-10T10:00:00Z', null],
  ])('seven days before 10 April in Madrid at eight, seen at %s: %s', (now, at) => {
    const concept = { type: 'preventive', days: 7 } as const;
    const morning = { time: '08:00', timeZone: 'Europe/Madrid' };
    expect(goesOut('2027-04-10', concept, new Date(now), morning)?.toISOString() ?? null).toBe(at);
  });
});

describe('debts that were there before', () => {
  test('are older: due before it was turned on, or to be told of before the concept was chosen; a reminder tells of none', () => {
    always(
      [dues, concepts, fc.integer({ min: -60, max: 60 }), fc.integer({ min: 0, max: 60 })],
      (dueOn, concept, on, chosen) => {
        const since = dayAt(indexOf(dueOn) + on).text;
        const chosenOn = dayAt(indexOf(dueOn) + on + chosen).text;
        const isOlder = on > 0 || concept.days < on + chosen;
        assert.equal(isOlderDebt(dueOn, concept, { since, chosenOn }), concept.type === 'after_due' && isOlder);
      },
    );
  });
});

describe('placeholders', () => {
  const VALUES = { customer: '{{amount}} $& <b>', multipack: 'Gym', amount: '€49.90', due_date: '10 April' };

  test('stand for what is told, and what is filled in is not read again', () => {
    expect(fillPlaceholders('{{ customer }}: {{multipack}}, {{amount}} by {{due_date}}', VALUES)).toBe(
      '{{amount}} $& <b>: Gym, €49.90 by 10 April',
    );
    expect(fillPlaceholders('{{Amount}} {{ }} {amount}', VALUES)).toBe('{{Amount}} {{ }} {amount}');
  });

  test('that stand for nothing are named, each once', () => {
    expect(unknownPlaceholders('{{name}} {{amount}} {{ name }} {{}} {x}')).toEqual(['name', '']);
    expect(unknownPlaceholders(PLACEHOLDERS.map((name) => `{{${name}}}`).join(' '))).toEqual([]);
    // As much as a body may hold; with backtracking it takes a minute.
    const begun = performance.now();
    expect(unknownPlaceholders(`{{${' '.repeat(4990)}x`)).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
