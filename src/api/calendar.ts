import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import ical, { ICalEventTransparency } from 'ical-generator';
import { type FeedTask, tasksOfFeed } from '../database/agenda.ts';
import { readerOfCalendar } from '../database/calendar-feed.ts';
import { toColumn } from '../database/local-date.ts';
import { addDays, localDateOf } from '../domain/dates.ts';
import type { Language } from '../i18n/index.ts';
import type { ApiConfig, Deps } from './deps.ts';
import { Answered } from './problems.ts';
import { tasksInReach, toCrmTask } from './routes/crm-tasks.ts';

/** What a calendar holds, in days before and after today. */
const BEHIND = 60;
const AHEAD = 365;
/** How often calendars are asked to look again, in seconds; most take their own time. */
const EVERY_S = 3600;
const SECRET = /^([\w-]{43})\.ics$/;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** How whoever asks reaches Tacit. */
const baseOf = ({ publicUrl }: ApiConfig, request: Pick<Request, 'protocol' | 'get'>): string =>
  publicUrl ?? `${request.protocol}://${request.get('host')}`;

/** 256 random bits, so that looking up the hash tells a guesser nothing, not even by the time it takes. */
export function newCalendarAddress(config: ApiConfig, request: Request): { url: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { url: `${baseOf(config, request)}/calendar/${secret}.ics`, hash: hashOf(secret) };
}

/**
 * A user's agenda as calendars subscribe to it: `/calendar/{secret}.ics`, without a session, with the rights the user has
 * now. Unknown, revoked and somebody's who is not active any more are one 404.
 */
export function calendar({ database, sessions, clock, config }: Deps): RequestHandler<{ file: string }> {
  return async (request, response) => {
    response.locals['route'] = '/calendar/{secret}.ics';
    const now = clock.now();
    const secret = SECRET.exec(request.params.file)?.[1];
    const userId = secret === undefined ? null : await readerOfCalendar(database, hashOf(secret), now);
    const user = userId === null ? null : await sessions.readUser(userId, 'api');
    if (!user) throw new Answered('not_found');
    const today = localDateOf(now, user.timeZone);
    const tasks = await tasksOfFeed(database, await tasksInReach(database, user), {
      userId: user.id,
      from: addDays(today, -BEHIND),
      to: addDays(today, AHEAD),
    });
    const text = calendarOf(tasks, user.language, baseOf(config, request));
    response.set({
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="tacit.ics"',
      'Cache-Control': 'private, no-cache',
      ETag: `"${createHash('sha256').update(text).digest('base64url')}"`,
      'X-Robots-Tag': 'noindex',
    });
    // Answers 304 to who has the same.
    response.send(text);
  };
}

/** Letters and signs on one line: a line break in a name would be two lines in a calendar. */
const onOneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

/**
 * All-day events; the same tasks give the same text. Notes are left out: what is told of health or money there would lie
 * with whoever keeps the calendar, readable to all it is shared with and beyond the reach of a later revocation.
 */
function calendarOf(tasks: FeedTask[], language: Language, base: string): string {
  const feed = ical({ name: 'Tacit', prodId: { company: 'Tacit', product: 'Agenda' }, ttl: EVERY_S });
  const shown = toCrmTask(language);
  for (const { task, changedAt } of tasks) {
    const { id, name, customer, dueOn, doneAt, version } = shown(task);
    const url = `${base}/customers/${customer.id}?tab=crm`;
    feed.createEvent({
      id,
      sequence: version - 1,
      // Without a METHOD this is when the event was last changed (RFC 5545, 3.8.7.2).
      stamp: changedAt,
      lastModified: changedAt,
      start: toColumn(dueOn!),
      end: toColumn(addDays(dueOn!, 1)),
      allDay: true,
      // An event has no "done" of its own, and tasks many calendars do not read.
      summary: onOneLine(`${doneAt === null ? '' : '✓ '}${name} · ${customer.name} (${customer.code})`),
      url,
      // Where the address of an event is not shown, as at Google.
      description: url,
      // Something to do takes no time from anybody's day.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return feed.toString();
}
