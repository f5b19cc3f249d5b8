import { Refusal } from '../../database/act.ts';
import type { Language } from '../../i18n/languages.ts';
import { PERMISSIONS } from '../../schemas/users.ts';

export { PERMISSIONS };

/** Single acts that an access level alone does not allow; level 1 may do them all. */
export type Permission = (typeof PERMISSIONS)[number];

/** Those of a list that exist today. */
export const knownPermissions = (names: readonly string[]): Permission[] =>
  PERMISSIONS.filter((permission) => names.includes(permission));

/** 1 the whole company, 2 the branch, 3 the own department in the own branch, 4 the own records. */
export type Level = 1 | 2 | 3 | 4;

/** Who is signed in, read anew for every request. */
export interface SignedIn {
  id: string;
  name: string;
  email: string;
  accessLevel: Level;
  permissions: readonly Permission[];
  language: Language;
  branchId: string;
  departmentId: string | null;
  /** The zone of the branch: "today" of what belongs to no customer. */
  timeZone: string;
  /** By cookie from the console, or by token. */
  channel: 'console' | 'api';
}

export const isPermitted = (user: SignedIn, permission: Permission): boolean =>
  user.accessLevel === 1 || user.permissions.includes(permission);

/** Throws `permission_required` (403). For what depends on the input; a route states what it always needs. */
export function demand(user: SignedIn, permission: Permission): void {
  if (!isPermitted(user, permission)) throw new Refusal(403, 'permission_required', { permission });
}

/** Throws `level_required` (403) for who sees less than this level. */
export function demandLevel(user: SignedIn, level: Level): void {
  if (user.accessLevel > level) throw new Refusal(403, 'level_required', { level });
}

/** What a stolen token must not do, or it would outlive its end. Throws `session_required` (403). */
export function demandSession(user: SignedIn): void {
  if (user.channel === 'api') throw new Refusal(403, 'session_required');
}
