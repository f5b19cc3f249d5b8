import { runService } from '../../src/cli/service.ts';

/** Stands in for a part of Tacit where only its life is looked at: it is ready at once and runs until told to stop. */
await runService(async () => {
  const alive = setInterval(() => {}, 1_000);
  return { stop: async () => clearInterval(alive) };
});
