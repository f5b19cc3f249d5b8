import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { packageRoot } from '../../src/package-root.ts';

const BUILT = join(packageRoot, 'web', 'dist');

/** Bytes after gzip. */
const LIMIT = 250_000;

interface Chunk {
  file: string;
  imports?: string[];
}

/** What these files load before they run, themselves included. */
function scriptsOf(entries: string[]): Set<string> {
  const manifest = JSON.parse(readFileSync(join(BUILT, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not among what was built`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const entry of entries) visit(entry);
  return files;
}

test.each([
  ['console', 'index.html', ['console/customers/Customers.tsx'], 'first'],
  ['portal', 'portal/index.html', [], 'portal'],
])(
  'the %s loads less than 250 kB of scripts before its first page stands, in any language',
  (_name, entry, pages, words) => {
    for (const language of ['es', 'it', 'en', 'pt-BR']) {
      const scripts = scriptsOf([entry, ...pages, `words/${language}/${words}.ts`]);
      const sizes = [...scripts].map((file) => gzipSync(readFileSync(join(BUILT, file), 'utf8')).length);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      // Less would mean that not all of them were seen.
      expect(total).toBeGreaterThan(150_000);
      expect(total).toBeLessThan(LIMIT);
    }
  },
);
