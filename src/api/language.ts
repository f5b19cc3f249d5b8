import type { Request } from 'express';
import { firstLanguageOf, type Language } from '../i18n/languages.ts';
import { identityOf, portalCallerOf } from './access/identity.ts';

/** The language of an answer: what the request asks for, as our own pages always do; else the signed-in person's. */
export function languageOfRequest(request: Request): Language {
  const person = identityOf(request) ?? portalCallerOf(request);
  if (person && request.headers['accept-language'] === undefined) return person.language;
  return firstLanguageOf(request.acceptsLanguages());
}
