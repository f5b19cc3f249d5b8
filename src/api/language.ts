import type { Request } from 'express';
import { firstLanguageOf, type Language } from '../i18n/languages.ts';
import { identityOf } from './access/identity.ts';

/** The language of an answer: the signed-in person's own, else the first of Accept-Language that there is. */
export function languageOfRequest(request: Request): Language {
  const user = identityOf(request);
  if (user && (user.channel === 'console' || request.headers['accept-language'] === undefined)) return user.language;
  return firstLanguageOf(request.acceptsLanguages());
}
