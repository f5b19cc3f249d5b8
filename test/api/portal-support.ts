import { ANNA } from '../database/support.ts';
import { type Act, act } from '../../src/database/act.ts';
import { sellMultipack } from '../../src/database/multipacks/sell.ts';
import { columnsOfTerms } from '../../src/database/terms-columns.ts';
import { hashPassword } from '../../src/database/users.ts';
import type { PlanTerms } from '../../src/domain/terms.ts';
import { MONTHLY } from '../database/support.ts';
import { type Api, callerWith, CHEAP, cookieOf, PASSWORD } from './support.ts';

/** Customers, what they bought, and ways into the portal. */
export function portalOf(api: Api) {
  let made = 0;
  const change = <T>(work: (act: Act) => Promise<T>) =>
    act(api.database, { actor: ANNA, clock: api.parts.clock }, work);

  async function customer(email: string | null, name = 'Mario Rossi') {
    const branch = await api.database.branch.findFirstOrThrow({ orderBy: { id: 'asc' } });
    const data = { name, email, branchId: branch.id, language: 'es', createdAt: new Date() };
    return api.database.customer.create({ data });
  }

  async function sold(customerId: string, startOn: string, terms: Partial<PlanTerms> = {}) {
    const columns = columnsOfTerms({ ...MONTHLY, ...terms });
    made += 1;
    const plan = await api.database.plan.create({
      data: { ...columns, name: `${columns.name} ${made}`, createdAt: new Date() },
    });
    return (await change((each) => sellMultipack(each, { customerId, planId: plan.id, startOn }))).multipack;
  }

  /** The token in the newest letter to an address; null where there is none. */
  async function tokenFor(email: string): Promise<string | null> {
    const mail = await api.database.mail.findFirst({
      where: { to: email, kind: 'portal_link' },
      orderBy: { id: 'desc' },
    });
    return /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? null;
  }

  const askForLink = (email: string) => api.stranger().post('/portal/api/session/link').send({ email });
  const useLink = (token: string) => api.stranger().post('/portal/api/session/link/use').send({ token });

  async function signedIn(email: string) {
    await askForLink(email);
    const answer = await useLink((await tokenFor(email))!);
    if (answer.status !== 200) throw new Error(`the link answered ${answer.status}: ${answer.text}`);
    return callerWith(api.server, cookieOf(answer));
  }

  async function withPassword(email: string, password = PASSWORD) {
    const user = await api.database.portalUser.create({ data: { email, name: email, createdAt: new Date() } });
    await api.database.portalAccount.create({
      data: {
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: await hashPassword(password, CHEAP),
      },
    });
  }

  const signIn = (email: string, password = PASSWORD) =>
    api.stranger().post('/portal/api/session').send({ email, password });

  return { change, customer, sold, tokenFor, askForLink, useLink, signedIn, withPassword, signIn };
}
