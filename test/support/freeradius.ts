import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Debian's FreeRADIUS needs to answer, besides what every Debian has. */
const PACKAGES = [
  'freeradius',
  'freeradius-common',
  'libfreeradius3',
  'libtalloc2',
  'libpcre3',
  'libpcap0.8',
  'libdbus-1-3',
];
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tacit', 'tests', 'freeradius');

export const SECRET = 'a shared secret';

/** Users of the server below, by what it answers of them; anybody else is acknowledged. */
export const REFUSED = 'nobody-knows';
export const SILENT = 'says-nothing';
/** Acknowledged with a Message-Authenticator of the answer. */
export const SIGNED = 'signs-twice';

export interface FreeRadius {
  port: number;
  /** What the server read of each request, one line per attribute. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * FreeRADIUS from Debian's packages, unpacked without installing anything, in a configuration that takes CoA and Disconnect
 * requests on a port of 127.0.0.1 and demands a Message-Authenticator.
 */
export async function startFreeRadius(): Promise<FreeRadius> {
  const root = unpacked();
  const directory = mkdtempSync(join(tmpdir(), 'freeradius-'));
  const port = await freePort();
  writeFileSync(join(directory, 'radiusd.conf'), configuration(root, directory, port), { mode: 0o600 });
  const libraries = ['usr/lib/freeradius', `usr/lib/${architecture()}`, `lib/${architecture()}`].map((each) =>
    join(root, each),
  );
  const server = spawn(
    join(root, 'usr/sbin/freeradius'),
    ['-f', '-X', '-d', directory, '-D', join(root, 'usr/share/freeradius')],
    { env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  await ready(server, () => said);
  return {
    port,
    log: () => said,
    async stop() {
      if (server.exitCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Unpacked once for this user; whoever comes second at the same time keeps what the first made. */
function unpacked(): string {
  if (existsSync(CACHE)) return CACHE;
  mkdirSync(join(CACHE, '..'), { recursive: true });
  const draft = mkdtempSync(`${CACHE}-draft-`);
  const debs = mkdtempSync(join(tmpdir(), 'debs-'));
  try {
    download(debs);
    for (const file of readdirSync(debs)) {
      if (file.endsWith('.deb')) execFileSync('dpkg', ['-x', join(debs, file), draft]);
    }
    if (!existsSync(CACHE)) renameSync(draft, CACHE);
  } finally {
    rmSync(debs, { recursive: true, force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  return CACHE;
}

function download(directory: string): void {
  const get = () => execFileSync('apt-get', ['-qq', 'download', ...PACKAGES], { cwd: directory, stdio: 'pipe' });
  try {
    get();
  } catch {
    // A machine that has no lists of packages yet.
    execFileSync('apt-get', ['-qq', 'update'], { stdio: 'pipe' });
    get();
  }
}

const architecture = (): string => (process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu');

const always = (code: string) => `  always ${code} {\n    rcode = ${code}\n  }`;

const configuration = (root: string, directory: string, port: number) => `
prefix = ${root}/usr
libdir = ${root}/usr/lib/freeradius
logdir = ${directory}
run_dir = ${directory}
pidfile = ${directory}/pid
cleanup_delay = 0
log {
  destination = stdout
}
client local {
  ipaddr = 127.0.0.1
  secret = "${SECRET}"
  require_message_authenticator = yes
}
modules {
${['ok', 'reject', 'handled'].map(always).join('\n')}
}
server coa {
  listen {
    type = coa
    ipaddr = 127.0.0.1
    port = ${port}
  }
  recv-coa {
    if (&User-Name == "${SILENT}") {
      update control {
        &Response-Packet-Type := Do-Not-Respond
      }
      handled
    }
    elsif (&User-Name == "${REFUSED}") {
      update reply {
        &Error-Cause := Session-Context-Not-Found
      }
      reject
    }
    elsif (&User-Name == "${SIGNED}") {
      update reply {
        &Message-Authenticator := 0x00
      }
      ok
    }
    else {
      ok
    }
  }
  send-coa {
    ok
  }
}
`;

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => {
    socket.close(() => done());
  });
  return port;
}

function ready(server: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`FreeRADIUS does not start:\n${said()}`));
    const look = () => {
      if (!said().includes('Ready to process requests')) return;
      server.off('exit', fail);
      resolve();
    };
    server.once('exit', fail);
    server.once('error', fail);
    server.stdout!.on('data', look);
  });
}

/** Something between a client and a server: what it does with the datagrams of either direction decides what arrives. */
export interface Relay {
  port: number;
  stop(): void;
}

export async function startRelayTo(
  port: number,
  on: {
    /** The datagrams to pass on of the `count`-th request, counted from 1. */
    request?: (datagram: Uint8Array, count: number) => Uint8Array[];
    answer?: (datagram: Uint8Array) => Uint8Array[];
  },
): Promise<Relay> {
  const front = createSocket('udp4');
  const back = createSocket('udp4');
  let client = { address: '', port: 0 };
  let count = 0;
  front.on('message', (datagram, from) => {
    client = from;
    count += 1;
    for (const each of on.request?.(new Uint8Array(datagram), count) ?? [new Uint8Array(datagram)])
      back.send(each, port, '127.0.0.1');
  });
  back.on('message', (datagram) => {
    for (const each of on.answer?.(new Uint8Array(datagram)) ?? [new Uint8Array(datagram)])
      front.send(each, client.port, client.address);
  });
  front.bind(0, '127.0.0.1');
  back.bind(0, '127.0.0.1');
  await Promise.all([once(front, 'listening'), once(back, 'listening')]);
  return {
    port: front.address().port,
    stop() {
      front.close();
      back.close();
    },
  };
}
