import { describe, expect, test } from '@jest/globals';
import { letter, type LetterValues } from '../../src/mail/letters.ts';
import { LANGUAGES } from '../../src/schemas/languages.ts';

const CONTRACT = {
  company: 'Club Sol',
  branch: 'Centro',
  customer: 'Mario Rossi',
  name: 'Gym Plus',
  code: 'M-001234',
  validFrom: '2026-04-03',
  validTo: '2027-04-02',
  timeZone: 'America/Mexico_City',
};
const CANCELLED: LetterValues['renewal_cancelled'] = {
  ...CONTRACT,
  received: new Date('2027-03-02T05:59:59Z'),
  isOver: false,
  removed: [],
};
const ENABLED: LetterValues['renewal_enabled'] = {
  ...CONTRACT,
  received: new Date('2027-03-02T05:59:59Z'),
  deadline: '2027-03-18',
};
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const WITHDRAWN: LetterValues['withdrawn'] = {
  ...CONTRACT,
  lastDay: '2027-03-10',
  removed: [{ validFrom: '2027-04-03', validTo: '2028-04-02' }],
  due: [
    { dueOn: '2027-01-03', amount: EUR(4990) },
    { dueOn: '2027-02-03', amount: EUR(1234) },
  ],
  atBank: [{ dueOn: '2027-03-03', amount: EUR(4990) }],
  dropped: [{ dueOn: '2027-03-13', amount: EUR(2000) }],
  paidAhead: [{ dueOn: '2027-04-03', amount: EUR(100) }],
};
const PLANNED: LetterValues['plan_changed'] = {
  ...CONTRACT,
  received: new Date('2027-03-02T05:59:59Z'),
  ...{ plan: 'Gym and pool', when: 'now', from: '2027-03-01' },
  due: [{ dueOn: '2027-03-13', amount: EUR(5210) }],
  renewal: { from: '2027-04-03', price: EUR(60_000) },
  deadline: '2027-03-18',
};
const LINK = { company: 'Club Sol', url: 'https://tacit.example/portal/sign-in#token=a&b', minutes: 15 };

/** The words of a page, as a reader sees them. */
const seen = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ');

describe('the confirmation of a cancelled renewal', () => {
  test('names the contract, its period, the receipt on the branch’s clock, and that receivables stay', () => {
    const { subject, text } = letter('en', 'renewal_cancelled', CANCELLED);
    expect(subject).toBe('Automatic renewal cancelled: Gym Plus (M-001234)');
    // Before the time each version of Intl has a word of its own.
    expect(text.replace('2027 at 23:59', '2027, 23:59')).toBe(`The automatic renewal is cancelled

Dear Mario Rossi,

as you asked, Gym Plus will not be renewed. It stays valid through 2 April 2027 and ends then.

Payments of the current period stay due: only the renewal is cancelled. To end the contract itself, ask us about a withdrawal.

Contract: Gym Plus (M-001234)
Valid: 3 April 2026 – 2 April 2027
Received: 1 March 2027, 23:59 (America/Mexico City)

If you did not ask for this, please answer this message or speak to us at the desk.

-- 
Club Sol · Centro`);
  });

  test.each([
    ['es', /Recibido: 1 de marzo de 2027\D+23:59 \(America\/Mexico City\)/, 'hasta el 2 de abril de 2027'],
    ['it', /Ricevuta: 1 marzo 2027\D+23:59 \(America\/Mexico City\)/, 'fino al 2 aprile 2027'],
    ['pt-BR', /Recebido: 1 de março de 2027\D+23:59 \(America\/Mexico City\)/, 'até 2 de abril de 2027'],
  ] as const)('is written in %s', (language, received, ends) => {
    const { text } = letter(language, 'renewal_cancelled', CANCELLED);
    expect(text).toMatch(received);
    expect(text).toContain(ends);
  });

  test('of a paper recorded late names the day and no time', () => {
    const { text } = letter('en', 'renewal_cancelled', { ...CANCELLED, received: '2027-02-20' });
    expect(text).toContain('Received: 20 February 2027\n');
  });

  test('after the end says that it ended, and names what was taken back', () => {
    const removed = [{ validFrom: '2027-04-03', validTo: '2028-04-02' }];
    const { text } = letter('en', 'renewal_cancelled', { ...CANCELLED, isOver: true, removed });
    expect(text).toContain('Gym Plus is not renewed. It ended on 2 April 2027.');
    expect(text).toContain('The renewed period from 3 April 2027 to 2 April 2028 has been taken back.');
  });
});

describe('the confirmation of a withdrawal', () => {
  test('says the last day, and of every amount what becomes of it', () => {
    const { subject, text } = letter('en', 'withdrawn', WITHDRAWN);
    expect(subject).toContain('Withdrawal confirmed: Gym Plus');
    expect(text).toContain('Its last day of validity is 10 March 2027');
    expect(text).toContain('The renewed period from 3 April 2027 to 2 April 2028 has been taken back.');
    expect(text).toMatch(/no longer collected automatically; .*: 3 January 2027: €49.90; 3 February 2027: €12.34\./);
    expect(text).toContain('with the bank already and will still be collected: 3 March 2027: €49.90.');
    expect(text).toContain('no longer due: 13 March 2027: €20.00.');
    expect(text).toContain('refund or credit it: 3 April 2027: €1.00.');
    expect(text).not.toContain('Nothing is left to pay');
  });

  test('says that nothing is left to pay, and nothing of what there is not', () => {
    const none = { removed: [], due: [], atBank: [], dropped: [], paidAhead: [] };
    const { text } = letter('en', 'withdrawn', { ...WITHDRAWN, ...none });
    expect(text).toContain('Nothing is left to pay.');
    expect(text).not.toMatch(/collected|no longer due|refund|taken back/);
  });
});

describe('the confirmation of another plan', () => {
  test('at once: from when, what is left to pay, what the renewal costs and how long it can be cancelled', () => {
    const { subject, text } = letter('en', 'plan_changed', PLANNED);
    expect(subject).toBe('Plan changed: Gym Plus (M-001234)');
    expect(text).toContain('as agreed, Gym Plus becomes Gym and pool on 1 March 2027.');
    expect(text).toContain('This is left to pay of the present period: 13 March 2027: €52.10.');
    expect(text).toContain('The renewed period, from 3 April 2027, costs €600.00.');
    expect(text).toContain('You can cancel the automatic renewal through 18 March 2027.');
  });

  test('with the renewal: this period stays; without a renewal nothing is said of one', () => {
    const later = letter('en', 'plan_changed', { ...PLANNED, when: 'renewal', from: '2027-04-03' });
    expect(later.text).toContain('stays as it is through 2 April 2027 and is renewed as Gym and pool on 3 April 2027.');
    expect(later.text).not.toContain('left to pay');
    const last = letter('en', 'plan_changed', { ...PLANNED, due: [], renewal: null, deadline: null });
    expect(last.text).toContain('Nothing is left to pay.');
    expect(last.text).not.toMatch(/renew/);
  });
});

describe.each(LANGUAGES)('in %s every letter', (language) => {
  const letters = [
    ['renewal_cancelled', letter(language, 'renewal_cancelled', CANCELLED)],
    ['renewal_enabled', letter(language, 'renewal_enabled', ENABLED)],
    ['withdrawn', letter(language, 'withdrawn', WITHDRAWN)],
    ['plan_changed', letter(language, 'plan_changed', PLANNED)],
    ['plan_changed at the renewal', letter(language, 'plan_changed', { ...PLANNED, when: 'renewal' })],
    ['contract_cancelled', letter(language, 'contract_cancelled', WITHDRAWN)],
    ['portal_link', letter(language, 'portal_link', LINK)],
  ] as const;

  test.each(letters)('says the same as text and as HTML, with no gap left: %s', (_, { subject, text, html }) => {
    for (const part of [subject, text, html]) expect(part).not.toMatch(/[{}]|undefined|Invalid Date/);
    const words = seen(html);
    for (const line of text.split('\n').filter((each) => each !== '' && each !== '-- ')) {
      // "Label: value" is a row of the table, "Label:" the button.
      const ways = [line, line.replace(': ', ' '), line.replace(/:$/, '')];
      expect([line, ways.some((way) => words.includes(way.replaceAll(/\s+/g, ' ')))]).toEqual([line, true]);
    }
  });

  test.each(letters)('is one page in its language that loads nothing from anywhere: %s', (_, { html }) => {
    expect(html).toContain(`<html lang="${language}">`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(img|link|script|style|iframe|object)|url\(|src=/i);
  });

  test('is told apart from those in other languages', () => {
    for (const other of LANGUAGES.filter((each) => each !== language)) {
      expect(letter(other, 'renewal_enabled', ENABLED).text).not.toBe(letters[1][1].text);
    }
  });
});

describe('what somebody wrote', () => {
  const wild = '<script>alert("1")</script>\r\nBcc: x@example.com & \'co\' {name} $&';
  const { subject, html, text } = letter('en', 'renewal_cancelled', { ...CANCELLED, name: wild, customer: wild });

  test('is shown as it is and is no HTML', () => {
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(seen(html)).toContain("& 'co' {name} $&");
    expect(text).toContain("& 'co' {name} $&");
  });

  test('stays within one line of the subject', () => {
    expect(subject).not.toMatch(/[\r\n]/);
  });

  test('leaves an address in a link as it was', () => {
    const link = letter('en', 'portal_link', { ...LINK, url: 'https://x.example/#token="><b>' });
    expect(link.html).not.toContain('<b>');
    expect(link.text).toContain('https://x.example/#token="><b>');
  });
});
