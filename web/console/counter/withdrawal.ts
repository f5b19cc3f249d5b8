import { useQuery } from '@tanstack/react-query';
import type { ExtraordinaryReason } from '../../../src/domain/withdrawal.ts';
import { api } from '../../shared/api.ts';
import type { StoredFile, WithdrawalPreviewed } from '../../shared/types.ts';

/** Death, illness or relocation, which open it to any payment (001). */
export interface Extraordinary {
  isOn: boolean;
  reason: ExtraordinaryReason | null;
}

/** What is typed into the form. */
export interface Withdrawal {
  taskTypeId: string | null;
  lastDay: string | null;
  notes: string;
  multipackIds: string[];
  assigneeId: string | null;
  dueOn: string | null;
  extraordinary: Extraordinary;
  /** The letter, or what proves an extraordinary reason. */
  file: StoredFile | null;
}

export interface Asked {
  multipackIds: string[];
  lastDay: string | null;
  extraordinary?: { reason: ExtraordinaryReason } | undefined;
}

/** What is owed, removed and paid: two that differ in it tell different things. */
export const moneyOf = ({ items }: WithdrawalPreviewed): string =>
  JSON.stringify(items.map(({ receivables, successors, sums }) => [receivables, successors.length, sums]));

/** What the withdrawal would do now; asked anew whenever something changes that it may concern. Writes nothing. */
export const usePreview = (customerId: string, asked: Asked) => {
  const path = `/api/customers/${customerId}/withdraw/preview`;
  return useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => api<WithdrawalPreviewed>('POST', path, { body: asked, signal }),
    enabled: asked.lastDay !== null && asked.multipackIds.length > 0,
  });
};
