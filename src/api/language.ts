import type { Request } from 'express';
import { firstLanguageOf, type Language } from '../i18n/languages.ts';
import { identityOf } from './access/identity.ts';

/** The language of an answer: what the request asks for, as our own pages always do; else the signed-in person's. */
export function languageOfRequest(request: Request): Language {
  const user = identityOf(request);
  if (user && request.headers['accept-language'] === undefined) return user.language;
  return firstLanguageOf(request.acceptsLanguages());
}
