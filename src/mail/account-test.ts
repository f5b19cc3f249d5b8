import type { MailAccount } from '../database/generated/client.ts';
import type { Language } from '../schemas/languages.ts';
import type { AccountFailure } from '../schemas/mail-accounts.ts';
import { v7 as uuidv7 } from 'uuid';
import { AccountProblem, answerOf } from './failures.ts';
import { letter } from './letters.ts';
import { senderOf, serverOf } from './senders.ts';
import { openAccount } from './transport.ts';

export interface TestOutcome {
  code: AccountFailure | 'letter_refused' | null;
  /** The mail server's last words, as far as it is one. */
  said: string | null;
}

/** Sends a letter through an account, to its owner and nobody else, and says how it went. */
export async function testAccount(
  account: MailAccount,
  secretKey: string,
  { to, company, language }: { to: string; company: string; language: Language },
): Promise<TestOutcome> {
  const { address, host } = account;
  try {
    const transport = openAccount(serverOf(account, secretKey), 1);
    try {
      const said = await transport.send({
        ...letter(language, 'account_test', { company, address, host }),
        from: senderOf(account),
        to,
        messageId: `<${uuidv7()}@${address.slice(address.lastIndexOf('@') + 1)}>`,
        date: new Date(),
      });
      return { code: null, said: answerOf({ response: said }) };
    } finally {
      transport.close();
    }
  } catch (error) {
    if (error instanceof AccountProblem) return { code: error.failure, said: error.said };
    return { code: 'letter_refused', said: answerOf(error) };
  }
}
