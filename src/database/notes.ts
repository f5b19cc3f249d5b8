import { localDateOf } from '../domain/dates.ts';
import { type Act, Refusal } from './act.ts';
import { trace } from './audit.ts';
import type { Customer, Prisma } from './generated/client.ts';

export interface NewNote {
  text: string;
  location?: string | null | undefined;
  treatment?: string | null | undefined;
}

/** A note with the names it is shown with; branch and department are the author’s present ones. */
export interface FoundNote {
  id: string;
  text: string;
  location: string | null;
  treatment: string | null;
  createdAt: Date;
  customerId: string;
  customerCode: number;
  customerName: string;
  authorId: string;
  authorName: string;
  branchId: string;
  branchName: string;
  departmentId: string | null;
  departmentName: string | null;
}

/** Writes a note on a customer (004), at the instant of the customer's clock. Throws `department_needed` (409). */
export async function addNote(act: Act, customer: Customer, authorId: string, fields: NewNote): Promise<FoundNote> {
  const { tx, clock } = act;
  const author = await tx.user.findUniqueOrThrow({
    where: { id: authorId },
    include: { branch: true, department: true },
  });
  const { branch, department } = author;
  if (department === null) throw new Refusal(409, 'department_needed');
  const note = await tx.note.create({
    data: { ...fields, customerId: customer.id, authorId, createdAt: clock.nowOf(customer) },
  });
  await traceNote(act, 'added', note.id, customer);
  return {
    ...note,
    customerCode: customer.code,
    customerName: customer.name,
    authorName: author.name,
    branchId: branch.id,
    branchName: branch.name,
    departmentId: department.id,
    departmentName: department.name,
  };
}

/** Removes a note for good; the trace says whose it was and of which day, not what it said. Throws `not_found` (404). */
export async function removeNote(act: Act, id: string): Promise<void> {
  const { tx } = act;
  const note = await tx.note.findUnique({
    where: { id },
    include: { author: true, customer: { include: { branch: true } } },
  });
  if (!note) throw new Refusal(404, 'not_found');
  const { author, customer } = note;
  const { count } = await tx.note.deleteMany({ where: { id } });
  if (count === 0) throw new Refusal(404, 'not_found');
  await traceNote(act, 'removed', id, customer, {
    author: { id: author.id, name: author.name },
    day: localDateOf(note.createdAt, customer.branch.timeZone),
  });
}

const traceNote = (act: Act, verb: string, id: string, customer: Customer, details: Prisma.InputJsonObject = {}) =>
  trace(act, {
    action: `note.${verb}`,
    entity: 'note',
    entityId: id,
    customerId: customer.id,
    branchId: customer.branchId,
    at: act.clock.nowOf(customer),
    details,
  });
