import type { LocalDate } from '../domain/dates.ts';
import { formatMoney, type Money } from '../domain/money.ts';
import { fillPlaceholders } from '../domain/notices.ts';
import { escapeHtml } from '../html.ts';
import type { Language } from '../schemas/languages.ts';

/** What each letter tells; every text in it may have been written by anybody. */
export interface LetterValues {
  renewal_cancelled: Contract & {
    /** The instant of receipt or, of a paper recorded late, its day. */
    received: Date | LocalDate;
    /** Whether its validity is over already, as it may be when the cancellation was forced. */
    isOver: boolean;
    /** The renewed periods that were taken back with it. */
    removed: { validFrom: LocalDate; validTo: LocalDate }[];
  };
  renewal_enabled: Contract & {
    received: Date;
    /** The last day on which it may be cancelled again. */
    deadline: LocalDate;
  };
  withdrawn: Contract & EndingTold;
  /** Another plan, at once or with the renewal (003). */
  plan_changed: Contract & PlanTold;
  /** By the cancellation desk (003). */
  contract_cancelled: Contract & EndingTold;
  /** To an operator (003). */
  request_at_risk: RequestTold;
  request_breached: RequestTold;
  portal_link: { company: string; url: string; minutes: number };
  /** To a colleague, through the mail account it tests; it is not kept. */
  account_test: { company: string; address: string; host: string };
  /** Of a receivable that falls due or fell due (004). */
  notice: NoticeTold;
  /** The same with made-up or real facts, to the user who words it. */
  notice_test: NoticeTold;
}

interface NoticeTold {
  company: string;
  branch: string;
  /** As the staff worded them, with placeholders. */
  subject: string;
  body: string;
  customer: string;
  multipack: string;
  /** What is still owed. */
  amount: Money;
  dueOn: LocalDate;
  /** Where its reader may ask for no more of them. */
  declineUrl?: string | undefined;
}

/** A cancellation request whose time runs out or is over. */
interface RequestTold {
  company: string;
  branch: string;
  /** Of the colleague who reads it. */
  reader: string;
  /** As shown: CR-2041. */
  request: string;
  title: string;
  customer: string;
  name: string;
  code: string;
  limitAt: Date;
  timeZone: string;
  isClaimed: boolean;
}

/** What another plan means, receivables in the order in which they fall due. */
export interface PlanTold {
  received: Date;
  plan: string;
  when: 'now' | 'renewal';
  /** The first day on which it holds. */
  from: LocalDate;
  /** What is left to pay of the present period. */
  due: Amount[];
  /** Null where there is none. */
  renewal: { from: LocalDate; price: Money } | null;
  /** The last day on which the renewal may be cancelled; null where it cannot any more. */
  deadline: LocalDate | null;
}

/** What an end on a last day does, receivables in the order in which they fall due. */
export interface EndingTold {
  lastDay: LocalDate;
  /** The renewed periods that go with it. */
  removed: { validFrom: LocalDate; validTo: LocalDate }[];
  /** Stays owed, to be paid by the customer. */
  due: Amount[];
  /** Stays owed and is being collected. */
  atBank: Amount[];
  /** Is not owed any more. */
  dropped: Amount[];
  /** Was paid for days after the last one, to be refunded or credited. */
  paidAhead: Amount[];
}

interface Amount {
  dueOn: LocalDate;
  amount: Money;
}

interface Contract {
  company: string;
  branch: string;
  /** Who is written to. */
  customer: string;
  /** Whose contract it is, if another's. */
  member?: string;
  name: string;
  /** As shown: M-001234. */
  code: string;
  validFrom: LocalDate;
  validTo: LocalDate;
  /** IANA zone of the branch, in which the receipt is told. */
  timeZone: string;
}

export type MailKind = keyof LetterValues;

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** What a letter consists of before it is written as text and as HTML. Nothing in it is HTML. */
interface Content {
  subject: string;
  title: string;
  /** One may have several lines. */
  paragraphs: string[];
  facts?: [label: string, value: string][];
  button?: { label: string; url: string };
  closing: string[];
  /** The last line. */
  link?: { label: string; url: string } | undefined;
  signature: string;
}

/** The letter in the customer's language. It loads nothing from anywhere and says the same with and without HTML. */
export function letter<Kind extends MailKind>(language: Language, kind: Kind, values: LetterValues[Kind]): Letter {
  const content = WRITERS[kind](language, values);
  return {
    subject: oneLine(content.subject),
    text: asText(content),
    html: asHtml(language, content),
  };
}

type Writers = { [Kind in MailKind]: (language: Language, values: LetterValues[Kind]) => Content };

const WRITERS: Writers = {
  renewal_cancelled: (language, values) => {
    const words = WORDS[language];
    const filled = fillWith(language, values);
    return {
      subject: filled(words.cancelled.subject),
      title: words.cancelled.title,
      paragraphs: [
        filled(words.greeting),
        filled(values.isOver ? words.cancelled.over : words.cancelled.ends),
        ...values.removed.map(({ validFrom, validTo }) =>
          fill(words.cancelled.removed, { from: day(language, validFrom), to: day(language, validTo) }),
        ),
        words.cancelled.receivables,
      ],
      facts: factsOf(language, values),
      closing: [words.cancelled.mistake],
      signature: `${values.company} · ${values.branch}`,
    };
  },
  renewal_enabled: (language, values) => {
    const words = WORDS[language];
    const filled = fillWith(language, values);
    return {
      subject: filled(words.enabled.subject),
      title: words.enabled.title,
      paragraphs: [
        filled(words.greeting),
        fill(words.enabled.renews, { name: values.name, deadline: day(language, values.deadline) }),
      ],
      facts: factsOf(language, values),
      closing: [words.enabled.mistake],
      signature: `${values.company} · ${values.branch}`,
    };
  },
  withdrawn: (language, values) => endingLetter(language, values, WORDS[language].withdrawn),
  plan_changed: (language, values) => {
    const words = WORDS[language];
    const { greeting, planned, withdrawn } = words;
    const { plan, when, from, due, renewal, deadline } = values;
    const filled = fillWith(language, values);
    const days = { from: day(language, from), to: day(language, values.validTo) };
    const price = renewal && formatMoney(renewal.price, localeOf(language));
    const owed = due.length > 0 && fill(planned.due, { list: due.map(amountOn(language)).join('; ') });
    return {
      subject: filled(planned.subject),
      title: planned.title,
      paragraphs: [
        filled(greeting),
        fill(when === 'now' ? planned.now : planned.renewal, { name: values.name, plan, ...days }),
        ...(when === 'now' ? [owed || withdrawn.nothingDue] : []),
        ...(renewal && price ? [fill(planned.costs, { on: day(language, renewal.from), price })] : []),
        ...(deadline ? [fill(planned.cancellable, { deadline: day(language, deadline) })] : []),
      ],
      facts: factsOf(language, values),
      closing: [planned.mistake],
      signature: `${values.company} · ${values.branch}`,
    };
  },
  contract_cancelled: (language, values) => endingLetter(language, values, WORDS[language].ended),
  request_at_risk: (language, values) => alertLetter(language, values, WORDS[language].atRisk),
  request_breached: (language, values) => alertLetter(language, values, WORDS[language].breached),
  portal_link: (language, { company, url, minutes }) => {
    const { link } = WORDS[language];
    return {
      subject: fill(link.subject, { company }),
      title: fill(link.title, { company }),
      paragraphs: [fill(link.how, { minutes: String(minutes) })],
      button: { label: link.button, url },
      closing: [link.stranger],
      signature: company,
    };
  },
  account_test: (language, { company, ...values }) => {
    const { accountTest } = WORDS[language];
    return {
      subject: fill(accountTest.subject, { company }),
      title: accountTest.title,
      paragraphs: [fill(accountTest.says, values)],
      closing: [],
      signature: company,
    };
  },
  notice: noticeLetter,
  notice_test: (language, values) => {
    const content = noticeLetter(language, values);
    const { test } = WORDS[language].notice;
    return { ...content, subject: fill(test.subject, { subject: content.subject }), closing: [test.closing] };
  },
};

function noticeLetter(
  language: Language,
  { company, branch, subject, body, declineUrl, ...told }: NoticeTold,
): Content {
  const filled = (text: string) =>
    fillPlaceholders(text, {
      customer: told.customer,
      multipack: told.multipack,
      amount: formatMoney(told.amount, localeOf(language)),
      due_date: day(language, told.dueOn),
    });
  return {
    subject: filled(subject),
    title: oneLine(filled(subject)),
    // Where the words leave paragraphs, not where a name does.
    paragraphs: body.split(/(?:\r?\n[^\S\n]*){2,}/).map((part) => filled(part.trim())),
    closing: [],
    signature: `${company} · ${branch}`,
    link: declineUrl === undefined ? undefined : { label: WORDS[language].notice.decline, url: declineUrl },
  };
}

function endingLetter(
  language: Language,
  values: Contract & EndingTold,
  own: Record<'subject' | 'title' | 'ends', string>,
): Content {
  const words = WORDS[language];
  const filled = fillWith(language, values);
  const { withdrawn } = words;
  const listed = (sentence: string, amounts: Amount[]) =>
    amounts.length === 0 ? [] : [fill(sentence, { list: amounts.map(amountOn(language)).join('; ') })];
  return {
    subject: filled(own.subject),
    title: own.title,
    paragraphs: [
      filled(words.greeting),
      fill(own.ends, { name: values.name, on: day(language, values.lastDay) }),
      ...values.removed.map(({ validFrom, validTo }) =>
        fill(words.cancelled.removed, { from: day(language, validFrom), to: day(language, validTo) }),
      ),
      ...listed(withdrawn.due, values.due),
      ...listed(withdrawn.atBank, values.atBank),
      ...(values.due.length + values.atBank.length === 0 ? [withdrawn.nothingDue] : []),
      ...listed(withdrawn.dropped, values.dropped),
      ...listed(withdrawn.paidAhead, values.paidAhead),
    ],
    facts: [
      [words.labels.contract, contractOf(values)],
      [words.labels.valid, `${day(language, values.validFrom)} – ${day(language, values.lastDay)}`],
    ],
    closing: [withdrawn.mistake],
    signature: `${values.company} · ${values.branch}`,
  };
}

function alertLetter(
  language: Language,
  values: RequestTold,
  own: Record<'subject' | 'title' | 'says', string>,
): Content {
  const { greeting, labels, alert } = WORDS[language];
  const filled = (sentence: string) =>
    fill(sentence, { request: values.request, title: values.title, customer: values.customer });
  return {
    subject: filled(own.subject),
    title: own.title,
    paragraphs: [
      fill(greeting, { customer: values.reader }),
      filled(own.says),
      values.isClaimed ? alert.claimed : alert.unclaimed,
    ],
    facts: [
      [alert.request, `${values.request} · ${values.title}`],
      [alert.customer, values.customer],
      [labels.contract, `${values.name} (${values.code})`],
      [alert.limit, moment(language, values.limitAt, values.timeZone)],
    ],
    closing: [],
    signature: `${values.company} · ${values.branch}`,
  };
}

function factsOf(language: Language, values: Contract & { received: Date | LocalDate }): [string, string][] {
  const { labels } = WORDS[language];
  const { received, timeZone } = values;
  return [
    [labels.contract, contractOf(values)],
    [labels.valid, `${day(language, values.validFrom)} – ${day(language, values.validTo)}`],
    [labels.received, typeof received === 'string' ? day(language, received) : moment(language, received, timeZone)],
  ];
}

const contractOf = ({ name, code, member }: Contract): string =>
  [`${name} (${code})`, member].filter(Boolean).join(' · ');

const fillWith = (language: Language, values: Contract) => (sentence: string) =>
  fill(sentence, {
    name: values.name,
    code: values.code,
    customer: values.customer,
    company: values.company,
    to: day(language, values.validTo),
  });

const amountOn =
  (language: Language) =>
  ({ dueOn, amount }: Amount): string =>
    `${day(language, dueOn)}: ${formatMoney(amount, localeOf(language))}`;

const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

// ---------------------------------------------------------------- dates

const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : language);

function day(language: Language, date: LocalDate): string {
  const format = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** Day and time on the clock of the branch, with its zone named: `21 August 2026 at 23:59 (Europe/Madrid)`. */
function moment(language: Language, at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  });
  return `${format.format(at)} (${timeZone.replaceAll('_', ' ')})`;
}

// ---------------------------------------------------------------- layout

/** No line break and no other control character: a subject is one header line. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

function asText({ title, paragraphs, facts = [], button, closing, signature, link }: Content): string {
  return [
    title,
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(([label, value]) => `${label}: ${oneLine(value)}`).join('\n')] : []),
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...closing,
    `-- \n${oneLine(signature)}`,
    ...(link ? [`${link.label}:\n${link.url}`] : []),
  ].join('\n\n');
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1f2937';
const MUTED = '#4b5563';
const BRAND = '#087f5b';

function asHtml(
  language: Language,
  { subject, title, paragraphs, facts, button, closing, signature, link }: Content,
): string {
  const paragraph = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll(/\r?\n/g, '<br>')}</p>`;
  const table =
    facts &&
    `<table style="width:100%;border-collapse:collapse;margin:0 0 24px;font-size:15px"><tbody>${facts
      .map(
        ([label, value]) =>
          `<tr><th scope="row" style="text-align:left;vertical-align:top;font-weight:normal;color:${MUTED};padding:8px 16px 8px 0;border-top:1px solid #e5e7eb">${escapeHtml(label)}</th>` +
          `<td style="padding:8px 0;border-top:1px solid #e5e7eb">${escapeHtml(value)}</td></tr>`,
      )
      .join('')}</tbody></table>`;
  const pressed =
    button &&
    `<p style="margin:0 0 24px"><a href="${escapeHtml(button.url)}" style="display:inline-block;background:${BRAND};color:#ffffff;text-decoration:none;font-weight:600;padding:12px 24px;border-radius:8px">${escapeHtml(button.label)}</a></p>` +
      `<p style="margin:0 0 16px;font-size:13px;color:${MUTED};word-break:break-all">${escapeHtml(button.url)}</p>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta name="color-scheme" content="light"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin:0;padding:24px 12px;background:#f3f4f6;color:${INK};${FONT};font-size:16px;line-height:1.5">`,
    `<div role="article" lang="${language}" style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:12px;padding:32px 28px">`,
    `<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3">${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => paragraph(text)),
    table ?? '',
    pressed ?? '',
    ...closing.map((text) => paragraph(text, `font-size:14px;color:${MUTED};`)),
    `<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid #e5e7eb;font-size:14px;color:${MUTED}">${escapeHtml(signature)}</p>`,
    link
      ? `<p style="margin:16px 0 0;font-size:13px"><a href="${escapeHtml(link.url)}" style="color:${MUTED}">${escapeHtml(link.label)}</a></p>`
      : '',
    '</div></body></html>',
  ].join('');
}

// ---------------------------------------------------------------- words

interface Words {
  greeting: string;
  labels: { contract: string; valid: string; received: string };
  cancelled: {
    subject: string;
    title: string;
    ends: string;
    over: string;
    removed: string;
    receivables: string;
    mistake: string;
  };
  enabled: { subject: string; title: string; renews: string; mistake: string };
  withdrawn: {
    subject: string;
    title: string;
    ends: string;
    due: string;
    atBank: string;
    nothingDue: string;
    dropped: string;
    paidAhead: string;
    mistake: string;
  };
  planned: {
    subject: string;
    title: string;
    now: string;
    renewal: string;
    due: string;
    costs: string;
    cancellable: string;
    mistake: string;
  };
  /** By the desk; the rest of its words is that of a withdrawal. */
  ended: { subject: string; title: string; ends: string };
  atRisk: { subject: string; title: string; says: string };
  breached: { subject: string; title: string; says: string };
  alert: { claimed: string; unclaimed: string; request: string; customer: string; limit: string };
  link: { subject: string; title: string; how: string; button: string; stranger: string };
  accountTest: { subject: string; title: string; says: string };
  notice: { decline: string; test: { subject: string; closing: string } };
}

const WORDS: Record<Language, Words> = {
  en: {
    greeting: 'Dear {customer},',
    labels: { contract: 'Contract', valid: 'Valid', received: 'Received' },
    cancelled: {
      subject: 'Automatic renewal cancelled: {name} ({code})',
      title: 'The automatic renewal is cancelled',
      ends: 'as you asked, {name} will not be renewed. It stays valid through {to} and ends then.',
      over: 'as you asked, {name} is not renewed. It ended on {to}.',
      removed: 'The renewed period from {from} to {to} has been taken back.',
      receivables:
        'Payments of the current period stay due: only the renewal is cancelled. To end the contract itself, ask us about a withdrawal.',
      mistake: 'If you did not ask for this, please answer this message or speak to us at the desk.',
    },
    enabled: {
      subject: 'Automatic renewal switched on: {name} ({code})',
      title: 'The automatic renewal is switched on again',
      renews: '{name} will be renewed automatically. You can cancel the renewal through {deadline}.',
      mistake: 'If you did not ask for this, please answer this message or speak to us at the desk.',
    },
    withdrawn: {
      subject: 'Withdrawal confirmed: {name} ({code})',
      title: 'The withdrawal is recorded',
      ends: 'the withdrawal from {name} is recorded. Its last day of validity is {on}, and it is not renewed.',
      due: 'This stays due and is no longer collected automatically; please pay it at our desk or by transfer: {list}.',
      atBank: 'This is with the bank already and will still be collected: {list}.',
      nothingDue: 'Nothing is left to pay.',
      dropped: 'This is no longer due: {list}.',
      paidAhead: 'This was paid for days after the last one, and we will refund or credit it: {list}.',
      mistake: 'If you did not ask for this, please answer this message or speak to us at the desk.',
    },
    planned: {
      subject: 'Plan changed: {name} ({code})',
      title: 'Your plan has changed',
      now: 'as agreed, {name} becomes {plan} on {from}.',
      renewal: 'as agreed, {name} stays as it is through {to} and is renewed as {plan} on {from}.',
      due: 'This is left to pay of the present period: {list}.',
      costs: 'The renewed period, from {on}, costs {price}.',
      cancellable: 'You can cancel the automatic renewal through {deadline}.',
      mistake: 'If you did not agree to this, please answer this message or speak to us at the desk.',
    },
    ended: {
      subject: 'Contract cancelled: {name} ({code})',
      title: 'The cancellation is recorded',
      ends: 'the cancellation of {name} is recorded. Its last day of validity is {on}, and it is not renewed.',
    },
    atRisk: {
      subject: 'At risk: cancellation request {request}',
      title: 'A cancellation request is running out of time',
      says: 'four fifths of the time of the cancellation request {request} have passed.',
    },
    breached: {
      subject: 'Limit passed: cancellation request {request}',
      title: 'A cancellation request is past its limit',
      says: 'the cancellation request {request} was not decided in time. It stays open until somebody decides it.',
    },
    alert: {
      claimed: 'You claimed it: please cancel or revert it at the cancellation desk.',
      unclaimed: 'Nobody has claimed it: please claim it at the cancellation desk.',
      request: 'Request',
      customer: 'Customer',
      limit: 'Limit',
    },
    link: {
      subject: 'Your sign-in link for {company}',
      title: 'Sign in to {company}',
      how: 'Open this link to sign in. It works once, within {minutes} minutes.',
      button: 'Sign in',
      stranger: 'If you did not ask for it, ignore this message: nobody can sign in without the link.',
    },
    accountTest: {
      subject: 'Test of your mail account · {company}',
      title: 'Your mail account works',
      says: 'This message went out through {host} as {address}. Notices to customers go the same way.',
    },
    notice: {
      decline: 'I want no more of these messages',
      test: { subject: 'Test: {subject}', closing: 'This is a test. It went to you alone.' },
    },
  },
  es: {
    greeting: 'Hola, {customer}:',
    labels: { contract: 'Contrato', valid: 'Vigencia', received: 'Recibido' },
    cancelled: {
      subject: 'Renovación automática cancelada: {name} ({code})',
      title: 'La renovación automática está cancelada',
      ends: 'Tal como ha solicitado, {name} no se renovará. Sigue vigente hasta el {to} y termina ese día.',
      over: 'Tal como ha solicitado, {name} no se renueva. Terminó el {to}.',
      removed: 'El período renovado del {from} al {to} ha quedado sin efecto.',
      receivables:
        'Los plazos pendientes del período actual no se cancelan: se cancela solo la renovación. Para poner fin al contrato, consúltenos sobre la rescisión.',
      mistake: 'Si usted no lo ha solicitado, responda a este mensaje o acuda a nuestra recepción.',
    },
    enabled: {
      subject: 'Renovación automática activada: {name} ({code})',
      title: 'La renovación automática vuelve a estar activa',
      renews: '{name} se renovará automáticamente. Puede cancelar la renovación hasta el {deadline} inclusive.',
      mistake: 'Si usted no lo ha solicitado, responda a este mensaje o acuda a nuestra recepción.',
    },
    withdrawn: {
      subject: 'Rescisión confirmada: {name} ({code})',
      title: 'La rescisión está registrada',
      ends: 'La rescisión de {name} está registrada. Su último día de validez es el {on} y no se renovará.',
      due: 'Lo siguiente sigue pendiente y ya no se cobra automáticamente; páguelo en nuestra recepción o por transferencia: {list}.',
      atBank: 'Lo siguiente ya está en el banco y todavía se cobrará: {list}.',
      nothingDue: 'No queda nada por pagar.',
      dropped: 'Lo siguiente ya no se debe: {list}.',
      paidAhead: 'Lo siguiente se pagó por días posteriores al último; se lo devolveremos o abonaremos: {list}.',
      mistake: 'Si usted no lo ha solicitado, responda a este mensaje o acuda a nuestra recepción.',
    },
    planned: {
      subject: 'Cambio de plan: {name} ({code})',
      title: 'Su plan ha cambiado',
      now: 'Según lo acordado, {name} pasa a ser {plan} desde el {from}.',
      renewal: 'Según lo acordado, {name} sigue igual hasta el {to} y se renueva como {plan} desde el {from}.',
      due: 'Del período actual queda por pagar: {list}.',
      costs: 'El período renovado, desde el {on}, cuesta {price}.',
      cancellable: 'Puede cancelar la renovación automática hasta el {deadline} inclusive.',
      mistake: 'Si usted no lo ha acordado, responda a este mensaje o acuda a nuestra recepción.',
    },
    ended: {
      subject: 'Contrato cancelado: {name} ({code})',
      title: 'La cancelación está registrada',
      ends: 'La cancelación de {name} está registrada. Su último día de validez es el {on} y no se renovará.',
    },
    atRisk: {
      subject: 'En riesgo: solicitud de cancelación {request}',
      title: 'A una solicitud de cancelación se le acaba el tiempo',
      says: 'Han pasado cuatro quintas partes del tiempo de la solicitud de cancelación {request}.',
    },
    breached: {
      subject: 'Fuera de límite: solicitud de cancelación {request}',
      title: 'Una solicitud de cancelación ha superado su límite',
      says: 'La solicitud de cancelación {request} no se decidió a tiempo. Sigue abierta hasta que alguien la decida.',
    },
    alert: {
      claimed: 'Usted la ha tomado: cancélela o reviértala en la mesa de cancelaciones.',
      unclaimed: 'Nadie la ha tomado: tómela en la mesa de cancelaciones.',
      request: 'Solicitud',
      customer: 'Cliente',
      limit: 'Límite',
    },
    link: {
      subject: 'Su enlace de acceso a {company}',
      title: 'Acceda a {company}',
      how: 'Abra este enlace para acceder. Sirve una sola vez y durante {minutes} minutos.',
      button: 'Acceder',
      stranger: 'Si usted no lo ha solicitado, ignore este mensaje: nadie puede acceder sin el enlace.',
    },
    accountTest: {
      subject: 'Prueba de su cuenta de correo · {company}',
      title: 'Su cuenta de correo funciona',
      says: 'Este mensaje se ha enviado a través de {host} como {address}. Los avisos a los clientes se envían del mismo modo.',
    },
    notice: {
      decline: 'No deseo recibir más mensajes de este tipo',
      test: { subject: 'Prueba: {subject}', closing: 'Esto es una prueba. Solo se le ha enviado a usted.' },
    },
  },
  it: {
    greeting: 'Gentile {customer},',
    labels: { contract: 'Contratto', valid: 'Validità', received: 'Ricevuta' },
    cancelled: {
      subject: 'Rinnovo automatico annullato: {name} ({code})',
      title: 'Il rinnovo automatico è annullato',
      ends: 'come da Sua richiesta, {name} non sarà rinnovato. Resta valido fino al {to} compreso e poi termina.',
      over: 'come da Sua richiesta, {name} non viene rinnovato. È terminato il {to}.',
      removed: 'Il periodo già rinnovato, dal {from} al {to}, è stato annullato.',
      receivables:
        'Le rate del periodo in corso restano dovute: è annullato solo il rinnovo. Per chiudere il contratto, ci chieda del recesso.',
      mistake: 'Se non lo ha chiesto Lei, risponda a questo messaggio o si rivolga alla nostra reception.',
    },
    enabled: {
      subject: 'Rinnovo automatico riattivato: {name} ({code})',
      title: 'Il rinnovo automatico è di nuovo attivo',
      renews: '{name} sarà rinnovato automaticamente. Può disdire il rinnovo fino al {deadline} compreso.',
      mistake: 'Se non lo ha chiesto Lei, risponda a questo messaggio o si rivolga alla nostra reception.',
    },
    withdrawn: {
      subject: 'Recesso confermato: {name} ({code})',
      title: 'Il recesso è registrato',
      ends: 'il recesso da {name} è registrato. L’ultimo giorno di validità è il {on} e non ci sarà alcun rinnovo.',
      due: 'Resta dovuto quanto segue, che non viene più addebitato automaticamente; La preghiamo di pagarlo alla reception o con bonifico: {list}.',
      atBank: 'Quanto segue è già presso la banca e sarà ancora addebitato: {list}.',
      nothingDue: 'Non resta nulla da pagare.',
      dropped: 'Non è più dovuto: {list}.',
      paidAhead: 'Quanto segue è stato pagato per giorni successivi all’ultimo; sarà rimborsato o accreditato: {list}.',
      mistake: 'Se non lo ha chiesto Lei, risponda a questo messaggio o si rivolga alla nostra reception.',
    },
    planned: {
      subject: 'Cambio di piano: {name} ({code})',
      title: 'Il Suo piano è cambiato',
      now: 'come concordato, {name} diventa {plan} dal {from}.',
      renewal: 'come concordato, {name} resta invariato fino al {to} e si rinnova come {plan} dal {from}.',
      due: 'Del periodo attuale resta da pagare: {list}.',
      costs: 'Il periodo rinnovato, dal {on}, costa {price}.',
      cancellable: 'Può disdire il rinnovo automatico fino al {deadline} compreso.',
      mistake: 'Se non lo ha concordato Lei, risponda a questo messaggio o si rivolga alla nostra reception.',
    },
    ended: {
      subject: 'Contratto cancellato: {name} ({code})',
      title: 'La cancellazione è registrata',
      ends: 'la cancellazione di {name} è registrata. L’ultimo giorno di validità è il {on} e non ci sarà alcun rinnovo.',
    },
    atRisk: {
      subject: 'A rischio: richiesta di cancellazione {request}',
      title: 'Il tempo di una richiesta di cancellazione sta per finire',
      says: 'sono passati quattro quinti del tempo della richiesta di cancellazione {request}.',
    },
    breached: {
      subject: 'Termine superato: richiesta di cancellazione {request}',
      title: 'Una richiesta di cancellazione ha superato il termine',
      says: 'la richiesta di cancellazione {request} non è stata decisa in tempo. Resta aperta finché qualcuno non la decide.',
    },
    alert: {
      claimed: 'È in carico a Lei: registri la cancellazione o annulli la richiesta.',
      unclaimed: 'Non è in carico a nessuno: la prenda in carico.',
      request: 'Richiesta',
      customer: 'Cliente',
      limit: 'Termine',
    },
    link: {
      subject: 'Il Suo link di accesso a {company}',
      title: 'Acceda a {company}',
      how: 'Apra questo link per accedere. Funziona una sola volta, entro {minutes} minuti.',
      button: 'Acceda',
      stranger: 'Se non lo ha chiesto Lei, ignori questo messaggio: senza il link nessuno può accedere.',
    },
    accountTest: {
      subject: 'Prova della Sua casella di posta · {company}',
      title: 'La Sua casella di posta funziona',
      says: 'Questo messaggio è stato inviato tramite {host} come {address}. Gli avvisi ai clienti partono allo stesso modo.',
    },
    notice: {
      decline: 'Non desidero più ricevere messaggi di questo tipo',
      test: { subject: 'Prova: {subject}', closing: 'Questa è una prova, inviata soltanto a Lei.' },
    },
  },
  'pt-BR': {
    greeting: 'Olá, {customer}.',
    labels: { contract: 'Contrato', valid: 'Vigência', received: 'Recebido' },
    cancelled: {
      subject: 'Renovação automática cancelada: {name} ({code})',
      title: 'A renovação automática está cancelada',
      ends: 'Como você pediu, {name} não será renovado. Continua válido até {to}, inclusive, e termina nesse dia.',
      over: 'Como você pediu, {name} não será renovado. Terminou em {to}.',
      removed: 'O período renovado de {from} a {to} foi desfeito.',
      receivables:
        'As parcelas do período atual continuam devidas: só a renovação foi cancelada. Para encerrar o contrato, fale conosco sobre a rescisão.',
      mistake: 'Se você não pediu isso, responda a esta mensagem ou fale conosco na recepção.',
    },
    enabled: {
      subject: 'Renovação automática reativada: {name} ({code})',
      title: 'A renovação automática está ativa de novo',
      renews: '{name} será renovado automaticamente. Você pode cancelar a renovação até {deadline}, inclusive.',
      mistake: 'Se você não pediu isso, responda a esta mensagem ou fale conosco na recepção.',
    },
    withdrawn: {
      subject: 'Rescisão confirmada: {name} ({code})',
      title: 'A rescisão está registrada',
      ends: 'A rescisão de {name} está registrada. O último dia de vigência é {on} e não haverá renovação.',
      due: 'Continua devido o seguinte, que não é mais cobrado automaticamente; pague na recepção ou por transferência: {list}.',
      atBank: 'O seguinte já está no banco e ainda será cobrado: {list}.',
      nothingDue: 'Não resta nada a pagar.',
      dropped: 'Não é mais devido: {list}.',
      paidAhead: 'O seguinte foi pago por dias depois do último; será reembolsado ou creditado: {list}.',
      mistake: 'Se você não pediu isso, responda a esta mensagem ou fale conosco na recepção.',
    },
    planned: {
      subject: 'Mudança de plano: {name} ({code})',
      title: 'Seu plano mudou',
      now: 'Conforme combinado, {name} passa a ser {plan} a partir de {from}.',
      renewal: 'Conforme combinado, {name} continua como está até {to} e é renovado como {plan} a partir de {from}.',
      due: 'Do período atual resta a pagar: {list}.',
      costs: 'O período renovado, a partir de {on}, custa {price}.',
      cancellable: 'Você pode cancelar a renovação automática até {deadline}, inclusive.',
      mistake: 'Se você não combinou isso, responda a esta mensagem ou fale conosco na recepção.',
    },
    ended: {
      subject: 'Contrato cancelado: {name} ({code})',
      title: 'O cancelamento está registrado',
      ends: 'O cancelamento de {name} está registrado. O último dia de vigência é {on} e não haverá renovação.',
    },
    atRisk: {
      subject: 'Em risco: solicitação de cancelamento {request}',
      title: 'O tempo de uma solicitação de cancelamento está acabando',
      says: 'Já passaram quatro quintos do tempo da solicitação de cancelamento {request}.',
    },
    breached: {
      subject: 'Limite vencido: solicitação de cancelamento {request}',
      title: 'Uma solicitação de cancelamento passou do limite',
      says: 'A solicitação de cancelamento {request} não foi decidida a tempo. Ela continua aberta até que alguém a decida.',
    },
    alert: {
      claimed: 'Você a resgatou: registre o cancelamento ou reverta-o no gerenciador de cancelamentos.',
      unclaimed: 'Ninguém a resgatou: resgate-a no gerenciador de cancelamentos.',
      request: 'Solicitação',
      customer: 'Cliente',
      limit: 'Limite',
    },
    link: {
      subject: 'Seu link de acesso a {company}',
      title: 'Entre em {company}',
      how: 'Abra este link para entrar. Ele funciona uma única vez, em até {minutes} minutos.',
      button: 'Entrar',
      stranger: 'Se você não pediu isso, ignore esta mensagem: ninguém entra sem o link.',
    },
    accountTest: {
      subject: 'Teste da sua conta de e-mail · {company}',
      title: 'Sua conta de e-mail funciona',
      says: 'Esta mensagem foi enviada por {host} como {address}. Os avisos aos clientes são enviados do mesmo modo.',
    },
    notice: {
      decline: 'Não quero mais receber mensagens como esta',
      test: { subject: 'Teste: {subject}', closing: 'Isto é um teste, enviado somente a você.' },
    },
  },
};
