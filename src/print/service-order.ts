import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Content } from 'pdfmake';
import pdfmake from 'pdfmake';
import type { ShownServiceOrder } from '../database/service-orders.ts';
import type { Language } from '../i18n/languages.ts';
import { customerCode, multipackCode, serviceOrderCode } from '../schemas/codes.ts';
import { WORDS } from './words.ts';

/** What stands on the paper besides the order itself. */
export interface PrintedServiceOrder extends ShownServiceOrder {
  company: string;
  customer: ShownServiceOrder['customer'] & { address: string | null; phone: string | null; email: string | null };
  printedAt: Date;
}

const require = createRequire(import.meta.url);
const fonts = require('pdfmake/fonts/Roboto.js') as Parameters<typeof pdfmake.setFonts>[0];
const folder = dirname(require.resolve('pdfmake/fonts/Roboto.js')) + sep;
pdfmake.setFonts(fonts);
// Nothing is fetched, and no file is read but the fonts.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder));

/** A PDF of one A4 page as a rule, in the language of the reader; instants are written in the zone of the branch. */
export function printServiceOrder(language: Language, order: PrintedServiceOrder): Promise<Buffer> {
  const words = WORDS[language];
  const { customer, multipack, branch } = order;
  const code = serviceOrderCode(order.code);
  const instant = instantIn(language, branch.timeZone);
  const appointment =
    order.scheduledFrom &&
    appointmentIn(language, branch.timeZone).formatRange(order.scheduledFrom, order.scheduledTo!);
  const facts: [string, string | null | undefined][] = [
    [words.customer, `${customer.name} (${customerCode(customer.code)})`],
    [words.address, customer.address],
    [words.phone, customer.phone],
    [words.email, customer.email],
    [words.multipack, multipack && `${multipack.name} (${multipackCode(multipack.code)})`],
    [words.kind, order.kind],
    [words.state, words.states[order.state]],
    [words.appointment, appointment ?? words.notScheduled],
    [words.assignee, order.assignee?.name ?? words.nobody],
    [words.created, `${instant(order.createdAt)}, ${order.authorName}`],
    [words.closed, order.closedAt && instant(order.closedAt)],
  ];
  const content: Content[] = [
    { text: order.company, style: 'company' },
    { text: branch.name, style: 'branch' },
    { text: `${words.title} ${code}`, style: 'title' },
    {
      table: {
        headerRows: 0,
        widths: [130, '*'],
        body: facts.flatMap(([label, value]) => (value ? [[{ text: label, bold: true }, value]] : [])),
      },
      layout: 'lightHorizontalLines',
    },
    { text: words.description, style: 'heading' },
    order.description,
    { text: words.conclusion, style: 'heading' },
    order.conclusion ?? { text: '\n\n\n' },
    {
      columns: [signature(words.technician), signature(words.customer)],
      columnGap: 40,
      margin: [0, 70, 0, 0],
      unbreakable: true,
    },
  ];
  return pdfmake
    .createPdf({
      info: { title: `${words.title} ${code}`, author: order.company },
      language,
      pageSize: 'A4',
      pageMargins: [50, 50, 50, 60],
      defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.25 },
      styles: {
        company: { fontSize: 14, bold: true },
        branch: { color: '#555555', margin: [0, 0, 0, 18] },
        title: { fontSize: 18, bold: true, margin: [0, 0, 0, 10] },
        heading: { fontSize: 12, bold: true, margin: [0, 18, 0, 4] },
      },
      content,
      footer: (page: number, pages: number) => ({
        columns: [
          { text: `${words.printed} ${instant(order.printedAt)}` },
          { text: `${page} / ${pages}`, alignment: 'right' },
        ],
        color: '#555555',
        fontSize: 8,
        margin: [50, 20, 50, 0],
      }),
    })
    .getBuffer();
}

const signature = (name: string): Content => ({
  stack: [{ canvas: [{ type: 'line', x1: 0, y1: 0, x2: 220, y2: 0, lineWidth: 0.7 }] }, { text: name, fontSize: 9 }],
});

const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : language);

function instantIn(language: Language, timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (at) => format.format(at);
}

const appointmentIn = (language: Language, timeZone: string) =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
