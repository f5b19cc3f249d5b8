/**
 * What a journal or a history may keep of an error: its name and code. The message stays out, for a database quotes in
 * it what was to be written.
 */
export function errorCode(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return [name, code].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'Error';
}
