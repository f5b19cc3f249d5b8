import { describe, expect, test } from '@jest/globals';
import { CATALOGUES, type Language } from './support/words.ts';

const LANGUAGES: Language[] = ['es', 'it', 'en', 'pt-BR'];

/** Every word by its whole name. */
function wordsOf(catalogue: object, name = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([part, value]: [string, unknown]) => {
    const path = name === '' ? part : `${name}.${part}`;
    return typeof value === 'string' ? [[path, value] as [string, string]] : wordsOf(value as object, path);
  });
}

/** What a sentence leaves open: `{{name}}`. */
const gaps = (text: string) => (text.match(/\{\{\s*[\w.]+/g) ?? []).toSorted().join(' ');

describe.each(['console', 'portal'] as const)('in the words of the %s', (application) => {
  const model = new Map(wordsOf(CATALOGUES.en[application]));

  test.each(LANGUAGES)('%s has each word of the model and no other, and none is blank', (language) => {
    const words = wordsOf(CATALOGUES[language][application]);
    const names = new Set(words.map(([name]) => name));
    expect([...model.keys()].filter((name) => !names.has(name))).toEqual([]);
    expect([...names].filter((name) => !model.has(name))).toEqual([]);
    expect(words.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test.each(LANGUAGES)('%s leaves open in each sentence what the model leaves open', (language) => {
    const words = wordsOf(CATALOGUES[language][application]);
    // "One day" may do without the number.
    const different = words.filter(
      ([name, text]) => !name.endsWith('_one') && gaps(text) !== gaps(model.get(name) ?? ''),
    );
    expect(different).toEqual([]);
  });
});
