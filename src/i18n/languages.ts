export const LANGUAGES = ['es', 'it', 'en', 'pt-BR'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The catalogue a language tag reads: `pt` and `pt-PT` read pt-BR, what is unknown reads English. */
export function languageOf(tag: string): Language {
  const primary = tag.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language.toLowerCase().split('-')[0] === primary) ?? 'en';
}
