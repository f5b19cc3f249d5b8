import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../shared/i18n.ts';

export interface Named {
  value: string;
  label: string;
}

const byLabel = (language: string, entries: Named[]): Named[] => {
  const { compare } = new Intl.Collator(language);
  return entries.sort((a, b) => compare(a.label, b.label));
};

/** What CLDR names beside countries: unions, unknown and invented regions. */
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/** ISO 3166-1: Intl lists no regions but names those there are; a code that another one replaced is left out. */
function countries(language: string): Named[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return codes.flatMap((value) => {
    if (NO_COUNTRIES.includes(value) || new Intl.Locale(`und-${value}`).region !== value) return [];
    const label = names.of(value);
    return label === undefined ? [] : [{ value, label }];
  });
}

function currencies(language: string): Named[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${names.of(value)} (${value})` }));
}

/** `Region/City` or UTC, as the server takes them. */
const timeZones = (): Named[] =>
  [...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/')), 'UTC'].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));

/** Lists in the reader's language; of zones the names are the same in all. */
export function useNames(kind: 'countries' | 'currencies' | 'timeZones'): Named[] {
  const { language } = useTranslation().i18n;
  return useMemo(() => {
    if (kind === 'timeZones') return timeZones();
    return byLabel(language, kind === 'countries' ? countries(language) : currencies(language));
  }, [language, kind]);
}

export const nameOfCountry = (code: string): string =>
  new Intl.DisplayNames(currentLanguage(), { type: 'region' }).of(code) ?? code;
