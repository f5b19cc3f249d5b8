import { readFile } from 'node:fs/promises';
import { clock } from '../clock.ts';
import { type Config, requireDatabaseUrl } from '../config.ts';
import { Refusal, SYSTEM } from '../database/act.ts';
import { type Database, openDatabase } from '../database/client.ts';
import { demandSchema } from '../database/migrate.ts';
import { importMultipacks, type ImportReport } from '../database/multipacks/import.ts';
import { Fault } from '../fault.ts';
import { problemText } from '../i18n/index.ts';
import { isProblemCode } from '../schemas/problems.ts';

/**
 * Sells what a CSV file lists, as the import of the console does (002); a dry run only says what it would do. Each line once by
 * its reference, so that a corrected file may be imported again. Ends with 1 where a line was refused. Throws the Faults
 * `file-unreadable` and `import-refused`.
 */
export async function run(config: Config, { dryRun = false }: { dryRun?: boolean }, [file]: string[]): Promise<number> {
  const databaseUrl = requireDatabaseUrl(config);
  const csv = await contentOf(file!);
  await demandSchema(databaseUrl);
  const database = openDatabase(databaseUrl);
  try {
    const report = await importFile(database, config, csv, dryRun);
    for (const { line, field, message } of report.errors) {
      console.error(`line ${line}${field === null ? '' : `, ${field}`}: ${message}`);
    }
    const renewed = report.sold.filter(({ renewals }) => renewals > 0).length;
    const expired = report.sold.filter((sold) => sold.expired).length;
    console.log(
      `${report.lines} lines, ${report.sold.length} ${dryRun ? 'would be sold' : 'sold'} ` +
        `(${renewed} renewed at once, ${expired} expired), ${report.errors.length} refused.`,
    );
    return report.errors.length > 0 ? 1 : 0;
  } finally {
    await database.$disconnect();
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('file-unreadable', `The file cannot be read: ${why}.`, 'Name a CSV file.');
  }
}

async function importFile(database: Database, config: Config, csv: string, dryRun: boolean): Promise<ImportReport> {
  try {
    return await importMultipacks(database, { actor: SYSTEM, clock: clock(config) }, csv, { dryRun });
  } catch (error) {
    if (!(error instanceof Refusal) || !isProblemCode(error.code)) throw error;
    const { title, detail } = problemText('en', error.code, error.details);
    throw new Fault('import-refused', `${title}.`, detail);
  }
}
