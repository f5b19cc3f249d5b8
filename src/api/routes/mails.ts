import { Refusal } from '../../database/act.ts';
import { trace } from '../../database/audit.ts';
import { findCustomer } from '../../database/customers.ts';
import { findMail, listMails, sendMailAgain, type ShownMail } from '../../database/mails.ts';
import { mapPage } from '../../database/pages.ts';
import { sendSignInLink } from '../../database/portal.ts';
import { languageOf } from '../../i18n/index.ts';
import { type MAIL_KINDS, Mail, MailPage, MailQuery, MailWithBody } from '../../schemas/mails.ts';
import { visibleCustomers, visibleMails } from '../access/visibility.ts';
import { route } from '../route.ts';

const tag = 'mails';
const path = '/api/mails';

const toMail = (mail: ShownMail) => ({
  id: mail.id,
  kind: mail.kind as (typeof MAIL_KINDS)[number],
  customerId: mail.customerId,
  customerName: mail.customer?.name ?? null,
  to: mail.to,
  subject: mail.subject,
  language: languageOf(mail.language),
  state: mail.state,
  attempts: mail.attempts,
  createdAt: mail.createdAt.toISOString(),
  sentAt: mail.sentAt?.toISOString() ?? null,
  answer: mail.answer ?? mail.lastError,
});

const toMailWithBody = (mail: ShownMail) => ({
  ...toMail(mail),
  messageId: mail.messageId,
  ...(mail.kind === 'portal_link' ? { text: null, html: null } : { text: mail.text, html: mail.html }),
});

export const mailRoutes = [
  route({
    method: 'get',
    path,
    tag,
    summary: 'E-mail that waits, went out or failed, newest first',
    query: MailQuery,
    answers: { 200: MailPage },
    handle: async ({ database, user, query }) => mapPage(await listMails(database, visibleMails(user), query), toMail),
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'One e-mail as it went out',
    answers: { 200: MailWithBody },
    handle: async ({ database, user, params }) =>
      toMailWithBody(await findMail(database, visibleMails(user), params.id)),
  }),
  route({
    method: 'post',
    path: `${path}/{id}/send-again`,
    tag,
    summary: 'Queue an e-mail once more that was given up',
    answers: { 200: Mail },
    refusals: ['mail_not_failed', 'mail_expired'],
    handle: async ({ act, user, params }) => toMail(await sendMailAgain(act, visibleMails(user), params.id)),
  }),
  route({
    method: 'post',
    path: '/api/customers/{id}/portal-link',
    tag,
    summary: 'Mail a customer a link that signs in to the portal',
    answers: { 202: null },
    refusals: ['customer_without_email'],
    handle: async ({ act, user, params, deps }) => {
      const customer = await findCustomer(act.tx, visibleCustomers(user), params.id);
      if (customer.email === null) throw new Refusal(409, 'customer_without_email', { name: customer.name });
      await sendSignInLink(act, [customer], {
        email: customer.email,
        language: languageOf(customer.language),
        publicUrl: deps.config.publicUrl ?? 'http://localhost:3000',
      });
      await trace(act, {
        action: 'customer.portal_link_sent',
        entity: 'customer',
        entityId: customer.id,
        customerId: customer.id,
        branchId: customer.branchId,
        at: act.clock.nowOf(customer),
      });
    },
  }),
];
