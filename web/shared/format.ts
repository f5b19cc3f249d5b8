import { useTranslation } from 'react-i18next';
import { minorDigits } from '../../src/domain/money.ts';

export interface Money {
  amount: number;
  currency: string;
}

/** Of Spain and Britain rather than of no country: the day comes before the month. */
const LOCALES: Record<string, string> = { en: 'en-GB', es: 'es', it: 'it', 'pt-BR': 'pt-BR' };

const cached = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  const found = cached.get(key) as T | undefined;
  if (found) return found;
  const made = make();
  cached.set(key, made);
  return made;
}

const dateFormat = (language: string, options: Intl.DateTimeFormatOptions) =>
  kept(language + JSON.stringify(options), () => new Intl.DateTimeFormat(LOCALES[language], options));

/** Midday in UTC, where the formats below read it: a date has no zone. */
const asInstant = (date: string) => new Date(`${date}T12:00:00Z`);

/** In euro what is stored in cents; currencies have 0 to 3 decimals. */
export const toUnits = ({ amount, currency }: Money): number => amount / 10 ** minorDigits(currency);

export function formatters(language: string) {
  const dates = (options: Intl.DateTimeFormatOptions) => (date: string) =>
    dateFormat(language, { ...options, timeZone: 'UTC' }).format(asInstant(date));
  return {
    /** `30.09.2026` as the language writes it. */
    date: dates({ day: '2-digit', month: '2-digit', year: 'numeric' }),
    /** `30 Sept 2026` */
    dateLong: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    /** `Wednesday 30 September` */
    day: dates({ weekday: 'long', day: 'numeric', month: 'long' }),
    /**
     * For a sentence: `30 September 2026`. In Italian with its weekday, for without it there would have to be an article,
     * which depends on the number: il 9, l’8.
     */
    inWords: dates({
      ...(language === 'it' ? { weekday: 'long' } : {}),
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
    month: dates({ month: 'long', year: 'numeric' }),
    /** `Sept 26`, where there is little room. */
    monthShort: dates({ month: 'short', year: '2-digit' }),
    /** `30 Sept` */
    dayShort: dates({ day: 'numeric', month: 'short' }),
    weekday: dates({ weekday: 'short' }),
    /** Both ends as briefly as the language allows: `15–16 September`. */
    range: (from: string, to: string) =>
      dateFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).formatRange(
        asInstant(from),
        asInstant(to),
      ),
    /** An instant in a zone, or in the browser's. */
    instant: (at: string, timeZone?: string) =>
      dateFormat(language, { dateStyle: 'medium', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) }).format(
        new Date(at),
      ),
    /** Two instants as briefly as the language allows: `9 Dec 2026, 00:00–04:00`. */
    instants: (from: string, to: string, timeZone: string) =>
      dateFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).formatRange(
        new Date(from),
        new Date(to),
      ),
    /** To the second with the zone: what stands behind a shorter one. */
    exact: (at: string, timeZone?: string) =>
      dateFormat(language, { dateStyle: 'full', timeStyle: 'long', ...(timeZone ? { timeZone } : {}) }).format(
        new Date(at),
      ),
    /** Minor units, with as many decimals as the currency has. */
    money: ({ amount, currency }: Money) => {
      const format = kept(`${language}:${currency}`, () => {
        const digits = minorDigits(currency);
        return new Intl.NumberFormat(LOCALES[language], {
          style: 'currency',
          currency,
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
      });
      return format.format(toUnits({ amount, currency }));
    },
    /** To two or three digits, `€1.2K`: where there is little room. */
    moneyShort: ({ amount, currency }: Money) => {
      const format = kept(`${language}:${currency}:short`, () => {
        return new Intl.NumberFormat(LOCALES[language], {
          style: 'currency',
          currency,
          notation: 'compact',
        });
      });
      return format.format(toUnits({ amount, currency }));
    },
    /** `120 kB`, `4.8 MB`: 1024 bytes are a kilobyte. */
    bytes: (size: number) => {
      const [value, unit] = size < 1024 ** 2 ? [Math.ceil(size / 1024), 'kilobyte'] : [size / 1024 ** 2, 'megabyte'];
      const options = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
      return kept(`${language}:${unit}`, () => new Intl.NumberFormat(LOCALES[language], options)).format(value);
    },
    number: (value: number) => kept(`${language}:n`, () => new Intl.NumberFormat(LOCALES[language])).format(value),
    /** A share of one: `12.5 %`. */
    percent: (share: number) =>
      kept(
        `${language}:%`,
        () => new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }),
      ).format(share),
    /** `Ana, Luis and Marta` */
    list: (names: string[]) => new Intl.ListFormat(LOCALES[language]).format(names),
  };
}

const byLanguage = new Map<string, ReturnType<typeof formatters>>();

/** The formats of the reader's language. */
export function useFormat(): ReturnType<typeof formatters> {
  const { language } = useTranslation().i18n;
  const found = byLanguage.get(language) ?? formatters(language);
  byLanguage.set(language, found);
  return found;
}

/** `days` later; dates are compared as text. */
export function addDays(date: string, days: number): string {
  const at = asInstant(date);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string): number =>
  Math.round((asInstant(to).getTime() - asInstant(from).getTime()) / 86_400_000);

/** The day in a zone at an instant. */
export const dayIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The day now in a zone. */
export const todayIn = (timeZone: string): string => dayIn(timeZone, new Date());

/** Sunday (0) in Brazil, Monday elsewhere. */
export const firstDayOfWeek = (language: string): 0 | 1 => (language === 'pt-BR' ? 0 : 1);
