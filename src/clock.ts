/**
 * The time as a customer has it. Without the test clock everybody has the real time; with it a customer's clock may
 * be ahead, together with the skipped time of their workflows. No business date comes from anywhere else.
 */
export interface Clock {
  /** The instant now, for what belongs to no customer. */
  now(): Date;
  /** The instant now for one customer. */
  nowOf(customer: { clockAheadMs: bigint }): Date;
  /** A real instant as one customer has it. */
  of(customer: { clockAheadMs: bigint }, instant: Date): Date;
}

export function clock(options: { testClock: boolean }): Clock {
  const of: Clock['of'] = ({ clockAheadMs }, instant) =>
    new Date(instant.getTime() + (options.testClock ? Number(clockAheadMs) : 0));
  return { now: () => new Date(), nowOf: (customer) => of(customer, new Date()), of };
}
