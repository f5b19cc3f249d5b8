import { pino, type Logger } from 'pino';

/** Structured lines on standard output, one JSON object each; `part` says which process wrote it. */
export function openLog(level: string, part: string): Logger {
  return pino({ level, base: { part } });
}
