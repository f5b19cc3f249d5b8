import { z } from 'zod';
import { findCustomer } from '../../database/customers.ts';
import { addNote, type FoundNote, removeNote } from '../../database/notes.ts';
import { mapPage } from '../../database/pages.ts';
import { exportNotes } from '../../reports/export.ts';
import { MEDIA } from '../../reports/files.ts';
import { HEADINGS } from '../../reports/headings.ts';
import { countNotes, listNotes, type NoteFilter } from '../../reports/notes.ts';
import { customerCode } from '../../schemas/codes.ts';
import {
  CustomerNoteQuery,
  NewNote,
  Note,
  NotePage,
  NoteReportCount,
  NoteReportCountQuery,
  NoteReportFileQuery,
  NoteReportQuery,
} from '../../schemas/notes.ts';
import type { SignedIn } from '../access/user.ts';
import { visibleCustomers, visibleNotes } from '../access/visibility.ts';
import { Download, route } from '../route.ts';
import { reachOf } from './multipacks.ts';

const path = '/api/reports/notes';

const toNote = (note: FoundNote) => ({
  id: note.id,
  customer: { id: note.customerId, code: customerCode(note.customerCode), name: note.customerName },
  text: note.text,
  location: note.location,
  treatment: note.treatment,
  author: { id: note.authorId, name: note.authorName },
  branch: { id: note.branchId, name: note.branchName },
  department: note.departmentId === null ? null : { id: note.departmentId, name: note.departmentName! },
  createdAt: note.createdAt.toISOString(),
});

interface Asked extends Pick<NoteFilter, 'customerId' | 'search' | 'from' | 'to' | 'lastThree'> {
  branchId?: string | undefined;
  departmentId?: string | undefined;
  userId?: string | undefined;
}

/** What is asked for, of what the user sees. Throws `branch_unknown` (422). */
function filterOf(user: SignedIn, { branchId, departmentId, userId, ...asked }: Asked): NoteFilter {
  const reach = visibleNotes(user);
  const ids = (...all: (string | null | undefined)[]) => all.filter((id) => typeof id === 'string');
  return {
    ...asked,
    customerBranchId: reach.customerBranchId,
    branchIds: ids(reach.branchId, branchId && reachOf(user, branchId)),
    departmentIds: ids(reach.departmentId, departmentId),
    userIds: ids(reach.userId, userId),
  };
}

export const noteRoutes = [
  route({
    method: 'get',
    path: '/api/customers/{id}/notes',
    tag: 'notes',
    summary: 'Notes on a customer, the newest first',
    description:
      'By the present branch and department of their authors: level 1 sees all, 2 those of the branch, 3 those of the department, 4 the own ones.',
    query: CustomerNoteQuery,
    answers: { 200: NotePage },
    handle: async ({ database, user, params, query: { search, ...request } }) => {
      const { id: customerId } = await findCustomer(database, visibleCustomers(user), params.id);
      return mapPage(await listNotes(database, filterOf(user, { customerId, search }), request), toNote);
    },
  }),
  route({
    method: 'post',
    path: '/api/customers/{id}/notes',
    tag: 'notes',
    summary: 'Write a note on a customer',
    description: 'Its branch and department are the author’s, and change with them.',
    body: NewNote,
    answers: { 201: Note },
    refusals: ['department_needed'],
    handle: async ({ act, user, params, body }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      return toNote(await addNote(act, customer, user.id, body));
    },
  }),
  route({
    method: 'delete',
    path: '/api/notes/{id}',
    tag: 'notes',
    summary: 'Remove a note for good',
    access: { level: 1 },
    answers: { 204: null },
    handle: ({ act, params }) => removeNote(act, params.id),
  }),
  route({
    method: 'get',
    path,
    tag: 'reports',
    summary: 'Notes by customer, the newest first',
    query: NoteReportQuery,
    answers: { 200: NotePage },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query: { limit, cursor, groupByDepartment, ...asked } }) => {
      const request = { limit, cursor, byDepartment: groupByDepartment };
      return mapPage(await listNotes(database, filterOf(user, asked), request), toNote);
    },
  }),
  route({
    method: 'get',
    path: `${path}/count`,
    tag: 'reports',
    summary: 'How many notes the report finds, and in which departments',
    query: NoteReportCountQuery,
    answers: { 200: NoteReportCount },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, query }) => {
      const departments = await countNotes(database, filterOf(user, query));
      return { notes: departments.reduce((sum, { notes }) => sum + notes, 0), departments };
    },
  }),
  route({
    method: 'get',
    path: `${path}/file`,
    tag: 'reports',
    summary: 'All notes of the report as an Excel file',
    description:
      'In the language of the reader; instants in the zone of the reader’s branch, which the heading names. Departments, if they are asked for, are groups that fold. `X-Total-Count` tells how many notes will come.',
    query: NoteReportFileQuery,
    media: MEDIA.xlsx,
    answers: { 200: z.string() },
    refusals: ['branch_unknown'],
    handle: async ({ database, user, language, query: { groupByDepartment, ...asked } }) => {
      const filter = filterOf(user, asked);
      const departments = await countNotes(database, filter);
      const options = { language, timeZone: user.timeZone, departments: groupByDepartment ? departments : null };
      return new Download(
        `${HEADINGS[language].files.notes}.xlsx`,
        (send) => exportNotes(database, filter, options, send),
        { 'Content-Type': MEDIA.xlsx, 'X-Total-Count': String(departments.reduce((sum, { notes }) => sum + notes, 0)) },
      );
    },
  }),
];
