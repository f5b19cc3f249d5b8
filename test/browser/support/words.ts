import { createInstance } from 'i18next';
import * as en from '../../../web/words/en/console.ts';
import * as enPortal from '../../../web/words/en/portal.ts';
import * as es from '../../../web/words/es/console.ts';
import * as esPortal from '../../../web/words/es/portal.ts';
import * as it from '../../../web/words/it/console.ts';
import * as itPortal from '../../../web/words/it/portal.ts';
import * as ptBR from '../../../web/words/pt-BR/console.ts';
import * as ptBRPortal from '../../../web/words/pt-BR/portal.ts';

export type Language = 'es' | 'it' | 'en' | 'pt-BR';

/** What the screens say, of both applications. */
export const CATALOGUES: Record<Language, { console: object; portal: object }> = {
  es: { console: es, portal: esPortal },
  it: { console: it, portal: itPortal },
  en: { console: en, portal: enPortal },
  'pt-BR': { console: ptBR, portal: ptBRPortal },
};

export type Say = (key: string, values?: Record<string, string | number>) => string;

/** Words as a screen in that language shows them, so that a test finds a button by its name however it is worded. */
export function sayIn(language: Language): Say {
  const instance = createInstance();
  const { console: ofConsole, portal } = CATALOGUES[language];
  void instance.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { [language]: { translation: { ...ofConsole, ...portal } } },
    interpolation: { escapeValue: false },
  });
  return (key, values = {}) => {
    if (!instance.exists(key, values)) throw new Error(`No words for ${key} in ${language}`);
    return instance.t(key, values);
  };
}
