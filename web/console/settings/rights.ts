import type { SessionInfo } from '../../shared/types.ts';

/** What each access level reaches, 1 to 4, and the names of its words. */
export const LEVELS = ['company', 'branch', 'department', 'own'] as const;

export const levelOf = (accessLevel: number): (typeof LEVELS)[number] => LEVELS[accessLevel - 1]!;

/** In the order in which they are offered. */
export const PERMISSIONS = [
  'late_receipt',
  'force_renewal_cancellation',
  'remove_renewal',
  'extraordinary_withdrawal',
  'change_preferred_agent',
] as const satisfies readonly SessionInfo['user']['permissions'][number][];
