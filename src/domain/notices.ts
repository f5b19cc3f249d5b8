import { addDays, instantAt, type LocalDate, localDateOf } from './dates.ts';

export type NoticeType = 'preventive' | 'after_due';

/** How many days before or after the due date a notice is meant for; 0, the due date itself, only before (004). */
export interface Concept {
  readonly type: NoticeType;
  readonly days: number;
}

/** When the mornings of a branch begin: local time `HH:MM` of an IANA zone. */
export interface Morning {
  readonly time: string;
  readonly timeZone: string;
}

/** How long a morning lasts: what is due later waits for the next one. */
export const MORNING_MS = 4 * 3_600_000;

/** The day a notice is meant for. */
export const noticeDay = (dueOn: LocalDate, { type, days }: Concept): LocalDate =>
  addDays(dueOn, type === 'preventive' ? -days : days);

/** When the morning of a day begins. Throws `invalid_time`, `unknown_time_zone`. */
export const morningOf = (day: LocalDate, { time, timeZone }: Morning): Date => instantAt(day, time, timeZone);

/** The first day whose morning is not over. One that begins late in the evening lasts beyond midnight. */
export const firstMorning = (now: Date, morning: Morning): LocalDate => {
  const today = localDateOf(now, morning.timeZone);
  const isOpen = (day: LocalDate) => now.getTime() < morningOf(day, morning).getTime() + MORNING_MS;
  return [addDays(today, -1), today].find(isOpen) ?? addDays(today, 1);
};

/**
 * When a notice goes out that has not gone out yet: in the morning of its day, one that is late in the first morning there
 * is; null: never, for a preventive one does not go out after the due date (004). An instant that has come means now.
 */
export const goesOut = (dueOn: LocalDate, concept: Concept, now: Date, morning: Morning): Date | null => {
  const meant = noticeDay(dueOn, concept);
  const first = firstMorning(now, morning);
  const day = meant > first ? meant : first;
  return concept.type === 'preventive' && day > dueOn ? null : morningOf(day, morning);
};

/**
 * Whether one that waits to be sent is still in time: its day has begun and, of a preventive one, the due date is not over.
 * The end of a morning does not count: it was queued in one.
 */
export const isStillInTime = (dueOn: LocalDate, concept: Concept, now: Date, morning: Morning): boolean => {
  if (morningOf(noticeDay(dueOn, concept), morning) > now) return false;
  return (
    concept.type === 'after_due' || localDateOf(now, morning.timeZone) <= dueOn || firstMorning(now, morning) <= dueOn
  );
};

/**
 * Whether a notice after the due date would tell of a debt that was there before notices of that kind were wanted: it fell
 * due before they were turned on, or its day lies before the one on which the present concept was chosen (004).
 */
export const isOlderDebt = (
  dueOn: LocalDate,
  concept: Concept,
  { since, chosenOn }: { since: LocalDate; chosenOn: LocalDate },
): boolean => concept.type === 'after_due' && (dueOn < since || noticeDay(dueOn, concept) < chosenOn);

// ---------------------------------------------------------------- words

/** What a subject or body may name in double braces: `{{amount}}`; it stands for what is told then (004). */
export const PLACEHOLDERS = ['customer', 'multipack', 'amount', 'due_date'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What stands between is trimmed apart: an expression that skips spaces on both sides takes a minute for some thousand. */
const BRACES = /\{\{([^{}]*)\}\}/g;

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);

/** Names in double braces that stand for nothing, each once. */
export const unknownPlaceholders = (text: string): string[] => [
  ...new Set([...text.matchAll(BRACES)].map(([, name]) => name!.trim()).filter((name) => !isPlaceholder(name))),
];

/** The text with what each placeholder stands for; what is filled in is not read again. */
export const fillPlaceholders = (text: string, values: Readonly<Record<Placeholder, string>>): string =>
  text.replaceAll(BRACES, (braces, inner: string) => {
    const name = inner.trim();
    return isPlaceholder(name) ? values[name] : braces;
  });
