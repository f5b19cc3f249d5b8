/** An instant as people in that time zone read it, `2026-11-24 08:00`, for the details of a workflow. */
export function momentIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);
}
