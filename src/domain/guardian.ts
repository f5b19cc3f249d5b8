import { type LocalDate, subtractSpan } from './dates.ts';

const OF_AGE = { amount: 18, unit: 'year' } as const;

/** Whether somebody is under 18 on a day of their branch; one born on 29 February comes of age on 1 March. */
export const isMinor = (birthDate: LocalDate, today: LocalDate): boolean => birthDate > subtractSpan(today, OF_AGE);

/** Whether a guardian answers for somebody: for a minor, and while the birth date is not known. */
export const isInCare = (birthDate: LocalDate | null, today: LocalDate): boolean =>
  birthDate === null || isMinor(birthDate, today);
