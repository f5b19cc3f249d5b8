/**
 * The time as a customer has it. Without the test clock everybody has the real time; with it a customer's clock may
 * be ahead, together with the skipped time of their workflows. No business date comes from anywhere else.
 */
export interface Clock {
  /** The instant now, for what belongs to no customer. */
  now(): Date;
  /** The instant now for one customer. */
  nowOf(customer: { clockAheadMs: bigint }): Date;
}

export function clock(options: { testClock: boolean }): Clock {
  return {
    now: () => new Date(),
    nowOf: (customer) => new Date(Date.now() + (options.testClock ? Number(customer.clockAheadMs) : 0)),
  };
}
