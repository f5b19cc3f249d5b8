import { hash, verify } from '@node-rs/argon2';
import { clock } from '../clock.ts';
import type { Language } from '../schemas/languages.ts';
import { type Act, Refusal, SYSTEM } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import { endCalendarFeed } from './calendar-feed.ts';
import { ACCOUNT_OF, type AccountOf } from './mail-accounts.ts';
import type { Database, Tx } from './client.ts';
import type { Prisma, User } from './generated/client.ts';
import { demandBranch, demandDepartment } from './organisation.ts';
import { type Page, page, type PageRequest } from './pages.ts';

/** Of argon2id, which the library takes by default: memory in KiB, passes. */
export interface PasswordCost {
  memoryCost: number;
  timeCost: number;
}

/** What OWASP asks for at least. */
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2 };

export const hashPassword = (password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> =>
  hash(password, { ...cost, parallelism: 1 });

export interface UserFields {
  name: string;
  email: string;
  branchId: string;
  departmentId: string | null;
  accessLevel: number;
  permissions: string[];
  language: Language;
}

/** With what says whether notices can go out through the user's mail account. */
export type ShownUser = User & AccountOf;

export const listUsers = (
  database: Database,
  where: Prisma.UserWhereInput,
  request: PageRequest,
): Promise<Page<ShownUser>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) =>
    database.user.findMany({ ...query, where: { AND: [where, query.where] }, include: ACCOUNT_OF }),
  );

/** Throws `not_found` (404). */
export async function findUser(tx: Tx, where: Prisma.UserWhereInput, id: string): Promise<ShownUser> {
  const user = await tx.user.findFirst({ where: { AND: [{ id }, where] }, include: ACCOUNT_OF });
  if (!user) throw new Refusal(404, 'not_found');
  return user;
}

/** Adds a member of staff. Throws `branch_unknown`, `branch_retired`, `department_unknown`, `department_retired`. */
export async function addUser(
  act: Act,
  fields: Omit<UserFields, 'language'> & { language?: Language | undefined },
  passwordHash: string,
): Promise<ShownUser> {
  const now = act.clock.now();
  const branch = await demandBranch(act.tx, fields.branchId);
  if (fields.departmentId !== null) await demandDepartment(act.tx, fields.departmentId);
  const user = await act.tx.user.create({
    data: { ...fields, language: fields.language ?? branch.language, createdAt: now },
    include: ACCOUNT_OF,
  });
  await storePassword(act.tx, user.id, passwordHash);
  await traceUser(act, user, 'added', { after: { ...fields, language: user.language } });
  return user;
}

const EDITABLE = [
  'name',
  'email',
  'branchId',
  'departmentId',
  'accessLevel',
  'permissions',
  'language',
  'active',
] as const;

/**
 * Edits a member of staff. Who is not active loses sessions, tokens and the calendar's address for good.
 * Throws `version_conflict`, `last_administrator`, and as `addUser`.
 */
export async function editUser(
  act: Act,
  before: User,
  version: number,
  edit: Partial<UserFields> & { active?: boolean | undefined },
): Promise<ShownUser> {
  const { tx } = act;
  if (edit.branchId !== undefined && edit.branchId !== before.branchId) await demandBranch(tx, edit.branchId);
  if (edit.departmentId && edit.departmentId !== before.departmentId) await demandDepartment(tx, edit.departmentId);
  // One such edit after the other: two that each leave the other's administrator would leave none.
  await tx.$queryRaw`SELECT id FROM company FOR UPDATE`;
  const { count } = await tx.user.updateMany({
    where: { id: before.id, version },
    data: { ...edit, version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  if ((await tx.user.count({ where: { accessLevel: 1, active: true } })) === 0)
    throw new Refusal(409, 'last_administrator');
  const after = await tx.user.findUniqueOrThrow({ where: { id: before.id }, include: ACCOUNT_OF });
  if (!after.active) {
    await tx.session.deleteMany({ where: { userId: before.id } });
    const revokedAt = act.clock.now();
    await tx.apiToken.updateMany({ where: { userId: before.id, revokedAt: null }, data: { revokedAt } });
    await endCalendarFeed(tx, before.id);
  }
  await traceUser(act, after, 'edited', changesOf(before, after, EDITABLE));
  return after;
}

/** Gives a user another password and ends the sessions opened with the one before, but for the one that is kept. */
export async function setPassword(
  act: Act,
  user: Pick<User, 'id' | 'branchId'>,
  passwordHash: string,
  { keep }: { keep?: string } = {},
): Promise<void> {
  await storePassword(act.tx, user.id, passwordHash);
  await act.tx.session.deleteMany({ where: { userId: user.id, ...(keep && { id: { not: keep } }) } });
  await traceUser(act, user, 'password_set');
}

/** Whether it is the user's password now. */
export async function isPassword(tx: Tx, userId: string, password: string): Promise<boolean> {
  const account = await tx.account.findFirst({ where: { userId, providerId: 'credential' } });
  return account?.password != null && verify(account.password, password);
}

/** better-auth's account of kind "credential": one per user. */
async function storePassword(tx: Tx, userId: string, password: string): Promise<void> {
  const { count } = await tx.account.updateMany({ where: { userId, providerId: 'credential' }, data: { password } });
  if (count === 0) await tx.account.create({ data: { userId, accountId: userId, providerId: 'credential', password } });
}

async function traceUser(
  act: Act,
  user: Pick<User, 'id' | 'branchId'>,
  verb: string,
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  const { id: entityId, branchId } = user;
  await trace(act, { action: `user.${verb}`, entity: 'user', entityId, at: act.clock.now(), branchId, details });
}

export interface FirstBranch {
  name: string;
  timeZone: string;
  country: string;
  language: Language;
  currency: string;
}

/**
 * Makes the first administrator, with a branch when there is none. Where somebody of level 1 exists nothing is done, so
 * that it can run at every start and from several processes at once. Returns whether one was made.
 */
export async function ensureAdministrator(
  database: Database,
  {
    email,
    password,
    name = 'Administrator',
    branch,
    cost,
  }: { email: string; password: string; name?: string; branch: FirstBranch; cost?: PasswordCost },
): Promise<boolean> {
  const passwordHash = await hashPassword(password, cost);
  return database.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM company FOR UPDATE`;
    if ((await tx.user.count({ where: { accessLevel: 1 } })) > 0) return false;
    const createdAt = new Date();
    const home =
      (await tx.branch.findFirst({ orderBy: { id: 'asc' } })) ??
      (await tx.branch.create({ data: { ...branch, createdAt } }));
    const user = await tx.user.create({
      data: { name, email: email.toLowerCase(), branchId: home.id, accessLevel: 1, language: home.language, createdAt },
    });
    await storePassword(tx, user.id, passwordHash);
    const after = { name, email: user.email, branchId: home.id, accessLevel: 1 };
    await traceUser({ tx, actor: SYSTEM, clock: clock({ testClock: false }) }, user, 'added', { after });
    return true;
  });
}
