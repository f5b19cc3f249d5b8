import { mailAccountState } from '../../database/mail-accounts.ts';
import { mapPage } from '../../database/pages.ts';
import {
  addUser,
  editUser,
  findUser,
  hashPassword,
  listUsers,
  setPassword,
  type ShownUser,
} from '../../database/users.ts';
import { languageOf } from '../../i18n/index.ts';
import { NewPassword, NewUser, User, UserEdit, UserPage, UserQuery } from '../../schemas/users.ts';
import { demandSession, knownPermissions, type Level } from '../access/user.ts';
import { visibleUsers } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'users';
const path = '/api/users';
const administrator = { level: 1 } as const;

const toUser = ({ id, name, email, branchId, departmentId, active, version, ...user }: ShownUser) => ({
  id,
  name,
  email,
  branchId,
  departmentId,
  accessLevel: user.accessLevel as Level,
  permissions: knownPermissions(user.permissions),
  language: languageOf(user.language),
  active,
  mailAccount: mailAccountState(user),
  version,
  createdAt: user.createdAt.toISOString(),
});

export const userRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Members of staff, by name; below level 1 those of the own branch',
    query: UserQuery,
    answers: { 200: UserPage },
    handle: async ({ database, user, query: { active, branchId, departmentId, ...request } }) => {
      const filters = {
        ...(branchId && { branchId }),
        ...(departmentId && { departmentId }),
        ...(active === undefined ? {} : { active }),
      };
      return mapPage(await listUsers(database, { AND: [visibleUsers(user), filters] }, request), toUser);
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One member of staff',
    answers: { 200: User },
    handle: async ({ database, user, params }) => toUser(await findUser(database, visibleUsers(user), params.id)),
  }),
  route({
    method: 'post',
    path,
    tag,
    summary: 'Add a member of staff with a first password',
    access: administrator,
    body: NewUser,
    answers: { 201: User },
    refusals: [
      'session_required',
      'email_taken',
      'branch_unknown',
      'branch_retired',
      'department_unknown',
      'department_retired',
    ],
    handle: async ({ act, user, deps, body: { password, ...fields } }) => {
      demandSession(user);
      const hash = await hashPassword(password, deps.config.passwordCost);
      return toUser(await addUser(act, { departmentId: null, permissions: [], ...fields }, hash));
    },
  }),
  route({
    method: 'patch',
    path: `${path}/{id}`,
    tag,
    summary: 'Edit a member of staff, or end or restore their access',
    description: 'Who is not active loses sessions and tokens at once. One active user of level 1 must remain.',
    access: administrator,
    body: UserEdit,
    answers: { 200: User },
    refusals: [
      'session_required',
      'email_taken',
      'last_administrator',
      'branch_unknown',
      'branch_retired',
      'department_unknown',
      'department_retired',
    ],
    handle: async ({ act, user, params, version, body }) => {
      demandSession(user);
      return toUser(await editUser(act, await findUser(act.tx, {}, params.id), version, body));
    },
  }),
  route({
    method: 'post',
    path: `${path}/{id}/set-password`,
    tag,
    summary: 'Give a member of staff another password; their sessions end',
    access: administrator,
    body: NewPassword,
    answers: { 204: null },
    refusals: ['session_required'],
    handle: async ({ act, user, deps, params, body }) => {
      demandSession(user);
      const whose = await findUser(act.tx, {}, params.id);
      await setPassword(act, whose, await hashPassword(body.password, deps.config.passwordCost));
    },
  }),
];
