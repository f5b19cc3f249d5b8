import { DomainError } from './errors.ts';

/** `amount` in minor units of `currency` (ISO 4217): 4990 EUR is 49.90 euro, 4990 JPY is 4990 yen. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

let currencies: ReadonlySet<string> | undefined;

/** Whether `code` is an ISO 4217 code, in capitals. */
export const isCurrency = (code: unknown): code is string => {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return typeof code === 'string' && currencies.has(code);
};

/** An amount that may be below zero, as a difference or a correction. Throws `invalid_amount`, `unknown_currency`. */
export const signedMoney = (amount: number, currency: string): Money => {
  if (!isCurrency(currency))
    throw new DomainError('unknown_currency', `Not an ISO 4217 code: ${String(currency)}`, { currency });
  if (!Number.isSafeInteger(amount)) {
    throw new DomainError('invalid_amount', `Not a whole number of minor units: ${amount}`, { amount, currency });
  }
  // Minus zero prints a sign and is not equal to zero everywhere.
  return { amount: amount === 0 ? 0 : amount, currency };
};

/** An amount of 0 or more minor units. Throws `invalid_amount`, `unknown_currency`. */
export const money = (amount: number, currency: string): Money => {
  if (amount < 0) throw new DomainError('invalid_amount', `Below zero: ${amount}`, { amount, currency });
  return signedMoney(amount, currency);
};

// ISO 4217 says how many digits a currency has. Intl follows the habits of CLDR instead (no cents in RSD or ALL) and changes
// with its version: the same stored amount would be a hundred times another in the next browser.
const DIGITS = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** Digits after the decimal sign, as ISO 4217 has them. Throws `unknown_currency`. */
export const minorDigits = (currency: string): number => {
  if (!isCurrency(currency))
    throw new DomainError('unknown_currency', `Not an ISO 4217 code: ${String(currency)}`, { currency });
  return DIGITS.get(currency) ?? 2;
};

const sameCurrency = (a: Money, b: Money): string => {
  if (a.currency !== b.currency) {
    throw new DomainError('currency_mismatch', `${a.currency} is not ${b.currency}`, {
      currencies: [a.currency, b.currency],
    });
  }
  return a.currency;
};

/** Throws `currency_mismatch`, and `invalid_amount` beyond the safe integers. */
export const addMoney = (a: Money, b: Money): Money => signedMoney(a.amount + b.amount, sameCurrency(a, b));

/** May be below zero. Throws `currency_mismatch`, and `invalid_amount` beyond the safe integers. */
export const subtractMoney = (a: Money, b: Money): Money => signedMoney(a.amount - b.amount, sameCurrency(a, b));

/**
 * `total` in `parts` amounts that sum to it. Rounding rule "first parts first": all parts are equal, and the minor units
 * left over go one each to the first parts, so that a customer's last instalment is never the dearer one.
 * Throws `invalid_parts` for less than one part.
 */
export const splitEvenly = (total: Money, parts: number): Money[] => {
  if (!Number.isSafeInteger(parts) || parts < 1)
    throw new DomainError('invalid_parts', `Not a number of parts: ${parts}`, { parts });
  const rest = total.amount % parts;
  const base = (total.amount - rest) / parts;
  const unit = Math.sign(rest);
  return Array.from({ length: parts }, (_, i) => signedMoney(i < Math.abs(rest) ? base + unit : base, total.currency));
};

/** The amount as people of `locale` (BCP 47) read it, with the currency's own number of digits. Throws `unknown_currency`. */
export const formatMoney = ({ amount, currency }: Money, locale: string): string => {
  const digits = minorDigits(currency);
  const units = String(Math.abs(amount)).padStart(digits + 1, '0');
  const cut = units.length - digits;
  // A decimal text, for a binary fraction cannot hold every amount.
  const decimal = `${amount < 0 ? '-' : ''}${units.slice(0, cut)}${digits > 0 ? `.${units.slice(cut)}` : ''}`;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimal as `${number}`);
};
