import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { PROFILE_TABS, SETTINGS_PAGES } from '../../web/console/places.ts';
import { openRequest } from '../../src/database/cancellation-requests/open.ts';
import { addDescribed, addProfile } from '../../src/database/cancellation-settings.ts';
import { addConnection } from '../../src/database/connections.ts';
import { cancelRenewal } from '../../src/database/multipacks/renewal-cancellation.ts';
import { freezeMultipack } from '../../src/database/multipacks/suspension.ts';
import { withdrawMultipacks } from '../../src/database/multipacks/withdrawal.ts';
import { editSetting, findCustomerWithPersons } from '../../src/database/notices/settings.ts';
import { addServiceOrder } from '../../src/database/service-orders.ts';
import { openTicket } from '../../src/database/tickets.ts';
import { launchBrowser } from '../support/browser.ts';
import { decide, eventually } from '../support/chains.ts';
import { axeViolations, brokenText, DESK, openScreen, PHONE, type Screen, sidewaysScroll } from './support/screen.ts';
import { ADMIN, openTacit, PASSWORD, type Tacit } from './support/tacit.ts';
import type { Language } from './support/words.ts';

/** `npm run browser:all`: each language, by day and by night, each window. Else one of each, and less is asked of the phone. */
const ALL = process.env.TACIT_BROWSER_ALL === '1';
const LANGUAGES: Language[] = ALL ? ['es', 'it', 'en', 'pt-BR'] : ['en'];
const SCHEMES: ('light' | 'dark')[] = ALL ? ['light', 'dark'] : ['light'];
const LOOKS = LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme })));

let browser: Browser;
let tacit: Tacit;
beforeAll(async () => {
  browser = await launchBrowser();
  tacit = await openTacit();
  world = await makeWorld();
});
afterAll(async () => {
  await browser?.close();
  await tacit?.close();
});

const STAFF = { email: ADMIN, password: PASSWORD };

/** Everything that is wrong with what stands on the screen, at a desk and on a phone, one line each. */
async function flaws(screen: Screen): Promise<string[]> {
  const look = async (place: string, withAxe: boolean) => {
    const width = await sidewaysScroll(screen);
    return [
      ...(withAxe ? await axeViolations(screen) : []),
      ...(await brokenText(screen)),
      ...(width > 0 ? [`scrolls sideways by ${width} pixels`] : []),
      ...screen.faults(),
    ].map((flaw) => `${place}: ${flaw}`);
  };
  const desk = await look('desk', true);
  await screen.page.setViewportSize(PHONE);
  await screen.settle();
  const phone = await look('phone', ALL);
  await screen.page.setViewportSize(DESK);
  return [...desk, ...phone];
}

/** What the screens show: a customer with multipacks in several states, tasks, letters and a renewal made. */
async function makeWorld() {
  const { database } = tacit.house;
  const person = await tacit.addPerson('Pilar Soto', { now: '2027-08-01T10:00:00Z' });
  const gym = await tacit.sell(person, 'Gym Plus 12 months', '2026-10-01');
  const monthly = await tacit.sell(person, 'Gym monthly', '2027-07-25');
  const tennis = await tacit.sell(person, 'Tennis in instalments', '2027-01-01');
  await tacit.sell(person, 'Ten entries', '2027-06-01');
  await decide(tacit.house, (change) => cancelRenewal(change, tennis.id));
  await decide(tacit.house, (change) =>
    freezeMultipack(change, monthly.id, { from: '2027-08-05', until: '2027-08-14' }),
  );
  await database.taskType.createMany({
    data: (['automatic_renewal_cancellation', 'withdrawal'] as const).map((classification) => ({
      ...{ name: `Own ${classification}`, classification, visibleInAgenda: true, createdAt: new Date() },
    })),
  });
  const ownType = await database.taskType.findFirstOrThrow({ where: { name: 'Own withdrawal' } });
  const withdrawn = await tacit.sell(person, 'Tennis in instalments', '2027-02-01');
  const withdrawal = { taskTypeId: ownType.id, multipackIds: [withdrawn.id], lastDay: '2027-09-15', notes: '' };
  await decide(tacit.house, (change) => withdrawMultipacks(change, person.id, withdrawal, {}));
  const contact = { name: 'Jorge Soto', role: 'guardian', phone: '+34 600 000 000', createdAt: new Date() };
  await database.contact.create({ data: { customerId: person.id, ...contact } });
  const { id: taskTypeId } = await database.taskType.create({
    data: { name: 'Call back', classification: 'generic', visibleInAgenda: true, createdAt: new Date() },
  });
  await addTasks(person.id, taskTypeId);
  await decide(tacit.house, async (change) => {
    await addProfile(change, { title: 'Residential', unit: 'week', period: 2, isDefault: true });
    await addDescribed(change, 'cancellation_reason', { title: 'Moved away', description: null });
  });
  const ticket = await decide(tacit.house, async (change) => {
    const customer = await change.tx.customer.findUniqueOrThrow({ where: { id: person.id } });
    const about = {
      multipackId: gym.id,
      via: 'phone',
      subject: 'Wants to leave',
      description: 'Moves to Rome',
    } as const;
    return openTicket(change, customer, about);
  });
  const request = await decide(tacit.house, async (change) => {
    await addDescribed(change, 'reversal_classification', { title: 'Stays', description: null });
    const customer = await change.tx.customer.findUniqueOrThrow({ where: { id: person.id } });
    const { id: reasonId } = await change.tx.cancellationReason.findFirstOrThrow();
    const asked = { multipackId: monthly.id, title: 'Goes elsewhere', reasonId, details: 'Asked twice' };
    const { id } = await openRequest(change, {}, asked);
    const connection = { username: 'pilar', service: 'Fibre 500M' };
    await addConnection(change, customer, connection);
    const order = await addServiceOrder(change, customer, { kind: 'Visit', description: 'Measure' }, {});
    return { id, orderId: order.id };
  });
  const { id: claimedBy } = await database.user.findFirstOrThrow({ where: { email: ADMIN } });
  await database.cancellationRequest.update({
    where: { id: request.id },
    data: { state: 'in_analysis', claimedBy, claimedAt: new Date() },
  });
  await addNotes(person.id, claimedBy);
  const mail = await eventually('the letter', () =>
    database.mail.findFirst({ where: { customerId: person.id, state: 'sent' } }),
  );
  const notice = await tell(person.id);
  const { id: planId } = await database.plan.findFirstOrThrow({ where: { name: gym.name } });
  return { person, gym, tennis, withdrawn, mail, notice, planId, ticket, request };
}
let world: Awaited<ReturnType<typeof makeWorld>>;

/** Of the administrator; the customer's agent works here no more. */
async function addNotes(customerId: string, authorId: string): Promise<void> {
  const { database } = tacit.house;
  const createdAt = new Date();
  const { id: departmentId } = await database.department.create({ data: { name: 'Sales floor', createdAt } });
  await database.user.update({ where: { id: authorId }, data: { departmentId } });
  const texts = ['Called', 'a long story\n'.repeat(40)];
  await database.note.createMany({
    data: texts.map((text) => ({ customerId, authorId, text, location: 'Office', treatment: 'Call again', createdAt })),
  });
  const { branchId } = await database.user.findUniqueOrThrow({ where: { id: authorId } });
  const gone = { name: 'Elena Prieto', email: 'elena@example.com', branchId, accessLevel: 4, language: 'en' };
  const { id: preferredAgentId } = await database.user.create({ data: { ...gone, active: false, createdAt } });
  await database.customerAgents.create({ data: { customerId, preferredAgentId } });
}

/** Of the administrator, of each kind that an agenda shows, and one that nobody has. */
async function addTasks(customerId: string, taskTypeId: string): Promise<void> {
  const { database } = tacit.house;
  const { id: assigneeId, branchId } = await database.user.findUniqueOrThrow({ where: { email: ADMIN } });
  const at = (days: number) =>
    new Date(`${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00Z`);
  const task = { taskTypeId, customerId, authorKind: 'user', authorName: 'Ana', channel: 'console' } as const;
  const own = { ...task, branchId, assigneeId, createdAt: new Date() };
  await database.crmTask.createMany({
    data: [
      { ...own, dueOn: at(-20), notes: 'late' },
      { ...own, dueOn: at(0), notes: 'a long story\n'.repeat(300) },
      { ...own, dueOn: at(0), doneAt: new Date() },
      { ...own, dueOn: null },
      { ...own, dueOn: at(0), assigneeId: null },
    ],
  });
}

/** Turns somebody’s notices on, of whom a reminder was told already and who wants no more. */
async function tell(customerId: string): Promise<{ mailId: string }> {
  const { database } = tacit.house;
  await decide(tacit.house, async (act) =>
    editSetting(act, await findCustomerWithPersons(act.tx, {}, customerId), 0, { active: true, afterDue: true }),
  );
  const declined = { remindersDeclinedAt: new Date() };
  const { reminderConceptId } = await database.noticeSetting.update({ where: { customerId }, data: declined });
  const { id: receivableId, dueOn } = await database.receivable.findFirstOrThrow({ where: { customerId } });
  const recipient = 'pilar@example.com';
  const letter = { subject: 'A reminder', text: 'It is due', html: '<p>It is due', language: 'en', to: recipient };
  const sent = { state: 'sent', answer: '250 OK', sentAt: new Date() } as const;
  const mail = { ...letter, ...sent, customerId, kind: 'notice', uniqueKey: 'told' };
  const { id: mailId } = await database.mail.create({ data: mail });
  const told = { customerId, receivableId, dueOn, conceptId: reminderConceptId!, recipient, mailId };
  await database.notice.create({ data: { ...told, createdAt: new Date() } });
  return { mailId };
}

type Prepare = (screen: Screen) => Promise<unknown>;
interface Shown {
  path: () => string;
  /** From the page to what is looked at, such as an open dialog. */
  open?: Prepare;
}

const press =
  (word: string, values?: Record<string, string>): Prepare =>
  ({ page, say }) =>
    page.getByRole('button', { name: say(word, values), exact: true }).click();

/** An action of a multipack, whose dialog opens. */
const action =
  (name: string): Prepare =>
  async (screen) => {
    await press('multipacks.actions.title')(screen);
    await screen.page
      .getByRole('menuitem', { name: new RegExp(`^${screen.say(`multipacks.actions.${name}`)}`) })
      .click();
  };

/** Every task there is. */
const FOUND = `rows=${encodeURIComponent(JSON.stringify([{ createdFrom: '2020-01-01' }]))}`;
const NOTES = `notes=${encodeURIComponent(JSON.stringify({ byDepartment: true }))}`;
const profile = () => `/customers/${world.person.id}`;
const multipack = () => `/multipacks/${world.gym.id}`;

const withdrawing = () => `${profile()}/withdraw?multipackId=${world.tennis.id}`;

const CONSOLE: Record<string, Shown> = {
  customers: { path: () => '/customers' },
  'customers that nobody found': { path: () => '/customers?search=nobody' },
  'a new customer': { path: () => '/customers#new' },
  'the palette': {
    path: () => '/customers',
    async open({ page, say, settle }) {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: say('shell.paletteHint') }).waitFor();
      await page.keyboard.type('soto');
      await page.getByText('Pilar Soto').first().waitFor();
      await settle();
    },
  },
  'help for the keyboard': {
    path: () => '/customers',
    async open({ page, say }) {
      await page.keyboard.press('Shift+?');
      await page.getByRole('dialog', { name: say('shell.keyboard') }).waitFor();
    },
  },
  ...Object.fromEntries(PROFILE_TABS.map((tab) => [`profile, ${tab}`, { path: () => `${profile()}?tab=${tab}` }])),
  'profile, one notice': { path: () => `${profile()}?tab=notices&mailId=${world.notice.mailId}` },
  'profile, a due notice': {
    path: () => `${profile()}?tab=notices`,
    open: ({ page, say }) => page.getByRole('radiogroup').getByText(say('notices.dueNotice')).click(),
  },
  'notices for many': { path: () => '/customers/notices?everybody=true' },
  'notices for many, please check': {
    path: () => '/customers/notices?everybody=true',
    open: ({ page }) => page.locator('button[type=submit]').click(),
  },
  'profile, editing': { path: profile, open: press('common.edit') },
  'profile, new note': { path: profile, open: press('customers.shortcuts.note') },
  'profile, deleting a note': {
    path: () => `${profile()}?tab=notes`,
    async open({ page }) {
      await page.getByRole('tabpanel').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'profile, agents': { path: profile, open: press('agents.change') },
  'changing preferred agents': { path: () => '/customers/agents' },
  'changing preferred agents, sure': {
    path: () => '/customers/agents',
    async open(screen) {
      await screen.page.getByRole('row').getByRole('combobox').click();
      await screen.page.getByRole('option').first().click();
      await press('agents.many.update')(screen);
      await screen.page.getByRole('dialog').waitFor();
    },
  },
  'profile, new task': { path: profile, open: press('customers.shortcuts.task') },
  'profile, one task': {
    path: () => `${profile()}?tab=crm`,
    async open({ page, say }) {
      await page
        .getByRole('button', { name: say('customers.crm.menu', { name: 'Call back' }) })
        .first()
        .focus();
      await page.keyboard.press('e');
      await page.getByRole('dialog').waitFor();
    },
  },
  'profile, a payment': {
    path: () => `${profile()}?tab=receivables`,
    async open({ page }) {
      await page.getByRole('tabpanel').locator('[aria-haspopup=menu]').first().click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'profile, tasks still to do': { path: () => `${profile()}?tab=crm&todo=open` },
  'profile, test clock': { path: profile, open: press('customers.clock.move') },
  'profile, cancellation request': { path: profile, open: press('requesting.shortcut') },
  'profile, new contact': { path: () => `${profile()}?tab=contacts`, open: press('customers.contacts.add') },
  'cancelling renewals': { path: () => `${profile()}/cancel-renewals` },
  'cancelling renewals, please check': {
    path: () => `${profile()}/cancel-renewals`,
    async open(screen) {
      await screen.page.getByRole('checkbox', { name: 'Gym Plus 12 months' }).check();
      await press('common.next')(screen);
    },
  },
  withdrawing: { path: withdrawing },
  'withdrawing, before and after': { path: withdrawing, open: press('common.next') },
  'withdrawing, for good': {
    path: withdrawing,
    async open(screen) {
      await press('common.next')(screen);
      await press('counter.withdraw.yes')(screen);
      await screen.page.getByRole('dialog').waitFor();
    },
  },
  'a withdrawn multipack': { path: () => `/multipacks/${world.withdrawn.id}` },
  'selling again': { path: () => `${profile()}/sell?soldAgainFrom=${world.withdrawn.id}` },
  multipack: { path: multipack },
  'multipack, actions': { path: multipack, open: press('multipacks.actions.title') },
  ...Object.fromEntries(
    ['cancel', 'freeze', 'block', 'payment', 'plan', 'terms'].map((name) => [
      `multipack, ${name}`,
      { path: multipack, open: action(name) },
    ]),
  ),
  // Of what is paid in instalments, so that some are ahead.
  'multipack, dueDay': {
    path: () => `/multipacks/${world.tennis.id}`,
    async open(screen) {
      await action('dueDay')(screen);
      await screen.page.getByRole('textbox', { name: screen.say('multipacks.dueDay.day') }).fill('20');
      await screen.page.getByRole('dialog').getByRole('table').waitFor();
    },
  },
  'multipack, plan, before and after': {
    path: multipack,
    async open(screen) {
      await action('plan')(screen);
      const { page, say } = screen;
      await page.getByRole('combobox', { name: say('multipacks.planChange.to') }).click();
      await page.getByRole('option', { name: 'Gym monthly' }).click();
      await page.getByRole('dialog').getByRole('table').first().waitFor();
    },
  },
  'a multipack that will not renew': { path: () => `/multipacks/${world.tennis.id}` },
  'selling, without a plan': { path: () => `${profile()}/sell` },
  selling: { path: () => `${profile()}/sell?planId=${world.planId}` },
  agenda: { path: () => '/agenda' },
  'agenda, a day of everybody': { path: () => '/agenda?view=day&team=true' },
  'agenda, a day without anything': { path: () => '/agenda?on=2020-01-01&view=day' },
  'agenda, the menu of a task': {
    path: () => '/agenda?view=day',
    async open({ page, say }) {
      await page
        .getByRole('button', { name: say('customers.crm.menu', { name: 'Call back' }) })
        .first()
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  'agenda, in the own calendar': {
    path: () => '/settings/account',
    async open({ page, say }) {
      await page
        .getByRole('button', { name: say('agenda.feed.make') })
        .or(page.getByRole('button', { name: say('agenda.feed.replace') }))
        .first()
        .click();
      const again = page.getByRole('dialog').getByRole('button', { name: say('agenda.feed.yesReplace') });
      const address = page.getByRole('textbox', { name: say('agenda.feed.url') });
      await again.or(address).first().waitFor();
      if (await again.isVisible()) await again.click();
      await address.waitFor();
    },
  },
  reports: { path: () => '/reports' },
  'reports, who was found': { path: () => `/reports?${FOUND}&shown=customers` },
  'reports, what was found': { path: () => `/reports?${FOUND}&shown=tasks` },
  'reports, saving a filter': { path: () => `/reports?${FOUND}`, open: press('reports.saved.save') },
  'reports, a task for all': {
    path: () => `/reports?${FOUND}&shown=customers`,
    async open(screen) {
      await screen.page.getByRole('checkbox', { name: screen.say('reports.bulk.selectShown') }).check();
      await press('reports.bulk.title')(screen);
    },
  },
  'reports, over time': {
    path: () => '/reports?part=time&subject=cancellations&by=month&from=2026-01-01&to=2028-12-31',
  },
  'reports, per channel': { path: () => '/reports?part=time&by=channel&from=2026-01-01&to=2028-12-31' },
  'reports, notes': { path: () => '/reports?part=notes' },
  'reports, notes by department': { path: () => `/reports?part=notes&${NOTES}` },
  renewals: { path: () => '/renewals' },
  'the desk': { path: () => '/desk' },
  'the desk, with filters that nothing matches': { path: () => '/desk?sla=breached&search=nobody' },
  'the report of the desk': { path: () => '/desk/report' },
  import: { path: () => '/import' },
  tickets: { path: () => '/tickets' },
  'a new ticket': { path: () => '/tickets#new' },
  'one ticket': { path: () => `/tickets/${world.ticket.id}` },
  'one ticket, adding a cancellation request': {
    path: () => `/tickets/${world.ticket.id}`,
    open: press('requesting.add'),
  },
  ...Object.fromEntries(
    [
      ['a request', ''],
      ['a request, cancelling', '?act=cancel'],
      ['a request, reverting', '?act=revert'],
    ].map(([name, search]) => [name, { path: () => `/requests/${world.request.id}${search}` }]),
  ),
  'a request, its order': { path: () => `/requests/${world.request.id}?orderId=${world.request.orderId}` },
  mails: { path: () => '/mails' },
  'one letter': { path: () => `/mails?mailId=${world.mail.id}` },
  ...Object.fromEntries(SETTINGS_PAGES.map((page) => [`settings, ${page}`, { path: () => `/settings/${page}` }])),
  ...Object.fromEntries(
    [
      'branches',
      'departments',
      'users',
      'plans',
      'task-types',
      'cancellation-profiles',
      'cancellation-reasons',
      'reversal-classifications',
      'notice-concepts',
      'equipment',
      'tokens',
    ].map((page) => [`settings, ${page}, a new one`, { path: () => `/settings/${page}?id=new` }]),
  ),
  'settings, one plan': { path: () => `/settings/plans?id=${world.planId}` },
  'no such page': { path: () => '/nowhere' },
};

const purchase = () => `/portal/multipacks/${world.gym.id}`;
const PORTAL: Record<string, Shown> = {
  purchases: { path: () => '/portal' },
  'one purchase': { path: purchase },
  'one purchase, cancelling': {
    path: purchase,
    open: press('purchases.cancel.buttonFor', { name: 'Gym Plus 12 months' }),
  },
  'one purchase that will not renew': { path: () => `/portal/multipacks/${world.tennis.id}` },
  payments: { path: () => '/portal/payments' },
  profile: { path: () => '/portal/profile' },
};

describe.each(LOOKS)('in $language, $scheme: accessible, whole in its words, and no wider than a phone', (look) => {
  /** Those with nothing open, so that another page of the same application can be followed to. */
  const plain = new WeakSet<Screen>();

  async function expectSound(screen: Screen, { path, open }: Shown): Promise<void> {
    await (plain.has(screen) ? screen.follow(path()) : screen.open(path()));
    plain.add(screen);
    if (open) {
      plain.delete(screen);
      await open(screen);
      await screen.settle();
    }
    expect(await flaws(screen)).toEqual([]);
  }

  describe('the console,', () => {
    let screen: Screen;
    beforeAll(async () => {
      screen = await openScreen(browser, { url: tacit.url, ...look, staff: STAFF });
    });
    afterAll(() => screen?.close());
    test.each(Object.keys(CONSOLE))('%s', (name) => expectSound(screen, CONSOLE[name]!));
  });

  describe('the portal,', () => {
    let screen: Screen;
    beforeAll(async () => {
      const customer = { email: world.person.email, password: PASSWORD };
      screen = await openScreen(browser, { url: tacit.url, ...look, customer });
    });
    afterAll(() => screen?.close());
    test.each(Object.keys(PORTAL))('%s', (name) => expectSound(screen, PORTAL[name]!));
  });

  test.each([
    ['console', '/sign-in', '/api/session'],
    ['portal', '/portal/sign-in', '/portal/api/session'],
  ])('signing in to the %s, and what a wrong password brings', async (_, path, session) => {
    const screen = await openScreen(browser, { url: tacit.url, ...look });
    const { page, say } = screen;
    screen.expectRefusal(401, session);
    await expectSound(screen, { path: () => path });
    await page.getByRole('textbox', { name: say('common.email') }).fill('nobody@example.com');
    await page.getByRole('textbox', { name: say('common.password') }).fill('not a password');
    await page.getByRole('button', { name: say('common.signIn'), exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await flaws(screen)).toEqual([]);
    await screen.close();
  });
});
