import { type Actor, act as change } from '../../database/act.ts';
import { trace } from '../../database/audit.ts';
import { hashPassword, isPassword, setPassword } from '../../database/users.ts';
import { LANGUAGES } from '../../i18n/index.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { OwnPassword, SessionInfo, SignIn } from '../../schemas/session.ts';
import { demandSession, PERMISSIONS, type SignedIn } from '../access/user.ts';
import type { Deps } from '../deps.ts';
import { Answered } from '../problems.ts';
import { route } from '../route.ts';

const tag = 'session';
const path = '/api/session';

export const sessionRoutes = [
  route({
    method: 'post',
    path,
    tag,
    summary: 'Sign in with e-mail address and password',
    description: 'Sets the session cookie. Not idempotent: each sign-in is a session of its own.',
    access: 'public',
    // The session is stored on a connection of its own, and hashing takes long.
    transaction: false,
    body: SignIn,
    answers: { 200: SessionInfo },
    refusals: ['invalid_credentials', 'too_many_sign_ins'],
    handle: async ({ body, deps, actor, http: { request, response } }) => {
      const signedIn = await deps.sessions.signIn(body, request);
      const user = signedIn && (await deps.sessions.readUser(signedIn.userId, 'console'));
      if (!user) throw new Answered('invalid_credentials');
      await traceSession(deps, { ...actor, id: user.id, name: user.name }, user, 'signed_in');
      response.append('Set-Cookie', signedIn.cookies);
      return sessionInfo(deps, user);
    },
  }),
  route({
    method: 'get',
    path,
    tag,
    summary: 'Who is signed in',
    answers: { 200: SessionInfo },
    handle: ({ user, deps }) => sessionInfo(deps, user),
  }),
  route({
    method: 'delete',
    path,
    tag,
    summary: 'Sign out',
    transaction: false,
    answers: { 204: null },
    handle: async ({ user, deps, actor, http: { request, response } }) => {
      const cookies = await deps.sessions.signOut(request);
      await traceSession(deps, actor, user, 'signed_out');
      response.append('Set-Cookie', cookies);
    },
  }),
  route({
    method: 'post',
    path: `${path}/password`,
    tag,
    summary: 'Choose another password; the other sessions end',
    description: 'Needs the present one: `wrong_password` at `current` otherwise, limited like failed sign-ins.',
    // Hashing takes long.
    transaction: false,
    body: OwnPassword,
    answers: { 204: null },
    refusals: ['session_required', 'too_many_sign_ins'],
    handle: async ({ body, user, actor, database, deps: { clock, config, sessions }, http: { request } }) => {
      demandSession(user);
      if (!(await isPassword(database, user.id, body.current)))
        throw new InvalidInput([{ path: 'current', code: 'wrong_password' }]);
      const [keep, hash] = [await sessions.idOf(request), await hashPassword(body.password, config.passwordCost)];
      await change(database, { actor, clock }, (act) => setPassword(act, user, hash, keep === null ? {} : { keep }));
    },
  }),
];

const traceSession = (
  { database, clock }: Deps,
  actor: Actor,
  { id, branchId }: SignedIn,
  verb: string,
): Promise<void> =>
  trace(
    { tx: database, clock, actor },
    { action: `user.${verb}`, entity: 'user', entityId: id, at: clock.now(), branchId },
  );

async function sessionInfo({ database, config }: Deps, user: SignedIn) {
  const [branch, company] = await Promise.all([
    database.branch.findUniqueOrThrow({ where: { id: user.branchId } }),
    database.company.findUniqueOrThrow({ where: { id: 1 } }),
  ]);
  const { id, name, email, accessLevel, language, departmentId } = user;
  return {
    user: {
      id,
      name,
      email,
      accessLevel,
      permissions: [...(accessLevel === 1 ? PERMISSIONS : user.permissions)],
      language,
      departmentId,
    },
    branch: {
      id: branch.id,
      name: branch.name,
      timeZone: branch.timeZone,
      language: branch.language as (typeof LANGUAGES)[number],
      currency: branch.currency,
    },
    company: { name: company.name },
    languages: [...LANGUAGES],
    testClock: config.testClock,
    temporalUi: config.temporalUi ?? null,
    temporalWorkflows:
      config.temporalUi && config.temporalNamespace
        ? `${config.temporalUi}/namespaces/${config.temporalNamespace}/workflows`
        : null,
  };
}
