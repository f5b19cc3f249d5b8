/** How numbers are shown and searched for: `C-000481` is customer 481, `M-001234` multipack 1234. */
const shown = (letter: string) => (code: number) => `${letter}-${String(code).padStart(6, '0')}`;

/** `CR-2041`. */
export const requestCode = (code: number): string => `CR-${code}`;
export const customerCode = shown('C');
export const multipackCode = shown('M');
/** Of a ticket. */
export const ticketProtocol = shown('T');
export const serviceOrderCode = shown('SO');

function number(pattern: RegExp, text: string): number | null {
  const digits = pattern.exec(text.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The number that was meant by `C-000481`, `c481` or `481`; null for what is no customer's code. */
export const customerNumber = (text: string): number | null => number(/^(?:c-?)?0*(\d{1,9})$/i, text);
/** Of a multipack: `M-001234`, `m1234` or `1234`. */
export const multipackNumber = (text: string): number | null => number(/^(?:m-?)?0*(\d{1,9})$/i, text);
/** Of a cancellation request: `CR-2041`, `cr2041` or `2041`. */
export const requestNumber = (text: string): number | null => number(/^(?:cr-?)?0*(\d{1,9})$/i, text);
/** Of a ticket: `T-000123`, `t123` or `123`. */
export const ticketNumber = (text: string): number | null => number(/^(?:t-?)?0*(\d{1,9})$/i, text);
