import { LANGUAGES, type Language } from '../schemas/languages.ts';

export { LANGUAGES, type Language };

/** The catalogue a language tag reads: `pt` and `pt-PT` read pt-BR, what is unknown reads English. */
export function languageOf(tag: string): Language {
  return knownLanguageOf(tag) ?? 'en';
}

/** The first of the tags, best first, that has a catalogue; English when none has. */
export function firstLanguageOf(tags: readonly string[]): Language {
  return tags.map(knownLanguageOf).find((language) => language !== undefined) ?? 'en';
}

function knownLanguageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language.toLowerCase().split('-')[0] === primary);
}
