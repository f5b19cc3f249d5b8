import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { packageRoot } from '../../../src/package-root.ts';
import { type Language, type Say, sayIn } from './words.ts';

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 375, height: 740 };

const AXE = readFileSync(join(packageRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const PATIENCE_MS = 15_000;

export interface ScreenOptions {
  url: string;
  language?: Language;
  scheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
  /** Signs in before the first page is opened. */
  staff?: { email: string; password: string };
  customer?: { email: string; password: string };
}

/** A page in a browser profile of its own, as one person has it. */
export interface Screen {
  page: Page;
  context: BrowserContext;
  say: Say;
  /** Opens an address and returns when everything it shows is there. */
  open(path: string): Promise<void>;
  /** As `open`, but as a link within the application does: nothing is loaded anew. */
  follow(path: string): Promise<void>;
  /** Returns when nothing is loading or moving any more. */
  settle(): Promise<void>;
  /** What went wrong since the last call: errors in the console, requests that failed or were refused. */
  faults(): string[];
  /** A refusal that the test provokes is no fault; `path` is how its address ends. */
  expectRefusal(status: number, path: string): void;
  close(): Promise<void>;
}

export async function openScreen(browser: Browser, options: ScreenOptions): Promise<Screen> {
  const { url, language = 'en', scheme = 'light', viewport = DESK } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    locale: language === 'en' ? 'en-GB' : language,
    timezoneId: 'Europe/Madrid',
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  for (const [path, data] of [
    ['/api/session', options.staff],
    ['/portal/api/session', options.customer],
  ] as const) {
    if (data === undefined) continue;
    const answer = await context.request.post(path, { data, headers: { Origin: url } });
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  }
  const page = await context.newPage();
  const underWay = new Set<object>();
  const expected: { status: number; path: string }[] = [];
  let faults: string[] = [];
  page.on('request', (request) => {
    // The line that changes are told over stays open.
    if (request.resourceType() !== 'eventsource') underWay.add(request);
  });
  page.on('requestfinished', (request) => underWay.delete(request));
  page.on('requestfailed', (request) => {
    underWay.delete(request);
    const error = request.failure()?.errorText;
    // Given up by the page itself: it went elsewhere, or asks for something newer.
    if (error !== 'net::ERR_ABORTED') faults.push(`${request.method()} ${request.url()}: ${error}`);
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    const path = new URL(response.url()).pathname;
    const isExpected = expected.some((each) => each.status === response.status() && path.endsWith(each.path));
    if (!isExpected) faults.push(`${response.request().method()} ${path} answered ${response.status()}`);
  });
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  page.on('console', (message) => {
    // Of answers and lost requests the listeners above say more.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    faults.push(message.text());
  });

  const settle = async () => {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (let quiet = 0; quiet < 3; ) {
      if (Date.now() > giveUpAt) throw new Error(`${page.url()} does not come to rest: ${underWay.size} requests`);
      const isAtRest = await page.evaluate<boolean>(
        `new Promise((resolve) => requestAnimationFrame(() => resolve(
          document.querySelector('#root > *') !== null &&
          document.querySelector('[aria-busy="true"]') === null &&
          document.getAnimations().every(({ playState, effect }) =>
            playState !== 'running' || effect.getComputedTiming().iterations === Infinity))))`,
      );
      quiet = isAtRest && underWay.size === 0 ? quiet + 1 : 0;
    }
  };
  return {
    page,
    context,
    say: sayIn(language),
    settle,
    async open(path) {
      await page.goto(path, { waitUntil: 'load' });
      await settle();
    },
    async follow(path) {
      await page.evaluate<void>(`{
        history.pushState({}, '', ${JSON.stringify(path)});
        dispatchEvent(new PopStateEvent('popstate'));
      }`);
      await settle();
    },
    faults() {
      const found = faults;
      faults = [];
      return found;
    },
    expectRefusal(status, path) {
      expected.push({ status, path });
    },
    close: () => context.close(),
  };
}

/** What axe-core finds against WCAG 2.1 AA and good practice, one line each. */
export async function axeViolations({ page }: Screen): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`typeof axe === 'object'`))) await page.evaluate(AXE);
  // A menu stands beside the page's parts while it is open.
  return page.evaluate<string[]>(`axe.run(document, {
    rules: { region: { enabled: document.querySelector('[role=menu]') === null } },
    runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} },
    resultTypes: ['violations'],
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' — ' + failureSummary)))`);
}

/** By how many pixels the page is wider than the window. */
export const sidewaysScroll = ({ page }: Screen): Promise<number> =>
  page.evaluate<number>(`Math.max(0, document.scrollingElement.scrollWidth - innerWidth)`);

/** Text that no person should read: what is left where a value or a word is missing. */
export async function brokenText({ page }: Screen): Promise<string[]> {
  const text = await page.evaluate<string>('document.body.innerText');
  return text.match(/.*(?:\bundefined\b|\bNaN\b|Invalid Date|\{\{|\[object ).*/g) ?? [];
}
