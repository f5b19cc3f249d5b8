import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { todaysBundle } from '../support/chains.ts';
import { storedHistories } from './histories.ts';

let workflowBundle: WorkflowBundleOption;

beforeAll(async () => {
  workflowBundle = await todaysBundle();
});

const histories = storedHistories();
const replay = (history: unknown) => Worker.runReplayHistory({ workflowBundle, replayName: 'stored' }, history);

describe("today's code bears what a worker wrote before", () => {
  test.each(histories)('%s', async (_, history) => {
    await replay(history);
  });

  test('each path is there: renewals, cancellation, freezes, force, requests, exceptions, notices, signals, an outage, continue-as-new', () => {
    expect(histories.map(([name]) => name)).toEqual([
      'after-continue-as-new',
      'after-notices-continue-as-new',
      'before-continue-as-new',
      'before-notices-continue-as-new',
      'cancelled',
      'database-away',
      'enabled-again',
      'exception-moved-and-over',
      'forced-after-the-deadline',
      'freeze-with-planned-end',
      'frozen-and-reactivated',
      'notices-database-away',
      'notices-told-and-switched-off',
      'renewed-several-terms',
      'request-breached-and-reverted',
      'request-cancelled',
      'request-signals',
      'request-withdrawn-command',
      'signal-honoured',
      'signal-refused',
      'withdrawn-by-a-signal',
    ]);
  });

  test('a history that this code would not have written is noticed', async () => {
    const [, history] = structuredClone(histories.find(([name]) => name === 'renewed-several-terms')!);
    const timer = history.events!.find(({ timerStartedEventAttributes }) => timerStartedEventAttributes)!;
    timer.eventType = 10;
    timer.activityTaskScheduledEventAttributes = { activityId: '1', activityType: { name: 'advanceChain' } };
    delete timer.timerStartedEventAttributes;
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });
});

test('no stored history names anybody or says what was written', () => {
  for (const [name, history] of histories) {
    const words = wordsIn(history);
    expect(words.length).toBeGreaterThan(10);
    expect([
      name,
      words.filter((word) =>
        /Pilar|Olga|\bAna\b|Branch in|Plan \d|illness|Called back|Leaving|Stays|@tacit|@example|Payment/.test(word),
      ),
    ]).toEqual([name, []]);
  }
});

/** Every text in it, those in payloads decoded. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [new TextDecoder().decode(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}
