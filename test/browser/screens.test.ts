import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { PROFILE_TABS, SETTINGS_PAGES } from '../../web/console/places.ts';
import { launchBrowser } from '../support/browser.ts';
import { axeViolations, brokenText, DESK, openScreen, PHONE, type Screen, sidewaysScroll } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Tacit } from './support/tacit.ts';
import type { Language } from './support/words.ts';

/** `npm run browser:all`: each language, by day and by night, each window. Else one of each, and less is asked of the phone. */
const ALL = process.env.TACIT_BROWSER_ALL === '1';
const LANGUAGES: Language[] = ALL ? ['es', 'it', 'en', 'pt-BR'] : ['en'];
const SCHEMES: ('light' | 'dark')[] = ALL ? ['light', 'dark'] : ['light'];
const LOOKS = LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme })));

/** What an application may load before its first screen stands, in bytes after gzip. */
const SCRIPTS_LIMIT = 250_000;

let browser: Browser;
let tacit: Tacit;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});

const STAFF = { email: ADMIN, password: PASSWORD };

/** Everything that may be wrong with what stands on the screen, at a desk and on a phone. */
async function flaws(screen: Screen) {
  const look = async (isTold: boolean) => ({
    axe: isTold ? await axeViolations(screen) : [],
    text: await brokenText(screen),
    sideways: await sidewaysScroll(screen),
    faults: screen.faults(),
  });
  const desk = await look(true);
  await screen.page.setViewportSize(PHONE);
  await screen.settle();
  const phone = await look(ALL);
  await screen.page.setViewportSize(DESK);
  return { desk, phone };
}
const NONE = { axe: [], text: [], sideways: 0, faults: [] };
const SOUND = { desk: NONE, phone: NONE };

describe.each(LOOKS)('in $language, $scheme', ({ language, scheme }) => {
  describe('the console is accessible, says every word and fits a phone:', () => {
    let screen: Screen;
    beforeAll(async () => {
      screen = await openScreen(browser, { url: tacit.url, language, scheme, staff: STAFF });
    });
    afterAll(() => screen?.close());

    test('customers', async () => {
      await screen.open('/customers');
      expect(await flaws(screen)).toEqual(SOUND);
    });

    test.each(PROFILE_TABS)('profile, %s', async (tab) => {
      const { id } = await tacit.house.database.customer.findFirstOrThrow({ where: { name: 'Pilar Ortega' } });
      await screen.open(`/customers/${id}?tab=${tab}`);
      expect(await flaws(screen)).toEqual(SOUND);
    });

    test.each(['/renewals', '/import', '/mails'])('%s', async (path) => {
      await screen.open(path);
      expect(await flaws(screen)).toEqual(SOUND);
    });

    test.each(SETTINGS_PAGES)('settings, %s', async (page) => {
      await screen.open(`/settings/${page}`);
      expect(await flaws(screen)).toEqual(SOUND);
    });
  });
});

test('the first screen of the console loads less than 250 kB of scripts', async () => {
  const screen = await openScreen(browser, { url: tacit.url, staff: STAFF });
  const sizes: number[] = [];
  const reading: Promise<unknown>[] = [];
  screen.page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    reading.push(response.text().then((script) => sizes.push(gzipSync(script).length)));
  });
  await screen.open('/customers');
  await Promise.all(reading);
  await screen.close();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.info(`${sizes.length} scripts, ${Math.round(total / 1000)} kB`);
  expect(sizes.length).toBeGreaterThan(3);
  expect(total).toBeLessThan(SCRIPTS_LIMIT);
});
