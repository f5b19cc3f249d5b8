import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type * as Wasm from '@prisma/schema-engine-wasm';

type Exports = Record<string, unknown> & { __wbindgen_start(): void };
type Glue = typeof Wasm & { __wbg_set_wasm(exports: Exports): void };

/** Of WebAssembly what is used here: neither the library of ES2023 nor that of Node 20 describes it. */
const { WebAssembly: assembly } = globalThis as unknown as {
  WebAssembly: { instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Exports } }> };
};

/**
 * Prisma's own schema engine as WebAssembly, on one database. It keeps Prisma's history table, so that
 * `prisma migrate` on another machine sees the same history; it needs no downloaded binary.
 */
export async function schemaEngine(databaseUrl: string, datamodel?: string): Promise<Wasm.SchemaEngine> {
  const require = createRequire(import.meta.url);
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Glue;
  const path = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await assembly.instantiate(await readFile(path), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }));
  return glue.SchemaEngine.new(
    { datamodels: datamodel ? [['schema.prisma', datamodel]] : undefined },
    () => {},
    adapter,
  );
}
