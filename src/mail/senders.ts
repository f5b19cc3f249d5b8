import type { Database } from '../database/client.ts';
import { ACCOUNT_OF, passwordOf } from '../database/mail-accounts.ts';
import type { MailAccount } from '../database/generated/client.ts';
import { UnreadableSecret } from '../secret-box.ts';
import { AccountProblem } from './failures.ts';
import { type MailServer, openAccount, type Sender, type Transport } from './transport.ts';

/** Connections at once to the server of one account. */
export const CONNECTIONS_OF_ACCOUNT = 3;

/** A way out for letters. */
export interface Line {
  transport: Transport;
  from: Sender;
  /** Whether what went before over it failed. */
  isFailing: boolean;
}

/** The lines of users, each opened with the first letter and kept until the account is another. */
export function openLines(database: Database, secretKey: string | undefined) {
  const open = new Map<string, { server: string; transport: Transport }>();

  function transportOf(account: MailAccount): Transport {
    const { userId, host, port, security, username, password } = account;
    // Not its version: one that was removed and set again counts from 1.
    const server = JSON.stringify([host, port, security, username, password]);
    const kept = open.get(userId);
    if (kept?.server === server) return kept.transport;
    kept?.transport.close();
    open.delete(userId);
    const transport = openAccount(serverOf(account, secretKey), CONNECTIONS_OF_ACCOUNT);
    open.set(userId, { server, transport });
    return transport;
  }

  return {
    /** Throws an AccountProblem where the user cannot send. */
    async of(userId: string): Promise<Line> {
      const { mailAccount, mailSender } = await database.user.findUniqueOrThrow({
        where: { id: userId },
        select: ACCOUNT_OF,
      });
      if (!mailAccount) throw new AccountProblem('account_missing');
      if (!mailAccount.checkedAt) throw new AccountProblem('account_unchecked');
      return {
        transport: transportOf(mailAccount),
        from: senderOf(mailAccount),
        isFailing: mailSender !== null && mailSender.failures > 0,
      };
    },
    close() {
      for (const { transport } of open.values()) transport.close();
    },
  };
}

export const senderOf = ({ fromName, address }: MailAccount): Sender => ({ name: fromName ?? '', address });

/** Throws an AccountProblem if the password cannot be read. */
export function serverOf(account: MailAccount, secretKey: string | undefined): MailServer {
  try {
    const { host, port, security, username } = account;
    if (account.password !== null && secretKey === undefined) throw new UnreadableSecret();
    return { host, port, security, username, password: passwordOf(secretKey ?? '', account) };
  } catch (error) {
    if (error instanceof UnreadableSecret) throw new AccountProblem('secret_unreadable');
    throw error;
  }
}
