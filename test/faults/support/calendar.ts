// What the manuals say of a monthly multipack from the 10th with five days of notice, written down without the code
// that is tested: it is valid through the 9th, can be cancelled through the 4th, and is renewed in the night to the 5th.

/** Its zone has no offset from UTC all year long, so that a day here is a day there. */
export const ZONE = 'Atlantic/Reykjavik';
export const NIGHT = { from: '00:00', to: '00:01' };
export const NIGHT_MS = 60_000;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const dayOf = (months: number, day: number): string =>
  `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}-${twoDigits(day)}`;

export interface TermDates {
  validFrom: string;
  validTo: string;
  deadline: string;
  /** First instant that is no longer in time, milliseconds since the epoch. */
  deadlineEnds: number;
}

/** Counts the terms of a chain from 0, from the 10th of the month after next, so that no real date comes near. */
export class MonthlyCalendar {
  readonly #firstMonth: number;

  constructor(today: Date) {
    this.#firstMonth = today.getUTCFullYear() * 12 + today.getUTCMonth() + 2;
  }

  term(ordinal: number): TermDates {
    const month = this.#firstMonth + ordinal;
    return {
      validFrom: dayOf(month, 10),
      validTo: dayOf(month + 1, 9),
      deadline: dayOf(month + 1, 4),
      deadlineEnds: Date.parse(`${dayOf(month + 1, 5)}T00:00:00Z`),
    };
  }
}
