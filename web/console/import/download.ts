/** What begins so is a formula to a spreadsheet, and a formula can call out; with an apostrophe before it, it is text. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: string | number, separator: string): string => {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Spreadsheets take semicolons where the comma is in the numbers. */
export const separatorHere = (): string => ((1.5).toLocaleString(navigator.language).includes(',') ? ';' : ',');

export const toCsv = (rows: readonly (string | number)[][], separator = separatorHere()): string =>
  rows.map((row) => row.map((value) => cell(value, separator)).join(separator)).join('\r\n') + '\r\n';

/** Hands the text to the browser as a file. The mark at its beginning tells spreadsheets that it is UTF-8. */
export const download = (name: string, text: string): void =>
  save(name, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));

/** Hands what was made or fetched to the browser as a file. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: some browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
