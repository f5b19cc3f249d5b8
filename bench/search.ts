/**
 * Search as one types and the lists that search, among 200,000 customers with 400,000 multipacks, by rare, common and very
 * short words. `--customers`, `--rounds`.
 */
import { option, printTable } from './support/figures.ts';
import { addPeople } from './support/people.ts';
import { withPostgres } from './support/postgres.ts';
import { percentiles, serve } from './support/served.ts';

const QUERIES: [kind: string, text: string][] = [
  ['five of them', 'zubizarreta'],
  ['none of them', 'xylophone'],
  ['a surname', 'garcia'],
  ['two words', 'lopez mar'],
  ['three letters', 'mar'],
  ['two letters', 'ma'],
  ['one letter', 'a'],
  ['a code', 'C-000481'],
  ['a multipack’s code', 'M-001234'],
  ['part of a reference', '0001234'],
  ['a multipack’s name, of a quarter', 'pilates'],
  ['part of a phone', '600791'],
];
const ADDRESSES = ['/api/search?q=', '/api/customers?search=', '/api/multipacks?search='];

const customers = option('customers', 200_000);
const rounds = option('rounds', 20);

await withPostgres(async (databaseUrl) => {
  const served = await serve(databaseUrl);
  try {
    await addPeople(databaseUrl, customers);
    const rows: string[][] = [];
    for (const [kind, text] of QUERIES) {
      const cells: string[] = [];
      for (const address of ADDRESSES) {
        const path = address + encodeURIComponent(text);
        await served.time(path);
        const times: number[] = [];
        for (let round = 0; round < rounds; round += 1) times.push(await served.time(path));
        cells.push(percentiles(times));
      }
      rows.push([`${kind}: \`${text}\``, ...cells]);
    }
    printTable([`p50 / p95 ms, ${rounds} each`, 'search', 'customers', 'multipacks'], rows);
  } finally {
    await served.stop();
  }
});
