import { z } from 'zod';
import { formatMoney, type Money } from '../domain/money.ts';
import type { ProblemCode } from '../schemas/problems.ts';
import type { BuiltInTask, Catalogue, IssueCode, ResultCode } from './catalogue.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { it } from './it.ts';
import { type Language, LANGUAGES, languageOf } from './languages.ts';
import { ptBR } from './pt-BR.ts';

export { type Language, LANGUAGES, languageOf };
export { note, type NoteValues } from './notes.ts';

const CATALOGUES: Record<Language, Catalogue> = { en, es, it, 'pt-BR': ptBR };

export const catalogue = (language: Language): Catalogue => CATALOGUES[language];

/** zod's own wording of a value of the wrong kind, in the reader's language. */
const ZOD = { en: z.locales.en(), es: z.locales.es(), it: z.locales.it(), 'pt-BR': z.locales.pt() };

/** What people leave out or mistype every day has words of its own. */
export const zodMessages =
  (language: Language): z.core.$ZodErrorMap =>
  (issue) => {
    const { needed, at_least, at_most } = CATALOGUES[language].issues;
    if (issue.input === undefined || issue.input === null || issue.input === '') return needed;
    const isNumber = 'origin' in issue && (issue.origin === 'number' || issue.origin === 'int') && issue.inclusive;
    if (isNumber && issue.code === 'too_small') return fill(language, at_least, { limit: issue.minimum });
    if (isNumber && issue.code === 'too_big') return fill(language, at_most, { limit: issue.maximum });
    return ZOD[language].localeError(issue);
  };

/** Title and explanation of a problem; the explanation is the title where a value it names was not given. */
export function problemText(language: Language, code: ProblemCode, values: Readonly<Record<string, unknown>> = {}) {
  const { title, detail } = CATALOGUES[language].problems[code];
  return { title, detail: fill(language, detail, values) ?? title };
}

/** As `problemText`, but as it is worded for every case: `{deadline}` stands for the value of that name in `details`. */
export function problemTemplate(language: Language, code: ProblemCode) {
  const { title, detail } = CATALOGUES[language].problems[code];
  return { title, detail, details: [...detail.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!) };
}

/** What is wrong with a field; undefined for a code of which only zod knows the wording. */
export function issueText(language: Language, code: string): string | undefined {
  const { issues } = CATALOGUES[language];
  return Object.hasOwn(issues, code) ? issues[code as IssueCode] : undefined;
}

/** Name of a built-in task type; undefined for those that have a name of their own. */
export function taskName(language: Language, code: string | null): string | undefined {
  const { tasks } = CATALOGUES[language];
  return code !== null && Object.hasOwn(tasks, code) ? tasks[code as BuiltInTask] : undefined;
}

/** What came of a task. The portal's cancellation is worded for the customer who made it (000). */
export function resultName(language: Language, result: ResultCode, channel?: string): string {
  const { results, portalCancelled } = CATALOGUES[language];
  return result === 'automatic_renewal_cancellation' && channel === 'portal' ? portalCancelled : results[result];
}

function fill(language: Language, sentence: string, values: Readonly<Record<string, unknown>>): string | undefined {
  let isWhole = true;
  const filled = sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === null) isWhole = false;
    return written(language, value);
  });
  return isWhole ? filled : undefined;
}

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function written(language: Language, value: unknown): string {
  const locale = language === 'en' ? 'en-GB' : language;
  if (Array.isArray(value)) return value.map((each) => written(language, each)).join(', ');
  if (typeof value === 'object' && value !== null && 'currency' in value) return formatMoney(value as Money, locale);
  const text = value instanceof Date ? value.toISOString() : String(value);
  const isDay = LOCAL_DATE.test(text);
  if (!isDay && !INSTANT.test(text)) return text;
  return new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    ...(isDay ? {} : { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' as const }),
    timeZone: 'UTC',
  }).format(new Date(text));
}
