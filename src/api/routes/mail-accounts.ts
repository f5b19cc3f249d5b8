import { act as change, Refusal } from '../../database/act.ts';
import {
  mailAccountPassed,
  mailAccountState,
  type OwnAccount,
  readMailAccount,
  removeMailAccount,
  setMailAccount,
} from '../../database/mail-accounts.ts';
import { readSettings } from '../../database/settings.ts';
import { accountFailureWords } from '../../i18n/mail-accounts.ts';
import type { Language } from '../../i18n/languages.ts';
import { testAccount } from '../../mail/account-test.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import {
  type AccountFailure,
  MAIL_PORTS,
  MailAccount,
  MailAccountEdit,
  MailAccountTest,
} from '../../schemas/mail-accounts.ts';
import { demandSession } from '../access/user.ts';
import { route } from '../route.ts';

const tag = 'session';
const path = '/api/session/mail-account';

const toMailAccount = ({ mailAccount, mailSender, waiting }: OwnAccount, language: Language) => {
  const failure = mailSender?.failure as AccountFailure | null | undefined;
  return {
    state: mailAccountState({ mailAccount, mailSender }),
    account: mailAccount && {
      fromName: mailAccount.fromName,
      address: mailAccount.address,
      host: mailAccount.host,
      port: mailAccount.port,
      security: mailAccount.security,
      username: mailAccount.username,
      perMinute: mailAccount.perMinute,
      hasPassword: mailAccount.password !== null,
      checkedAt: mailAccount.checkedAt?.toISOString() ?? null,
    },
    failure:
      mailSender?.failingSince && failure
        ? {
            code: failure,
            words: accountFailureWords(language, failure),
            said: mailSender.said,
            since: mailSender.failingSince.toISOString(),
            retryAt: mailSender.pausedUntil?.toISOString() ?? null,
          }
        : null,
    waiting,
  };
};

export const mailAccountRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'Your own mail account, through which notices to customers go',
    answers: { 200: MailAccount },
    handle: async ({ database, user, language }) => toMailAccount(await readMailAccount(database, user.id), language),
  }),
  route({
    method: 'put',
    path,
    tag,
    summary: 'Set your own mail account',
    description:
      'It sends once a test has passed, and again after server, user name, password or address have changed. ' +
      '`password_needed` at `password` where none was given for this server and user name.',
    body: MailAccountEdit,
    answers: { 200: MailAccount },
    refusals: ['session_required'],
    handle: async ({ act, user, body, language, deps: { config } }) => {
      demandSession(user);
      if (![...MAIL_PORTS, ...(config.mailPorts ?? [])].includes(body.port)) {
        throw new InvalidInput([{ path: 'port', code: 'mail_port' }]);
      }
      await setMailAccount(act, user, config.secretKey, body);
      return toMailAccount(await readMailAccount(act.tx, user.id), language);
    },
  }),
  route({
    method: 'delete',
    path,
    tag,
    summary: 'Remove your own mail account; what waits goes on waiting',
    answers: { 204: null },
    refusals: ['session_required', 'not_found'],
    handle: async ({ act, user }) => {
      demandSession(user);
      await removeMailAccount(act, user);
    },
  }),
  route({
    method: 'post',
    path: `${path}/test`,
    tag,
    summary: 'Send yourself a letter through your mail account as it is stored',
    description: 'Five a minute. Where it passes, the account sends from now on, what waits for it at once.',
    // Mail servers take long.
    transaction: false,
    answers: { 200: MailAccountTest },
    refusals: ['session_required', 'not_found', 'conflict'],
    handle: async ({ database, user, actor, language, deps: { clock, config } }) => {
      demandSession(user);
      const { mailAccount } = await readMailAccount(database, user.id);
      if (!mailAccount) throw new Refusal(404, 'not_found');
      const { name: company } = await readSettings(database);
      const { code, said } = await testAccount(mailAccount, config.secretKey, { to: user.email, company, language });
      if (code === null) {
        await change(database, { actor, clock }, (act) => mailAccountPassed(act, user, mailAccount.version));
      }
      return { ok: code === null, to: user.email, code, words: code && accountFailureWords(language, code), said };
    },
  }),
];
