import type { Prisma } from '../../database/generated/client.ts';
import type { SignedIn } from './user.ts';

/**
 * What a user may see, as conditions on the queries: what is outside them does not exist for that user (404).
 * Levels 2 to 4 serve anybody who walks into their branch, so that customers and what they bought go by the branch the
 * customer belongs to now; tasks are narrower.
 */
type Viewer = Pick<SignedIn, 'id' | 'accessLevel' | 'branchId' | 'departmentId'>;

const isEverywhere = (viewer: Viewer) => viewer.accessLevel === 1;

export const visibleCustomers = (viewer: Viewer): Prisma.CustomerWhereInput =>
  isEverywhere(viewer) ? {} : { branchId: viewer.branchId };

export const visibleMultipacks = (viewer: Viewer): Prisma.MultipackWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleReceivables = (viewer: Viewer): Prisma.ReceivableWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleServiceOrders = (viewer: Viewer): Prisma.ServiceOrderWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

/** Tickets and cancellation requests are the branch's, whoever works them. */
export const visibleTickets = (viewer: Viewer): Prisma.TicketWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleRequests = (viewer: Viewer): Prisma.CancellationRequestWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleConnections = (viewer: Viewer): Prisma.ConnectionWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleConversations = (viewer: Viewer): Prisma.BotConversationWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleNas = (viewer: Viewer): Prisma.NasWhereInput =>
  isEverywhere(viewer) ? {} : { branchId: viewer.branchId };

/** Letters to no customer are the company's. */
export const visibleMails = (viewer: Viewer): Prisma.MailWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

export const visibleNotices = (viewer: Viewer): Prisma.NoticeWhereInput =>
  isEverywhere(viewer) ? {} : { customer: visibleCustomers(viewer) };

/** Colleagues: the whole company for level 1, else the branch. */
export const visibleUsers = (viewer: Viewer): Prisma.UserWhereInput =>
  isEverywhere(viewer) ? {} : { branchId: viewer.branchId };

export const visibleApiTokens = (viewer: Viewer): Prisma.ApiTokenWhereInput =>
  isEverywhere(viewer) ? {} : { userId: viewer.id };

/** Own ones, and those shared with the company or the owner's branch. */
export const visibleSavedFilters = (viewer: Viewer): Prisma.SavedFilterWhereInput => ({
  OR: [
    { ownerId: viewer.id },
    { sharedWith: 'company' },
    { sharedWith: 'branch', ...(isEverywhere(viewer) ? {} : { owner: { branchId: viewer.branchId } }) },
  ],
});

/** Whose tasks a viewer sees: those of customers of a branch, or those written by or assigned to some users; null: all. */
interface CrmTaskReach {
  branchId: string | null;
  userIds: string[] | null;
}

/**
 * Level 2 sees the branch's tasks, 3 those written by or assigned to somebody of the own department in the own branch,
 * 4 the own ones. `colleagues` are the ids of that department's users, and only level 3 needs them.
 */
export function reachOfCrmTasks(viewer: Viewer, colleagues: readonly string[] = []): CrmTaskReach {
  if (viewer.accessLevel <= 2) return { branchId: isEverywhere(viewer) ? null : viewer.branchId, userIds: null };
  return { branchId: null, userIds: viewer.accessLevel === 3 ? [viewer.id, ...colleagues] : [viewer.id] };
}

/** The same as a condition. */
export function visibleCrmTasks(viewer: Viewer, colleagues: readonly string[] = []): Prisma.CrmTaskWhereInput {
  const { branchId, userIds } = reachOfCrmTasks(viewer, colleagues);
  if (userIds) return concerning(userIds);
  return branchId === null ? {} : { customer: { branchId } };
}

/** Whose notes a viewer sees, by the author's present branch and department (004); null: anybody's. */
export interface NoteReach {
  /** Of the customers: a note is read where its customer is. */
  customerBranchId: string | null;
  branchId: string | null;
  departmentId: string | null;
  userId: string | null;
}

/** Level 1 sees all notes, 2 those of the branch's users, 3 those of the department's in the branch, 4 the own ones. */
export function visibleNotes(viewer: Viewer): NoteReach {
  const anybody = { customerBranchId: null, branchId: null, departmentId: null, userId: null };
  if (isEverywhere(viewer)) return anybody;
  const { id: userId, branchId, departmentId } = viewer;
  const within = { ...anybody, customerBranchId: branchId };
  if (viewer.accessLevel === 2) return { ...within, branchId };
  return viewer.accessLevel === 3 && departmentId !== null
    ? { ...within, branchId, departmentId }
    : { ...within, userId };
}

/** Whose agenda a viewer may open: at level 1 everybody's, at 2 the branch's, at 3 the department's, at 4 the own. */
export function visibleAgendas(viewer: Viewer): Prisma.UserWhereInput {
  if (viewer.accessLevel <= 2) return visibleUsers(viewer);
  return (viewer.accessLevel === 3 ? departmentOf(viewer) : null) ?? { id: viewer.id };
}

/** Users whose tasks a viewer of level 3 sees: without a department there is nobody but the viewer. */
export const departmentOf = (viewer: Viewer): Prisma.UserWhereInput | null =>
  viewer.departmentId === null ? null : { departmentId: viewer.departmentId, branchId: viewer.branchId };

const concerning = (users: string[]): Prisma.CrmTaskWhereInput => ({
  OR: [{ authorKind: 'user', authorId: { in: users } }, { assigneeId: { in: users } }],
});
