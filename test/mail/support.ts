import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface Taken {
  email: Email;
  raw: string;
  from: string;
  to: string[];
}

/** What a server says to a message it was given whole: nothing to take it, an error to refuse it, `drop` to fall silent. */
export type Verdict = { code: number; text: string } | 'drop' | null;

/** A real SMTP server on loopback that keeps what it took. */
export async function smtpServer(judge: (message: Taken, nth: number) => Verdict = () => null) {
  const taken: Taken[] = [];
  const seen: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => void receive(stream, session, done),
  });

  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ) {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks as never[]).toString();
    const { mailFrom, rcptTo } = session.envelope;
    const message = {
      email: await PostalMime.parse(raw),
      raw,
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address),
    };
    seen.push(message);
    const verdict = judge(message, seen.length);
    if (verdict === 'drop') {
      for (const connection of server.connections) (connection as unknown as { close(): void }).close();
      return;
    }
    if (verdict) return done(Object.assign(new Error(verdict.text), { responseCode: verdict.code }));
    taken.push(message);
    done();
  }

  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** What it said yes to. */
    taken,
    /** What it was given whole. */
    seen,
    stop: () => new Promise<void>((done) => server.close(done)),
  };
}

export type TestServer = Awaited<ReturnType<typeof smtpServer>>;

/** Waits until something holds, for as long as a test may wait. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
