import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = { es: 'Español', it: 'Italiano', en: 'English', 'pt-BR': 'Português' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'tacit-language';

const isLanguage = (text: string | null): text is Language => text !== null && Object.hasOwn(LANGUAGES, text);

/** What was chosen here before, else the browser's first language that there is. */
function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  for (const asked of navigator.languages) {
    const known = (Object.keys(LANGUAGES) as Language[]).find(
      (language) => language === asked || language.slice(0, 2) === asked.slice(0, 2).toLowerCase(),
    );
    if (known) return known;
  }
  return 'en';
}

/** Whether the language was chosen in this browser, rather than taken from it. */
export const isLanguageChosen = (): boolean => isLanguage(localStorage.getItem(KEPT));

/** Words nested by the room they are for. */
export interface Words {
  [name: string]: string | Words;
}

/** One language at a time is loaded: what the first page says, where that is told apart, and then everything. */
export type Loaders = Record<Language, { first?: () => Promise<object>; all: () => Promise<object> }>;

let instance: i18n | undefined;
let loaders: Loaders | undefined;

export const currentLanguage = (): Language => (instance?.language as Language | undefined) ?? firstLanguage();

/**
 * Begins with the words of the reader's language. A word that is missing is told to the console as an error, which no
 * browser test lets pass; the types already keep the languages from differing.
 */
export async function startWords(given: Loaders): Promise<i18n> {
  loaders = given;
  instance = createInstance();
  const language = firstLanguage();
  const { first, all } = given[language];
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await wordsFrom(first ?? all) } },
    interpolation: { escapeValue: false },
    returnNull: false,
    saveMissing: true,
    missingKeyHandler: (_languages, _namespace, key) => console.error(`No words for ${key}`),
  });
  document.documentElement.lang = language;
  return instance;
}

/** Changes the language of the screen and remembers it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (!instance) return;
  await loadWords(language);
  await instance.changeLanguage(language);
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}

/** Loads a part of the screens together with whatever it may say. */
export const withWords =
  <Part>(load: () => Promise<Part>): (() => Promise<Part>) =>
  async () => {
    const [part] = await Promise.all([load(), loadWords(currentLanguage())]);
    return part;
  };

async function loadWords(language: Language): Promise<void> {
  instance?.addResourceBundle(language, 'translation', await wordsFrom(loaders![language].all));
}

const wordsFrom = async (load: () => Promise<object>): Promise<Words> => withMany((await load()) as Words);

/** Spanish, Italian and Portuguese have a plural of their own for millions; here it reads as any other. */
function withMany(words: Words): Words {
  const all: Words = {};
  for (const [name, value] of Object.entries(words)) {
    all[name] = typeof value === 'string' ? value : withMany(value);
    if (name.endsWith('_other') && typeof value === 'string') all[name.replace(/_other$/, '_many')] ??= value;
  }
  return all;
}
