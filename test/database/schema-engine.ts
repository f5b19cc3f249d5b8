import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

/**
 * Prisma's own schema engine as WebAssembly, on one database. It keeps Prisma's history table, so that
 * `prisma migrate` on another machine sees the same history; it needs no downloaded binary.
 */
export async function schemaEngine(databaseUrl: string, datamodel?: string): Promise<SchemaEngine> {
  const require = createRequire(import.meta.url);
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as typeof import('@prisma/schema-engine-wasm') & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  const wasm = await readFile(require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }));
  return glue.SchemaEngine.new({ datamodels: datamodel ? [['schema.prisma', datamodel]] : undefined }, () => {}, adapter);
}
