import type { NoticeType } from '../domain/notices.ts';
import { type Language, languageOf } from './languages.ts';

interface Words {
  /** How a concept is described that nobody described: on the due date, one day off, several. */
  concepts: Record<NoticeType, { none: string; one: string; many: string }>;
  subject: string;
  bodies: Record<NoticeType, string>;
}

/** What a customer's notices say until somebody words them otherwise (004). */
const WORDS: Record<Language, Words> = {
  en: {
    concepts: {
      preventive: {
        none: 'On the due date',
        one: '1 day before the due date',
        many: '{days} days before the due date',
      },
      after_due: { none: 'On the due date', one: '1 day after the due date', many: '{days} days after the due date' },
    },
    subject: 'Payment for {{multipack}}, due on {{due_date}}',
    bodies: {
      preventive:
        'Dear {{customer}},\n\nthis is to remind you that {{amount}} for {{multipack}} falls due on {{due_date}}.\n\nIf you have paid already, please ignore this message.',
      after_due:
        'Dear {{customer}},\n\n{{amount}} for {{multipack}} fell due on {{due_date}}, and we have not received it yet. Please pay it, or speak to us if something is not right.\n\nIf you have paid meanwhile, please ignore this message.',
    },
  },
  es: {
    concepts: {
      preventive: {
        none: 'El día del vencimiento',
        one: '1 día antes del vencimiento',
        many: '{days} días antes del vencimiento',
      },
      after_due: {
        none: 'El día del vencimiento',
        one: '1 día después del vencimiento',
        many: '{days} días después del vencimiento',
      },
    },
    subject: 'Pago de {{multipack}} con vencimiento el {{due_date}}',
    bodies: {
      preventive:
        'Hola, {{customer}}:\n\nLe recordamos que el pago de {{amount}} por {{multipack}} vence el {{due_date}}.\n\nSi ya lo ha realizado, no tenga en cuenta este mensaje.',
      after_due:
        'Hola, {{customer}}:\n\nEl pago de {{amount}} por {{multipack}} venció el {{due_date}} y todavía no lo hemos recibido. Le pedimos que lo realice o que hable con nosotros si hay algún error.\n\nSi ya ha pagado, no tenga en cuenta este mensaje.',
    },
  },
  it: {
    concepts: {
      preventive: {
        none: 'Il giorno della scadenza',
        one: '1 giorno prima della scadenza',
        many: '{days} giorni prima della scadenza',
      },
      after_due: {
        none: 'Il giorno della scadenza',
        one: '1 giorno dopo la scadenza',
        many: '{days} giorni dopo la scadenza',
      },
    },
    subject: 'Pagamento di {{multipack}}, scadenza {{due_date}}',
    bodies: {
      preventive:
        'Gentile {{customer}},\n\nLe ricordiamo che il pagamento di {{amount}} per {{multipack}} scade il {{due_date}}.\n\nSe ha già pagato, non tenga conto di questo messaggio.',
      after_due:
        'Gentile {{customer}},\n\nil pagamento di {{amount}} per {{multipack}} è scaduto il {{due_date}} e non ci risulta ancora pervenuto. La preghiamo di provvedere o di contattarci se qualcosa non torna.\n\nSe nel frattempo ha pagato, non tenga conto di questo messaggio.',
    },
  },
  'pt-BR': {
    concepts: {
      preventive: {
        none: 'No dia do vencimento',
        one: '1 dia antes do vencimento',
        many: '{days} dias antes do vencimento',
      },
      after_due: {
        none: 'No dia do vencimento',
        one: '1 dia após o vencimento',
        many: '{days} dias após o vencimento',
      },
    },
    subject: 'Pagamento de {{multipack}} com vencimento em {{due_date}}',
    bodies: {
      preventive:
        'Olá, {{customer}}.\n\nLembramos que o pagamento de {{amount}} referente a {{multipack}} vence em {{due_date}}.\n\nSe você já pagou, desconsidere esta mensagem.',
      after_due:
        'Olá, {{customer}}.\n\nO pagamento de {{amount}} referente a {{multipack}} venceu em {{due_date}} e ainda não o recebemos. Pedimos que você o faça ou fale conosco se algo não estiver certo.\n\nSe você já pagou, desconsidere esta mensagem.',
    },
  },
};

/** A concept as it is described, or as the language describes one of that type and those days. */
export function conceptName(
  language: Language,
  { description, type, days }: { description: string | null; type: NoticeType; days: number },
): string {
  if (description !== null) return description;
  const { none, one, many } = WORDS[language].concepts[type];
  return (days === 0 ? none : days === 1 ? one : many).replace('{days}', String(days));
}

/** Subject and bodies in a language; unknown ones read English. */
export function usualWords(language: string): { subject: string; reminderBody: string; afterDueBody: string } {
  const { subject, bodies } = WORDS[languageOf(language)];
  return { subject, reminderBody: bodies.preventive, afterDueBody: bodies.after_due };
}
