/** What the API asks of the engine directly. Everything else reaches it through rows and the outbox. */
export interface EnginePort {
  /** Whether Temporal answers; never throws. `detail` is for people. */
  health(): Promise<{ reachable: boolean; detail: string }>;
  /** Lets the workflows of one customer skip from one instant to a later one. Only with the test clock. */
  moveClock?(move: { customerId: string; from: Date; to: Date }): Promise<void>;
}
