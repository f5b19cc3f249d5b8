import { localDateOf } from '../../../src/domain/dates.ts';
import type { CancellationRequestDetail } from '../../shared/types.ts';

/** The day now for the customer of a request. */
export const todayOf = ({ now, timeZone }: Pick<CancellationRequestDetail, 'now' | 'timeZone'>): string =>
  localDateOf(new Date(now), timeZone);

/** What is done in the course of an analysis stands in its history. */
export const withinOf = ({ id, concludedAt }: CancellationRequestDetail): { requestId?: string } =>
  concludedAt === null ? { requestId: id } : {};
