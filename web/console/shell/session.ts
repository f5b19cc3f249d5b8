import { useSuspenseQuery } from '@tanstack/react-query';
import { getOptions } from '../../shared/queries.ts';
import type { SessionInfo } from '../../shared/types.ts';

/** Who is signed in; below the shell somebody is. */
export const useSession = (): SessionInfo => useSuspenseQuery(getOptions<SessionInfo>('/api/session')).data;

/** Level 1 may do everything. */
export function usePermission(permission: SessionInfo['user']['permissions'][number]): boolean {
  const { user } = useSession();
  return user.accessLevel === 1 || user.permissions.includes(permission);
}
