import { useEffect, useRef, useState } from 'react';
import { api, ApiError } from '../../shared/api.ts';
import type { Imported } from '../../shared/types.ts';
import type { ImportFile } from './file.ts';
import { chunksOf, csvOf, type Results, withAnswer } from './run.ts';

/** Lines of one request. A sale writes, so that it takes longer and is stopped between two of them. */
const LINES = { check: 200, sale: 50 };

export type Step = keyof typeof LINES;

export interface Importing {
  file: ImportFile | null;
  results: Results;
  running: Step | null;
  /** Whether lines were sold, or the sale of them was begun. */
  hasBegun: boolean;
  /** What interrupted the step; it can be continued. */
  error: unknown;
  check: (file: ImportFile) => Promise<void>;
  /** Goes on with what has no answer yet, be it the check or the sale. */
  proceed: (step: Step) => Promise<void>;
  stop: () => void;
  reset: () => void;
}

/** Sends a file in parts: first to be checked, then the good lines to be sold. */
export function useImport(): Importing {
  const [file, setFile] = useState<ImportFile | null>(null);
  const [results, setResults] = useState<Results>(new Map());
  const [running, setRunning] = useState<Step | null>(null);
  const [hasBegun, setBegun] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);

  const run = async (step: Step, file: ImportFile, before: Results) => {
    const { signal } = (stopping.current = new AbortController());
    const isSale = step === 'sale';
    const pending = file.lines.filter(({ number }) =>
      isSale ? before.get(number)?.state === 'ready' : !before.has(number),
    );
    setError(null);
    setRunning(step);
    let known = before;
    try {
      for (const lines of chunksOf(pending, LINES[step])) {
        const body = { csv: csvOf(file, lines), dryRun: !isSale };
        // What is being sold is waited for: its answer says what became of each line.
        const answer = await sent(body, signal, !isSale);
        known = withAnswer(known, lines, answer);
        setResults(known);
        if (signal.aborted) break;
      }
    } catch (error) {
      if (!signal.aborted) setError(error);
    } finally {
      setRunning(null);
    }
  };

  const reset = () => {
    stopping.current.abort();
    setFile(null);
    setResults(new Map());
    setBegun(false);
    setError(null);
  };

  return {
    file,
    results,
    running,
    hasBegun,
    error,
    check: (file) => {
      reset();
      setFile(file);
      return run('check', file, new Map());
    },
    proceed: async (step) => {
      if (!file) return;
      if (step === 'sale') setBegun(true);
      await run(step, file, results);
    },
    stop: () => stopping.current.abort(),
    reset,
  };
}

/** Asks again by itself where the server only says that it was too often. */
async function sent(body: object, signal: AbortSignal, isAbortable: boolean): Promise<Imported> {
  for (;;) {
    try {
      return await api<Imported>('POST', '/api/multipacks/import', { body, signal: isAbortable ? signal : undefined });
    } catch (error) {
      const isTooOften = error instanceof ApiError && error.status === 429;
      if (!isTooOften || signal.aborted) throw error;
      const seconds = Number(error.problem?.details?.['seconds'] ?? 5);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}
