import { endOfDay, type LocalDate, startOfDay } from '../../domain/dates.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Page, page, type PageRequest } from '../pages.ts';

const SHOWN = {
  concept: true,
  customer: { select: { name: true } },
  receivable: { select: { multipackId: true, multipack: { select: { name: true } } } },
  mail: { select: { subject: true, state: true, attempts: true, sentAt: true, answer: true, lastError: true } },
} as const satisfies Prisma.NoticeInclude;
/** A notice that was sent or waits to be, with its letter. */
export type ShownNotice = Prisma.NoticeGetPayload<{ include: typeof SHOWN }>;

export interface NoticeFilters {
  customerId?: string | undefined;
  state?: 'queued' | 'sent' | 'failed' | undefined;
  from?: LocalDate | undefined;
  /** This day included. */
  to?: LocalDate | undefined;
  /** IANA zone of the two days. */
  timeZone: string;
}

/** The newest first. */
export const listNotices = (
  database: Database,
  where: Prisma.NoticeWhereInput,
  { limit, cursor, customerId, state, from, to, timeZone }: NoticeFilters & PageRequest,
): Promise<Page<ShownNotice>> =>
  page({ field: 'createdAt', kind: 'instant', direction: 'desc' }, { limit, cursor }, (query) =>
    database.notice.findMany({
      ...query,
      where: {
        AND: [
          where,
          query.where,
          {
            ...(customerId !== undefined && { customerId }),
            ...(state && { mail: { state } }),
            createdAt: {
              ...(from !== undefined && { gte: startOfDay(from, timeZone) }),
              ...(to !== undefined && { lt: endOfDay(to, timeZone) }),
            },
          },
        ],
      },
      include: SHOWN,
    }),
  );
