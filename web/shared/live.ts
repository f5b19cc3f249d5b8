import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What the server tells: something changed, by whom is for its trace to say. */
interface Change {
  entity: string;
  entityId: string;
  customerId: string | null;
  action: string;
}

/** Changes come in bursts (a night renews thousands); the screen follows in steps. */
const GATHER_MS = 250;
/** After an answer that was no stream, the first time; twice as long each time, up to the last. */
const RECONNECT_MS = 3_000;
const LAST_RECONNECT_MS = 60_000;
/** A line that is back before this was never told to be down. */
const TELL_MS = 5_000;
const ID = /^\/(?:portal\/)?api\/customers\/([0-9a-f-]{36})/;

/** Whether an answer kept under `path` and `query` may look different after `change`. */
function mayConcern(path: string, query: { customerId?: unknown } | undefined, change: Change): boolean {
  const customerId = ID.exec(path)?.[1] ?? query?.customerId;
  return typeof customerId !== 'string' || change.customerId === null || change.customerId === customerId;
}

/**
 * Keeps the screen as the server is: every change, whoever made it, makes the answers on the screen that it may concern be
 * asked again. Says whether the line is up; it comes back by itself, and then everything is asked again, for what was told
 * meanwhile was not heard.
 */
export function useLive(address: string): boolean {
  const client = useQueryClient();
  const [isUp, setUp] = useState(true);
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: number | undefined;
    let telling: number | undefined;
    let gathering: number | undefined;
    let wasDown = false;
    let refusals = 0;
    let changes: Change[] = [];

    const follow = () => {
      gathering = undefined;
      const told = changes;
      changes = [];
      void client.invalidateQueries({
        predicate: ({ queryKey: [path, query] }) =>
          told.some((change) => mayConcern(String(path), query as { customerId?: unknown }, change)),
      });
    };
    const connect = () => {
      source = new EventSource(address);
      source.addEventListener('change', ({ data }: MessageEvent<string>) => {
        changes.push(JSON.parse(data) as Change);
        gathering ??= window.setTimeout(follow, GATHER_MS);
      });
      source.addEventListener('open', () => {
        clearTimeout(telling);
        telling = undefined;
        setUp(true);
        refusals = 0;
        if (wasDown) void client.invalidateQueries();
        wasDown = false;
      });
      source.addEventListener('error', () => {
        wasDown = true;
        telling ??= window.setTimeout(() => setUp(false), TELL_MS);
        // The browser comes back by itself after a broken line, but not after an answer that was no stream.
        if (source?.readyState !== EventSource.CLOSED) return;
        // Why is not said here: if the session has ended, what is asked again says so.
        if (refusals === 0) void client.invalidateQueries();
        retry = window.setTimeout(connect, Math.min(RECONNECT_MS * 2 ** refusals, LAST_RECONNECT_MS));
        refusals += 1;
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(retry);
      clearTimeout(telling);
      clearTimeout(gathering);
    };
  }, [client, address]);
  return isUp;
}
