/** A part that runs until it is told to stop. */
export interface Service {
  /** Finishes what is under way, then resolves. */
  stop(): Promise<void>;
}

/** The word by which a part tells the process that started it that it works. */
export const READY = 'ready';

// A parent that died can no longer kill a part that does not stop.
const STOP_LIMIT_MS = 30_000;
/** Enough for the last words. */
const FAILED_LIMIT_MS = 1_000;

/**
 * Runs the part until SIGTERM, SIGINT, or the end of the process that started it, whichever comes first.
 * Where that process listens, it is told when the part is ready.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  const toldToStop = new Promise<void>((resolve) => {
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => resolve());
  });
  const service = await start().catch((error: unknown) => {
    // What was opened already, the channel above all, must not keep alive a part that failed: its parent waits for its end.
    if (process.connected) process.disconnect();
    setTimeout(() => process.exit(1), FAILED_LIMIT_MS).unref();
    throw error;
  });
  if (process.connected) process.send?.(READY);
  await toldToStop;
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await service.stop();
  process.exit(0);
}
