import {
  addBranch,
  addDepartment,
  editBranch,
  editDepartment,
  editSettings,
  listBranches,
  listDepartments,
} from '../../database/organisation.ts';
import { mapPage } from '../../database/pages.ts';
import type { Branch as BranchRow, Department as DepartmentRow } from '../../database/generated/client.ts';
import { readSettings } from '../../database/settings.ts';
import { Refusal } from '../../database/act.ts';
import { languageOf } from '../../i18n/index.ts';
import {
  Branch,
  BranchEdit,
  BranchPage,
  Department,
  DepartmentEdit,
  DepartmentPage,
  NewBranch,
  NewDepartment,
  Settings,
  SettingsEdit,
} from '../../schemas/organisation.ts';
import { PageQuery } from '../../schemas/common.ts';
import { route } from '../route.ts';

const administrator = { level: 1 } as const;

export const settingsRoutes = [
  route({
    method: 'get',
    path: '/api/settings',
    tag: 'settings',
    summary: 'The company, and what holds where a plan says nothing',
    answers: { 200: Settings },
    handle: ({ database }) => readSettings(database),
  }),
  route({
    method: 'patch',
    path: '/api/settings',
    tag: 'settings',
    summary: 'Edit the settings',
    description: 'The default notice touches later sales only.',
    access: administrator,
    body: SettingsEdit,
    answers: { 200: Settings },
    refusals: ['user_unknown', 'user_inactive', 'not_administrator'],
    handle: async ({ act, version, body }) => {
      await editSettings(act, version, body);
      return readSettings(act.tx);
    },
  }),
];

const toBranch = ({ retiredAt, createdAt, ...branch }: BranchRow) => ({
  ...branch,
  language: languageOf(branch.language),
  retired: retiredAt !== null,
  createdAt: createdAt.toISOString(),
});

export const branchRoutes = [
  route({
    method: 'get',
    path: '/api/branches',
    tag: 'branches',
    summary: 'Branches, by name',
    query: PageQuery,
    answers: { 200: BranchPage },
    handle: async ({ database, query }) => mapPage(await listBranches(database, query), toBranch),
  }),
  route({
    method: 'get',
    path: '/api/branches/{id}',
    tag: 'branches',
    summary: 'One branch',
    answers: { 200: Branch },
    handle: async ({ database, params }) => {
      const branch = await database.branch.findUnique({ where: { id: params.id } });
      if (!branch) throw new Refusal(404, 'not_found');
      return toBranch(branch);
    },
  }),
  route({
    method: 'post',
    path: '/api/branches',
    tag: 'branches',
    summary: 'Open a branch',
    access: administrator,
    body: NewBranch,
    answers: { 201: Branch },
    refusals: ['name_taken'],
    handle: async ({ act, body }) => toBranch(await addBranch(act, body)),
  }),
  route({
    method: 'patch',
    path: '/api/branches/{id}',
    tag: 'branches',
    summary: 'Edit or retire a branch',
    description: 'What was sold keeps the time zone of its sale.',
    access: administrator,
    body: BranchEdit,
    answers: { 200: Branch },
    refusals: ['name_taken'],
    handle: async ({ act, params, version, body }) => toBranch(await editBranch(act, params.id, version, body)),
  }),
];

const toDepartment = ({ retiredAt, createdAt, ...department }: DepartmentRow) => ({
  ...department,
  retired: retiredAt !== null,
  createdAt: createdAt.toISOString(),
});

export const departmentRoutes = [
  route({
    method: 'get',
    path: '/api/departments',
    tag: 'departments',
    summary: 'Departments, by name',
    query: PageQuery,
    answers: { 200: DepartmentPage },
    handle: async ({ database, query }) => mapPage(await listDepartments(database, query), toDepartment),
  }),
  route({
    method: 'get',
    path: '/api/departments/{id}',
    tag: 'departments',
    summary: 'One department',
    answers: { 200: Department },
    handle: async ({ database, params }) => {
      const department = await database.department.findUnique({ where: { id: params.id } });
      if (!department) throw new Refusal(404, 'not_found');
      return toDepartment(department);
    },
  }),
  route({
    method: 'post',
    path: '/api/departments',
    tag: 'departments',
    summary: 'Add a department',
    access: administrator,
    body: NewDepartment,
    answers: { 201: Department },
    refusals: ['name_taken'],
    handle: async ({ act, body }) => toDepartment(await addDepartment(act, body.name)),
  }),
  route({
    method: 'patch',
    path: '/api/departments/{id}',
    tag: 'departments',
    summary: 'Edit or retire a department',
    access: administrator,
    body: DepartmentEdit,
    answers: { 200: Department },
    refusals: ['name_taken'],
    handle: async ({ act, params, version, body }) => toDepartment(await editDepartment(act, params.id, version, body)),
  }),
];
