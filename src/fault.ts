/**
 * A failure an operator can do something about. The command line prints it as one paragraph,
 * without a stack trace, and exits with 1.
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** Stable and kebab-case, for programs: `disk-full`. */
  readonly code: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;

  /** The message says what happened and why, in whole sentences. */
  constructor(code: string, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }

  toParagraph(): string {
    return `${this.message}${this.message.includes('\n') ? '\n' : ' '}${this.remedy}`;
  }
}

const SYSTEM_ERRORS: Record<string, { code: string; why: string; remedy: string }> = {
  ENOSPC: { code: 'disk-full', why: 'the disk is full', remedy: 'Free some space, then start again.' },
  EDQUOT: { code: 'disk-full', why: 'the disk quota is used up', remedy: 'Free some space, then start again.' },
  EROFS: {
    code: 'read-only',
    why: 'it is on a read-only file system',
    remedy: 'Set TACIT_HOME to a directory that can be written.',
  },
  EACCES: {
    code: 'no-permission',
    why: 'this user may not do that',
    remedy: 'Give this user write permission there, or set TACIT_HOME to a directory of its own.',
  },
  EPERM: {
    code: 'no-permission',
    why: 'this user may not do that',
    remedy: 'Give this user write permission there, or set TACIT_HOME to a directory of its own.',
  },
  ENOTDIR: {
    code: 'no-directory',
    why: 'a file stands where a directory should be',
    remedy: 'Move that file away, or set TACIT_HOME to another directory.',
  },
  EMFILE: {
    code: 'too-many-files',
    why: 'this process may not open more files',
    remedy: 'Raise the limit (ulimit -n 4096), then start again.',
  },
};

/** The fault behind an error of the operating system, or undefined for an error of another kind. */
export function faultOf(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (known === undefined) return undefined;
  const what = path === undefined ? `${syscall ?? 'A system call'} failed` : `${path} cannot be used (${syscall})`;
  return new Fault(known.code, `${what}: ${known.why}.`, known.remedy, { cause: error });
}
