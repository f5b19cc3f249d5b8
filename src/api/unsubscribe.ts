import { createHash } from 'node:crypto';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { act } from '../database/act.ts';
import { declineNotices, type DeclinedNotice, noticeOfToken } from '../database/notices/decline.ts';
import { readSettings } from '../database/settings.ts';
import { escapeHtml } from '../html.ts';
import { type Language, languageOf } from '../i18n/index.ts';
import type { Deps } from './deps.ts';
import { limitRequests } from './limits.ts';
import { Answered } from './problems.ts';

interface Words {
  title: string;
  /** To a contact, and to the addressee, who goes on being told of what is overdue. */
  asks: Record<'contact' | 'addressee', string>;
  button: string;
  done: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'No more of these messages?',
    asks: {
      contact: '{address} will get no more messages about payments from {company}.',
      addressee:
        '{address} will get no more reminders of payments ahead from {company}. Messages about payments that are overdue still come.',
    },
    button: 'Send me no more',
    done: 'Done: {address} gets no more of these messages.',
  },
  es: {
    title: '¿No desea recibir más mensajes de este tipo?',
    asks: {
      contact: '{address} no recibirá más mensajes de {company} sobre pagos.',
      addressee:
        '{address} no recibirá más recordatorios de {company} sobre próximos pagos. Los mensajes sobre pagos vencidos seguirán llegando.',
    },
    button: 'No enviarme más',
    done: 'Listo: {address} ya no recibirá mensajes de este tipo.',
  },
  it: {
    title: 'Non desidera più ricevere questi messaggi?',
    asks: {
      contact: '{address} non riceverà più messaggi di {company} sui pagamenti.',
      addressee:
        '{address} non riceverà più promemoria di {company} sui pagamenti in scadenza. I messaggi sui pagamenti scaduti continueranno ad arrivare.',
    },
    button: 'Non inviarmene più',
    done: 'Fatto: {address} non riceverà più questi messaggi.',
  },
  'pt-BR': {
    title: 'Não quer mais receber estas mensagens?',
    asks: {
      contact: '{address} não receberá mais mensagens de {company} sobre pagamentos.',
      addressee:
        '{address} não receberá mais lembretes de {company} sobre pagamentos a vencer. As mensagens sobre pagamentos vencidos continuarão chegando.',
    },
    button: 'Não me envie mais',
    done: 'Pronto: {address} não receberá mais estas mensagens.',
  },
};

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:3rem 1rem;color:#1f2937;background:#fff}' +
  'h1{font-size:1.4rem}button{font:inherit;font-weight:600;padding:.75rem 1.5rem;border:0;border-radius:.5rem;background:#087f5b;color:#fff}' +
  '@media(prefers-color-scheme:dark){body{background:#111827;color:#e5e7eb}}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Where the reader of a notice asks for no more of them, at `/unsubscribe/{token}`: a page with a button, for a mail scanner
 * opens links too, and a POST that decides, from the button or from the mail program itself (RFC 8058). Who holds the token
 * needs no session, and no cookie says anything here. What was sent to nobody is a 404.
 */
export function serveUnsubscribe(app: Express, deps: Deps): void {
  const { database, clock, config } = deps;
  const path = '/unsubscribe/:token';

  const answer =
    (decide: boolean): RequestHandler<{ token: string }> =>
    async (request, response) => {
      response.locals['route'] = '/unsubscribe/{token}';
      const notice = await noticeOfToken(database, config.secretKey, request.params.token);
      if (!notice) throw new Answered('not_found');
      if (decide) {
        const actor = { kind: 'customer', id: null, name: notice.recipient, channel: 'portal' } as const;
        await act(database, { actor, clock }, (change) => declineNotices(change, notice));
      }
      const { name: company } = await readSettings(database);
      response.set({
        'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Robots-Tag': 'noindex',
      });
      response.type('html').send(pageOf(notice, company, decide));
    };

  app.get(path, limitRequests(config), answer(false));
  app.post(path, limitRequests(config), answer(true));
  app.route(path).all((_request: Request, _response: Response, next: NextFunction) => {
    next(new Answered('method_not_allowed', { allowed: 'GET, POST' }, { Allow: 'GET, POST' }));
  });
}

function pageOf({ mail, contactId, recipient }: DeclinedNotice, company: string, isDone: boolean): string {
  const language = languageOf(mail.language);
  const words = WORDS[language];
  const filled = (text: string) =>
    escapeHtml(text.replace('{address}', () => recipient).replace('{company}', () => company));
  const title = filled(isDone ? words.done : words.title);
  const ask =
    `<p>${filled(words.asks[contactId === null ? 'addressee' : 'contact'])}</p>` +
    `<form method="post"><button type="submit">${filled(words.button)}</button></form>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>`,
    isDone ? '' : ask,
    '</main></body></html>',
  ].join('');
}
