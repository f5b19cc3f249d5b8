import {
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  TemporalFailure,
  type UntypedActivities,
} from '@temporalio/workflow';

/**
 * Asks activities over the database: local ones first, so that the workflow task that records an answer also arms the next
 * timer; what does not get through, as while the database is away, is asked again by ordinary ones that may take days.
 */
export function sturdyActivities<Activities extends UntypedActivities>() {
  const local = proxyLocalActivities<Activities>({
    scheduleToCloseTimeout: '5 seconds',
    // Three seconds in all. The timeout alone would not end it: one that falls between two attempts goes unnoticed.
    retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumAttempts: 6 },
  });
  // A database that stays away longer must not hold a workflow task: then the same, as often as it takes.
  const patient = proxyActivities<Activities>({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  });
  return async <T>(ask: (activities: typeof local | typeof patient) => Promise<T>): Promise<T> => {
    try {
      return await ask(local);
    } catch (error) {
      // What a local activity throws comes as it is, in no ActivityFailure.
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
      return ask(patient);
    }
  };
}

/**
 * As `ask`, but one after the other. Answers of several that are under way together come singly the first time and at once in
 * a replay, which then does what follows in another order than the history has.
 */
export function oneAtATime<Ask extends (...asked: never[]) => Promise<unknown>>(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return ((...asked: Parameters<Ask>) => {
    const answer = last.then(() => ask(...asked));
    last = answer.catch(() => {});
    return answer;
  }) as Ask;
}
