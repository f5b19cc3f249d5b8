import type { Act } from './act.ts';
import { trace } from './audit.ts';
import type { Database, Tx } from './client.ts';
import type { CalendarFeed } from './generated/client.ts';

interface Owner {
  id: string;
  branchId: string;
}

export const findCalendarFeed = (database: Database, userId: string): Promise<CalendarFeed | null> =>
  database.calendarFeed.findUnique({ where: { userId } });

/** Keeps the hash of an address that only its holder knows; of one made before nothing is left. */
export async function setCalendarFeed(act: Act, user: Owner, hash: string): Promise<CalendarFeed> {
  const data = { hash, createdAt: act.clock.now(), lastReadAt: null };
  const feed = await act.tx.calendarFeed.upsert({
    where: { userId: user.id },
    create: { userId: user.id, ...data },
    update: data,
  });
  await traceFeed(act, user, 'calendar_made');
  return feed;
}

/** Ends it; none is no error. */
export async function dropCalendarFeed(act: Act, user: Owner): Promise<void> {
  if (await endCalendarFeed(act.tx, user.id)) await traceFeed(act, user, 'calendar_revoked');
}

/** Whether there was one. */
export const endCalendarFeed = async (tx: Tx, userId: string): Promise<boolean> =>
  (await tx.calendarFeed.deleteMany({ where: { userId } })).count > 0;

/** How stale "last read" may be, so that not every request writes. */
const READ_MS = 60_000;

/** Whose address it is, and that it was read; null: nobody's. */
export async function readerOfCalendar(database: Database, hash: string, at: Date): Promise<string | null> {
  const feed = await database.calendarFeed.findUnique({ where: { hash } });
  if (feed && (!feed.lastReadAt || at.getTime() - feed.lastReadAt.getTime() > READ_MS)) {
    await database.calendarFeed.updateMany({ where: { hash }, data: { lastReadAt: at } });
  }
  return feed && feed.userId;
}

const traceFeed = (act: Act, { id, branchId }: Owner, verb: string): Promise<void> =>
  trace(act, { action: `user.${verb}`, entity: 'user', entityId: id, branchId, at: act.clock.now() });
