import { setTimeout as delay } from 'node:timers/promises';
import { verify } from '@node-rs/argon2';
import { act as change } from '../../../database/act.ts';
import { readSettings } from '../../../database/settings.ts';
import { customersAt, readPassword, sendSignInLink, setPortalPassword, tracePortal } from '../../../database/portal.ts';
import { hashPassword } from '../../../database/users.ts';
import { LANGUAGES } from '../../../i18n/index.ts';
import { InvalidInput } from '../../../schemas/invalid-input.ts';
import {
  PortalLinkRequest,
  PortalLinkUse,
  PortalPassword,
  PortalSession,
  PortalSignIn,
} from '../../../schemas/portal.ts';
import type { PortalCaller, SignedInToPortal } from '../../access/portal-sessions.ts';
import type { Deps } from '../../deps.ts';
import { Answered } from '../../problems.ts';
import { onBehalfOf, route } from '../../route.ts';
import { toPortalCustomer } from './customers.ts';

const tag = 'portal';
const path = '/portal/api/session';
/** Longer than writing a letter takes: whether there is one to write must not show in the time. */
const LINK_MS = 250;

export const portalSessionRoutes = [
  route({
    method: 'post',
    path,
    tag,
    summary: 'Sign in to the portal with e-mail address and password',
    access: 'public',
    transaction: false,
    body: PortalSignIn,
    answers: { 200: PortalSession },
    refusals: ['invalid_credentials', 'too_many_sign_ins'],
    handle: async ({ body, deps, actor, http: { request, response } }) => {
      const signedIn = await deps.portalSessions.signIn(body, request);
      if (!signedIn) throw new Answered('invalid_credentials');
      return begin(deps, actor.requestId, signedIn, (cookies) => response.append('Set-Cookie', cookies));
    },
  }),
  route({
    method: 'post',
    path: `${path}/link`,
    tag,
    summary: 'Ask for a link by e-mail that signs in',
    description:
      'Always 202, after the same time, whether the address is a customer’s or not. The link works once, within 15 minutes.',
    access: 'public',
    transaction: false,
    body: PortalLinkRequest,
    answers: { 202: null },
    refusals: ['too_many_sign_ins'],
    handle: async ({ body: { email, language: chosen }, language, deps, actor }) => {
      const { database, clock, config } = deps;
      const publicUrl = config.publicUrl ?? 'http://localhost:3000';
      await Promise.all([
        delay(LINK_MS),
        change(database, { actor, clock }, async (act) => {
          const customers = await customersAt(act.tx, act.clock, email);
          await sendSignInLink(act, customers, { email, language: chosen ?? language, publicUrl });
        }),
      ]);
    },
  }),
  route({
    method: 'post',
    path: `${path}/link/use`,
    tag,
    summary: 'Sign in with the token of a link, which is used up by it',
    access: 'public',
    transaction: false,
    body: PortalLinkUse,
    answers: { 200: PortalSession },
    refusals: ['sign_in_link_used', 'too_many_sign_ins'],
    handle: async ({ body, deps, actor, http: { request, response } }) => {
      const signedIn = await deps.portalSessions.signInByLink(body.token, request);
      if (!signedIn) throw new Answered('sign_in_link_used');
      return begin(deps, actor.requestId, signedIn, (cookies) => response.append('Set-Cookie', cookies));
    },
  }),
  route({
    method: 'get',
    path,
    tag,
    summary: 'Who is signed in to the portal, and for which customers',
    access: 'customer',
    answers: { 200: PortalSession },
    handle: ({ caller, deps }) => sessionOf(deps, caller),
  }),
  route({
    method: 'delete',
    path,
    tag,
    summary: 'Sign out of the portal',
    access: 'customer',
    transaction: false,
    answers: { 204: null },
    handle: async ({ caller, deps, actor, http: { request, response } }) => {
      const cookies = await deps.portalSessions.signOut(request);
      await traceCaller(deps, actor.requestId, caller, 'signed_out');
      response.append('Set-Cookie', cookies);
    },
  }),
  route({
    method: 'put',
    path: '/portal/api/session/password',
    tag,
    summary: 'Choose a password; other sessions end',
    description:
      'Needs the present one where there is one, but for the first hour after signing in by a link. A wrong one is `wrong_password` at `current`.',
    access: 'customer',
    body: PortalPassword,
    answers: { 204: null },
    refusals: ['too_many_sign_ins'],
    handle: async ({ act, caller, deps, body: { password, current } }) => {
      if (caller.needsPassword) {
        const stored = await readPassword(act.tx, caller.id);
        if (stored !== null && !(await verify(stored, current ?? ''))) {
          throw new InvalidInput([{ path: 'current', code: 'wrong_password' }]);
        }
      }
      const [customer] = caller.customers;
      const hash = await hashPassword(password, deps.config.passwordCost);
      await setPortalPassword(onBehalfOf(act, customer!), caller, hash);
    },
  }),
];

async function begin(
  deps: Deps,
  requestId: string | undefined,
  { caller, cookies }: SignedInToPortal,
  setCookies: (cookies: string[]) => void,
) {
  await traceCaller(deps, requestId, caller, 'signed_in');
  setCookies(cookies);
  return sessionOf(deps, caller);
}

async function sessionOf({ database }: Deps, { email, hasPassword, needsPassword, customers }: PortalCaller) {
  const { name } = await readSettings(database);
  return {
    email,
    hasPassword,
    needsPassword,
    company: { name },
    customers: customers.map(toPortalCustomer),
    languages: [...LANGUAGES],
  };
}

async function traceCaller(
  { database, clock }: Deps,
  requestId: string | undefined,
  caller: PortalCaller,
  verb: 'signed_in' | 'signed_out',
): Promise<void> {
  const { id, name } = caller.customers[0]!;
  const actor = { kind: 'customer', id, name, channel: 'portal', ...(requestId && { requestId }) } as const;
  await tracePortal({ tx: database, clock, actor }, caller, verb);
}
