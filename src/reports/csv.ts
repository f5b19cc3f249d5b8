/** What begins so is a formula to a spreadsheet, and a formula can call out; with an apostrophe before it, it is text. */
const FORMULA = /^[=+\-@\t\r]/;

export type Cell = string | number | null;

/** Tells spreadsheets that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Lines of RFC 4180, of which no cell is a formula. */
export const csvLines = (rows: readonly (readonly Cell[])[], separator: ',' | ';'): string =>
  rows.map((row) => `${row.map((value) => written(value, separator)).join(separator)}\r\n`).join('');

function written(value: Cell, separator: string): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value ?? '');
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
