import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface Taken {
  email: Email;
  raw: string;
  from: string;
  to: string[];
  /** Who had signed in. */
  user: string | null;
  /** Milliseconds of the Unix epoch. */
  at: number;
}

/** What a server says to a message it was given whole: nothing to take it, an error to refuse it, `drop` to fall silent. */
export type Verdict = { code: number; text: string } | 'drop' | null;

export interface ServerOptions {
  /** Who may send; by default everybody, without signing in. */
  account?: { username: string; password: string };
  /** What it says to a recipient before the message. */
  recipient?: (address: string) => Verdict;
  /** What it says to a sender. */
  sender?: (address: string) => Verdict;
  /** Speaks TLS from the first byte, with a certificate that nobody signed. */
  secure?: boolean;
}

const refusal = (verdict: Verdict) =>
  verdict && verdict !== 'drop' ? Object.assign(new Error(verdict.text), { responseCode: verdict.code }) : null;

/** A real SMTP server on loopback that keeps what it took. */
export async function smtpServer(
  judge: (message: Taken, nth: number) => Verdict | Promise<Verdict> = () => null,
  { account, recipient = () => null, sender = () => null, secure = false }: ServerOptions = {},
) {
  const taken: Taken[] = [];
  const seen: Taken[] = [];
  let most = 0;
  const server = new SMTPServer({
    secure,
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS', ...(account ? [] : ['AUTH'])],
    onConnect: (_session, done) => {
      most = Math.max(most, server.connections.size);
      done();
    },
    onAuth: ({ username, password }, _session, done) =>
      username === account?.username && password === account?.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 })),
    onMailFrom: ({ address }, _session, done) => done(refusal(sender(address))),
    onRcptTo: ({ address }, _session, done) => done(refusal(recipient(address))),
    // Whoever is cut off in the middle of a message has not sent it.
    onData: (stream, session, done) => void receive(stream, session, done).catch(() => {}),
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
      user: session.user ?? null,
      at: Date.now(),
    };
    seen.push(message);
    const verdict = await judge(message, seen.length);
    if (verdict === 'drop') {
      for (const connection of server.connections) (connection as unknown as { close(): void }).close();
      return;
    }
    if (verdict) return done(refusal(verdict));
    taken.push(message);
    done();
  }

  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    /** The most connections at once so far. */
    mostConnections: () => most,
    /** What it said yes to. */
    taken,
    /** What it was given whole. */
    seen,
    stop: () => new Promise<void>((done) => server.close(done)),
  };
}

export type TestServer = Awaited<ReturnType<typeof smtpServer>>;

/** Waits until something holds, for as long as a test may wait. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
