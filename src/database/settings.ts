import type { Span } from '../domain/dates.ts';
import type { NightWindow } from '../domain/night.ts';
import type { Tx } from './client.ts';

export interface Settings {
  name: string;
  defaultNotice: Span;
  nightWindow: NightWindow;
  allowWithdrawSignal: boolean;
  /** Whose mail account sends what no collection agent does; null: the system itself (004). */
  noticeAccountUserId: string | null;
  version: number;
}

export async function readSettings(tx: Tx): Promise<Settings> {
  const company = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
  return {
    name: company.name,
    defaultNotice: { amount: company.defaultNoticeAmount, unit: company.defaultNoticeUnit },
    nightWindow: { from: company.nightFrom, to: company.nightTo },
    allowWithdrawSignal: company.allowWithdrawSignal,
    noticeAccountUserId: company.noticeAccountUserId,
    version: company.version,
  };
}
