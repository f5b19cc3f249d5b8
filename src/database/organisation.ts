import type { Span } from '../domain/dates.ts';
import type { NightWindow } from '../domain/night.ts';
import type { Language } from '../schemas/languages.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import { changesOf } from './audit-events.ts';
import type { Database, Tx } from './client.ts';
import { type Branch, type Company, type Department, Prisma } from './generated/client.ts';
import { repointMails } from './mail-accounts.ts';
import { tellNotices } from './notices/tell.ts';
import { tellWaitingChains } from './outbox.ts';
import { type Page, page, type PageRequest } from './pages.ts';

// ---------------------------------------------------------------- the company

export interface SettingsEdit {
  name?: string | undefined;
  /** Of plans that do not name their own; multipacks sold before keep theirs (002). */
  defaultNotice?: Span | undefined;
  nightWindow?: NightWindow | undefined;
  allowWithdrawSignal?: boolean | undefined;
  noticeAccountUserId?: string | null | undefined;
}

/** Throws `version_conflict` (412), `user_unknown` (422), `user_inactive`, `not_administrator` (409). */
export async function editSettings(
  act: Act,
  version: number,
  { name, defaultNotice, nightWindow, allowWithdrawSignal, noticeAccountUserId }: SettingsEdit,
): Promise<void> {
  const { tx } = act;
  const before = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
  if (noticeAccountUserId && noticeAccountUserId !== before.noticeAccountUserId) {
    await demandAdministrator(tx, noticeAccountUserId);
  }
  const data: Prisma.CompanyUncheckedUpdateManyInput = {
    ...(name === undefined ? {} : { name }),
    ...(defaultNotice && { defaultNoticeAmount: defaultNotice.amount, defaultNoticeUnit: defaultNotice.unit }),
    ...(nightWindow && { nightFrom: nightWindow.from, nightTo: nightWindow.to }),
    ...(allowWithdrawSignal === undefined ? {} : { allowWithdrawSignal }),
    ...(noticeAccountUserId === undefined ? {} : { noticeAccountUserId }),
    version: { increment: 1 },
  };
  const { count } = await tx.company.updateMany({ where: { id: 1, version }, data });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
  const fields: (keyof Company)[] = [
    'name',
    'defaultNoticeAmount',
    'defaultNoticeUnit',
    'nightFrom',
    'nightTo',
    'allowWithdrawSignal',
    'noticeAccountUserId',
  ];
  const details = changesOf(before, after, fields);
  if (before.nightFrom !== after.nightFrom || before.nightTo !== after.nightTo) await tellWaitingChains(tx);
  if (before.noticeAccountUserId !== after.noticeAccountUserId) await repointMails(tx, 'all');
  await trace(act, { action: 'settings.edited', entity: 'settings', entityId: '1', at: act.clock.now(), details });
}

async function demandAdministrator(tx: Tx, id: string): Promise<void> {
  const user = await tx.user.findUnique({ where: { id } });
  if (!user) throw new Refusal(422, 'user_unknown');
  if (!user.active) throw new Refusal(409, 'user_inactive');
  if (user.accessLevel !== 1) throw new Refusal(409, 'not_administrator', { name: user.name });
}

// ---------------------------------------------------------------- branches and departments

/** A branch that takes new records. Throws `branch_unknown` (422), `branch_retired` (409). */
export async function demandBranch(tx: Tx, id: string): Promise<Branch> {
  const branch = await tx.branch.findUnique({ where: { id } });
  if (!branch) throw new Refusal(422, 'branch_unknown');
  if (branch.retiredAt) throw new Refusal(409, 'branch_retired');
  return branch;
}

/** Throws `department_unknown` (422), `department_retired` (409). */
export async function demandDepartment(tx: Tx, id: string): Promise<Department> {
  const department = await tx.department.findUnique({ where: { id } });
  if (!department) throw new Refusal(422, 'department_unknown');
  if (department.retiredAt) throw new Refusal(409, 'department_retired');
  return department;
}

export interface BranchFields {
  name: string;
  /** IANA. Multipacks sold before keep the zone they were sold in. */
  timeZone: string;
  country: string;
  language: Language;
  currency: string;
  /** Local time HH:MM from which notices go out (004). */
  noticeTime: string;
}

export const listBranches = (database: Database, request: PageRequest): Promise<Page<Branch>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) => database.branch.findMany(query));

export async function addBranch(act: Act, fields: BranchFields): Promise<Branch> {
  const at = act.clock.now();
  const branch = await act.tx.branch.create({ data: { ...fields, createdAt: at } });
  await trace(act, {
    action: 'branch.added',
    entity: 'branch',
    entityId: branch.id,
    at,
    branchId: branch.id,
    details: { after: { ...fields } },
  });
  return branch;
}

/** Throws `not_found`, `version_conflict`. */
export async function editBranch(
  act: Act,
  id: string,
  version: number,
  { retired, ...edit }: Partial<BranchFields> & { retired?: boolean | undefined },
): Promise<Branch> {
  const { tx } = act;
  const at = act.clock.now();
  const before = await tx.branch.findUnique({ where: { id } });
  if (!before) throw new Refusal(404, 'not_found');
  const { count } = await tx.branch.updateMany({
    where: { id, version },
    data: { ...edit, ...retirement(before, retired, at), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await tx.branch.findUniqueOrThrow({ where: { id } });
  const details = changesOf(before, after, [
    'name',
    'timeZone',
    'country',
    'language',
    'currency',
    'noticeTime',
    'retiredAt',
  ]);
  await trace(act, { action: 'branch.edited', entity: 'branch', entityId: id, at, branchId: id, details });
  if (before.noticeTime !== after.noticeTime || before.timeZone !== after.timeZone) {
    await tellNotices(tx, Prisma.sql`c.branch_id = ${id}::uuid`);
  }
  return after;
}

export const listDepartments = (database: Database, request: PageRequest): Promise<Page<Department>> =>
  page({ field: 'name', direction: 'asc' }, request, (query) => database.department.findMany(query));

export async function addDepartment(act: Act, name: string): Promise<Department> {
  const at = act.clock.now();
  const department = await act.tx.department.create({ data: { name, createdAt: at } });
  await trace(act, {
    action: 'department.added',
    entity: 'department',
    entityId: department.id,
    at,
    details: { after: { name } },
  });
  return department;
}

/** Throws `not_found`, `version_conflict`. */
export async function editDepartment(
  act: Act,
  id: string,
  version: number,
  { retired, ...edit }: { name?: string | undefined; retired?: boolean | undefined },
): Promise<Department> {
  const { tx } = act;
  const at = act.clock.now();
  const before = await tx.department.findUnique({ where: { id } });
  if (!before) throw new Refusal(404, 'not_found');
  const { count } = await tx.department.updateMany({
    where: { id, version },
    data: { ...edit, ...retirement(before, retired, at), version: { increment: 1 } },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await tx.department.findUniqueOrThrow({ where: { id } });
  const details = changesOf(before, after, ['name', 'retiredAt']);
  await trace(act, { action: 'department.edited', entity: 'department', entityId: id, at, details });
  return after;
}

/** Retiring twice keeps the first instant; taking it back clears it. */
export function retirement(
  before: { retiredAt: Date | null },
  retired: boolean | undefined,
  at: Date,
): { retiredAt?: Date | null } {
  if (retired === undefined) return {};
  return { retiredAt: retired ? (before.retiredAt ?? at) : null };
}
