import type { Money } from '../../domain/money.ts';
import { type Letter, letter, type LetterValues } from '../../mail/letters.ts';
import type { Tx } from '../client.ts';
import type { NoticeConcept } from '../generated/client.ts';
import { dueOnOf, outstandingOf } from '../receivables.ts';
import { readSettings } from '../settings.ts';
import type { CustomerWithPersons, Recipient, ToldReceivable, Wanted } from './facts.ts';

/** What a notice tells of a receivable, real or made up. */
export type Told = Pick<LetterValues['notice'], 'multipack' | 'amount' | 'dueOn'>;

export const toldOf = (receivable: ToldReceivable): Told => ({
  multipack: receivable.multipack.name,
  amount: outstanding(receivable),
  dueOn: dueOnOf(receivable),
});

export const outstanding = (receivable: ToldReceivable): Money => ({
  amount: outstandingOf(receivable),
  currency: receivable.currency,
});

/** The words of a customer's notices, for as many letters as one likes. */
export async function noticeWriter(tx: Tx, wanted: Wanted, customer: CustomerWithPersons) {
  const { name: company } = await readSettings(tx);
  return (
    kind: 'notice' | 'notice_test',
    type: NoticeConcept['type'],
    told: Told,
    { language, declineUrl }: Pick<Recipient, 'language'> & { declineUrl?: string | undefined },
  ): Letter =>
    letter(language, kind, {
      ...told,
      company,
      branch: customer.branch.name,
      subject: wanted.subject,
      body: type === 'preventive' ? wanted.reminderBody : wanted.afterDueBody,
      customer: customer.name,
      declineUrl,
    });
}
