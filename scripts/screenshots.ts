/** Makes the pictures of the README anew, from data of its own: `npm run screenshots`. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { seedDesk, seedDeskSettings } from '../src/cli/seed-desk.ts';
import { openRequest } from '../src/database/cancellation-requests/open.ts';
import { cancelRenewal } from '../src/database/multipacks/renewal-cancellation.ts';
import { addDays, addSpan, type LocalDate, localDateOf, subtractSpan } from '../src/domain/dates.ts';
import { packageRoot } from '../src/package-root.ts';
import { openScreen, PHONE, type Screen, type ScreenOptions } from '../test/browser/support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Person, type Tacit } from '../test/browser/support/tacit.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { decide } from '../test/support/chains.ts';
import { set } from '../test/support/notices.ts';
import { makeRunDirectory, removeRunDirectory } from '../test/support/run-directory.ts';

const IMAGES = join(packageRoot, 'docs', 'images');
const LIMIT = 200_000;
const STAFF = { email: ADMIN, password: PASSWORD };

const MEMBERS = [
  ...['Álvaro Gil', 'Beatriz Molina', 'Carla Ferrer', 'Daniel Ibáñez', 'Eva Lozano', 'Fabio Ricci', 'Gema Prieto'],
  ...['Hugo Santos', 'Irene Vega', 'Jordi Puig', 'Karen White', 'Lucas Moreau', 'Marta Cano', 'Nuria Sanz'],
  ...['Óscar Medina', 'Paula Reyes', 'Quim Serra', 'Rosa Fuentes', 'Sergio Nieto', 'Tina Weber', 'Úrsula Campos'],
];
const GYM = 'Gym Plus 12 months';
const MONTHLY = 'Gym monthly';
const TENNIS = 'Tennis in instalments';
const PLANS = [GYM, MONTHLY, 'Pool, 1 day of notice', TENNIS, 'Welcome offer'];

interface Club {
  tacit: Tacit;
  elena: Person;
  gym: { id: string };
  tennis: { id: string };
  requestId: string;
}

/** A club with contracts whose deadlines are spread over the months around today. */
async function makeClub(tacit: Tacit): Promise<Club> {
  const now = new Date().toISOString();
  const today = localDateOf(new Date(), 'Europe/Madrid');
  const elena = await tacit.addPerson('Elena Márquez', { now });
  const gym = await tacit.sell(elena, GYM, monthsBefore(today, 9));
  const tennis = await tacit.sell(elena, TENNIS, monthsBefore(today, 4));
  await tacit.sell(elena, MONTHLY, addDays(today, -12));
  await decide(tacit.house, (change) => cancelRenewal(change, tennis.id));
  for (const [n, name] of MEMBERS.entries()) {
    const member = await tacit.addPerson(name, { now });
    for (const [k, plan] of PLANS.entries()) {
      if ((n + k) % 3 > 0) continue;
      await tacit.sell(member, plan, addDays(today, -(((n * 13 + k * 7) % 27) + (plan === GYM ? 325 : 0))));
    }
  }
  const { database } = tacit.house;
  await database.taskType.create({
    data: { name: 'Withdrawal', classification: 'withdrawal', createdAt: new Date() },
  });
  await set(tacit.house, elena.id, { active: true, afterDue: true });
  return { tacit, elena, gym, tennis, requestId: await makeDesk(tacit) };
}

/** Requests in each column of the desk, and one with everything to look at. */
async function makeDesk({ house }: Tacit): Promise<string> {
  const { database } = house;
  await decide(house, seedDeskSettings);
  const admin = await database.user.findUniqueOrThrow({ where: { email: ADMIN } });
  const reasons = await database.cancellationReason.findMany({ orderBy: { createdAt: 'asc' } });
  const profiles = await database.cancellationProfile.findMany();
  const { id: classificationId } = await database.reversalClassification.findFirstOrThrow();
  const leaving = await database.multipack.findMany({
    where: { name: GYM, customer: { name: { in: MEMBERS } }, successor: null },
    orderBy: { createdAt: 'asc' },
    take: 6,
  });
  const titles = [
    'Moves to the coast',
    'Found a gym nearby',
    'Too expensive',
    'Never has the time',
    'Injured',
    'No sauna',
  ];
  for (const [n, { id: multipackId }] of leaving.entries()) {
    const { id } = await decide(house, (change) =>
      openRequest(
        change,
        {},
        {
          multipackId,
          title: titles.at(n)!,
          reasonId: reasons.at(n % reasons.length)!.id,
          profileId: profiles.at(n % profiles.length)!.id,
          details: '',
        },
      ),
    );
    const claimed = { claimedBy: admin.id, claimedAt: new Date() };
    const reverted = {
      concludedAt: new Date(),
      concludedBy: admin.id,
      reversalClassificationId: classificationId,
      conclusionTitle: 'Stays at a lower price',
    };
    if (n === 3)
      await database.cancellationRequest.update({ where: { id }, data: { state: 'in_analysis', ...claimed } });
    if (n === 4) {
      await database.cancellationRequest.update({
        where: { id },
        data: { state: 'reverted', ...claimed, ...reverted },
      });
    }
  }
  const fibre = await database.multipack.findFirstOrThrow({
    where: { customer: { name: 'Beatriz Lima' } },
    include: { customer: true },
  });
  const today = localDateOf(new Date(), fibre.timeZone);
  await decide(house, (change) => seedDesk(change, { customer: fibre.customer, multipack: fibre, today }));
  const request = await database.cancellationRequest.findFirstOrThrow({ where: { multipackId: fibre.id } });
  const data = { state: 'in_analysis', claimedBy: admin.id, claimedAt: new Date() } as const;
  await database.cancellationRequest.update({ where: { id: request.id }, data });
  return request.id;
}

const monthsBefore = (day: LocalDate, amount: number): LocalDate => subtractSpan(day, { amount, unit: 'month' });

interface Picture {
  name: string;
  path: (club: Club) => string;
  options?: Omit<ScreenOptions, 'url'>;
  prepare?: (screen: Screen) => Promise<unknown>;
}

const pictures = async ({ tacit, elena }: Club): Promise<Picture[]> => {
  const plan = await tacit.house.database.plan.findFirstOrThrow({ where: { name: GYM } });
  return [
    { name: 'profile', path: ({ elena: { id } }) => `/customers/${id}` },
    { name: 'multipack', path: ({ gym: { id } }) => `/multipacks/${id}` },
    {
      name: 'renewals',
      path: () =>
        `/renewals?month=${addSpan(localDateOf(new Date(), 'Europe/Madrid'), { amount: 1, unit: 'month' }, 1).slice(0, 7)}`,
      prepare: ({ page }) => page.evaluate('scrollTo(0, 260)'),
    },
    { name: 'sell', path: ({ elena: { id } }) => `/customers/${id}/sell?planId=${plan.id}` },
    {
      name: 'palette',
      path: () => '/renewals',
      prepare: async ({ page }) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').getByRole('textbox').fill('elena');
        await page.getByRole('dialog').getByText(elena.name).first().waitFor();
      },
    },
    {
      name: 'withdrawal',
      path: ({ elena: { id }, tennis }) => `/customers/${id}/withdraw?multipackId=${tennis.id}`,
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'Next' }).click();
        await page.getByRole('heading', { name: 'Withdrawal: before and after' }).waitFor();
      },
    },
    { name: 'desk', path: () => '/desk' },
    { name: 'analysis', path: ({ requestId }) => `/requests/${requestId}` },
    {
      name: 'notices',
      path: ({ elena: { id } }) => `/customers/${id}?tab=notices`,
      prepare: ({ page }) => page.evaluate('scrollTo(0, 200)'),
    },
    { name: 'customers-dark', path: () => '/customers', options: { scheme: 'dark' } },
    {
      name: 'portal',
      path: () => '/portal',
      options: { viewport: PHONE, customer: { email: elena.email, password: PASSWORD } },
    },
  ];
};

async function take(browser: Browser, club: Club, { name, path, options, prepare }: Picture): Promise<void> {
  const screen = await openScreen(browser, { url: club.tacit.url, staff: STAFF, ...options });
  await screen.open(path(club));
  await prepare?.(screen);
  await screen.settle();
  const file = join(IMAGES, `${name}.png`);
  await screen.page.screenshot({ path: file });
  const faults = screen.faults();
  await screen.close();
  const { size } = statSync(file);
  console.log(`${name}.png  ${Math.round(size / 1000)} kB`);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('\n')}`);
  if (size > LIMIT) throw new Error(`${name}.png has ${size} bytes; at most ${LIMIT} belong into the repository.`);
}

mkdirSync(IMAGES, { recursive: true });
process.env.TACIT_TEST_SYSTEM = await makeRunDirectory();
const browser = await launchBrowser();
try {
  const tacit = await openTacit();
  try {
    const club = await makeClub(tacit);
    for (const picture of await pictures(club)) await take(browser, club, picture);
  } finally {
    await tacit.close();
  }
} finally {
  await browser.close();
  await removeRunDirectory(process.env.TACIT_TEST_SYSTEM);
}
