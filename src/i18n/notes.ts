import type { LocalDate } from '../domain/dates.ts';
import { type Language, languageOf } from './languages.ts';

/** What the system writes into the notes of a CRM task, in the branch's language, and what each sentence is filled with. */
export interface NoteValues {
  /** 000: option 1 and the portal. */
  renewal_cancelled: { name: string; from: LocalDate; to: LocalDate };
  /** 000: option 2, by the last day of validity. */
  renewal_cancelled_of: { on: LocalDate };
  renewal_enabled: { name: string; from: LocalDate; to: LocalDate };
  renewal_forced: { name: string; from: LocalDate; to: LocalDate; receivedOn: LocalDate; reason: string };
  /** 002: names the multipack and the new period. */
  renewed: { name: string; from: LocalDate; to: LocalDate };
  frozen: { name: string; from: LocalDate; until: LocalDate };
  frozen_open: { name: string; from: LocalDate };
  blocked: { name: string; reason: string };
  reactivated: { name: string; on: LocalDate };
  terms_changed: { name: string; deadline: LocalDate };
  /** 003: from the day on which it holds. */
  plan_changed: { name: string; plan: string; on: LocalDate };
  due_day_changed: { name: string; day: string };
  due_day_restored: { name: string };
  plan_restored: { name: string; plan: string };
  payment_changed: { name: string };
  /** 001: where the user wrote nothing. */
  withdrawn: { on: LocalDate };
  /** The day it fell due. */
  debit_returned: { name: string; on: LocalDate; amount: string };
  debit_returned_because: { name: string; on: LocalDate; amount: string; reason: string };
  /** 004: to whoever sends notices through the account. */
  mail_account_failing: MailAccountFailing;
  mail_account_failing_because: MailAccountFailing & { said: string };
  /** 003. */
  request_opened: { code: string; name: string; title: string; limit: LocalDate };
  request_cancelled: { code: string; name: string; on: LocalDate };
  request_reverted: { code: string; name: string; title: string; classification: string };
}

interface MailAccountFailing {
  user: string;
  reason: string;
  /** How many wait. */
  letters: string;
}

type Sentences = { [Key in keyof NoteValues]: string };

const SENTENCES: Record<Language, Sentences> = {
  en: {
    renewal_cancelled: 'cancellation of the automatic renewal of {name} valid from {from} to {to}',
    renewal_cancelled_of: 'cancellation of the renewal of {on}',
    renewal_enabled: 'automatic renewal of {name} valid from {from} to {to} switched on again',
    renewal_forced:
      'cancellation of the automatic renewal of {name} valid from {from} to {to}, forced after the deadline; received on {receivedOn}; reason: {reason}',
    renewed: 'automatic renewal of {name}: new period from {from} to {to}',
    frozen: 'freeze of {name} from {from} to {until}',
    frozen_open: 'freeze of {name} from {from} until it is reactivated',
    blocked: 'block of {name}: {reason}',
    reactivated: '{name} reactivated on {on}',
    withdrawn: 'withdrawal, last day of validity {on}',
    debit_returned: 'debit of {amount} for {name}, due on {on}, returned by the bank',
    debit_returned_because: 'debit of {amount} for {name}, due on {on}, returned by the bank; reason: {reason}',
    terms_changed: 'change of terms of {name}; the renewal can be cancelled through {deadline}',
    plan_changed: 'change of plan of {name} to {plan}, from {on}',
    due_day_changed: 'the unpaid receivables of {name} fall due on day {day} of the month',
    due_day_restored: 'the unpaid receivables of {name} fall due on their former days again',
    plan_restored: 'change of plan of {name} to {plan} taken back',
    payment_changed: 'change of the payment method of {name}',
    mail_account_failing: 'the mail account of {user} does not send, letters waiting: {letters}. {reason}',
    mail_account_failing_because:
      'the mail account of {user} does not send, letters waiting: {letters}. {reason} The mail server said: {said}',
    request_opened: 'cancellation request {code} of {name} opened, to be decided by {limit}: {title}',
    request_cancelled: 'cancellation request {code}: {name} cancelled, last day of validity {on}',
    request_reverted: 'cancellation request {code} of {name} reverted ({classification}): {title}',
  },
  es: {
    renewal_cancelled: 'cancelación de la renovación automática de {name} válido del {from} al {to}',
    renewal_cancelled_of: 'cancelación de la renovación del {on}',
    renewal_enabled: 'reactivación de la renovación automática de {name} válido del {from} al {to}',
    renewal_forced:
      'cancelación de la renovación automática de {name} válido del {from} al {to}, forzada fuera de plazo; recibida el {receivedOn}; motivo: {reason}',
    renewed: 'renovación automática de {name}: nuevo período del {from} al {to}',
    frozen: 'congelación de {name} del {from} al {until}',
    frozen_open: 'congelación de {name} desde el {from} hasta su reactivación',
    blocked: 'bloqueo de {name}: {reason}',
    reactivated: '{name} reactivado el {on}',
    withdrawn: 'rescisión, último día de validez {on}',
    debit_returned: 'cargo de {amount} de {name}, con vencimiento el {on}, devuelto por el banco',
    debit_returned_because:
      'cargo de {amount} de {name}, con vencimiento el {on}, devuelto por el banco; motivo: {reason}',
    terms_changed: 'cambio de condiciones de {name}; la renovación puede cancelarse hasta el {deadline}',
    plan_changed: 'cambio de plan de {name} a {plan}, a partir del {on}',
    due_day_changed: 'los plazos pendientes de {name} vencen el día {day} del mes',
    due_day_restored: 'los plazos pendientes de {name} vuelven a vencer en sus fechas anteriores',
    plan_restored: 'cambio de plan de {name} a {plan} deshecho',
    payment_changed: 'cambio de la forma de pago de {name}',
    mail_account_failing: 'la cuenta de correo de {user} no envía, mensajes en espera: {letters}. {reason}',
    mail_account_failing_because:
      'la cuenta de correo de {user} no envía, mensajes en espera: {letters}. {reason} El servidor de correo dijo: {said}',
    request_opened: 'solicitud de cancelación {code} de {name} abierta, con límite el {limit}: {title}',
    request_cancelled: 'solicitud de cancelación {code}: {name} cancelado, último día de validez {on}',
    request_reverted: 'solicitud de cancelación {code} de {name} revertida ({classification}): {title}',
  },
  it: {
    renewal_cancelled: 'disdetta del rinnovo automatico di {name} valido dal {from} al {to}',
    renewal_cancelled_of: 'disdetta del rinnovo del {on}',
    renewal_enabled: 'riattivazione del rinnovo automatico di {name} valido dal {from} al {to}',
    renewal_forced:
      'disdetta del rinnovo automatico di {name} valido dal {from} al {to}, forzata dopo la scadenza; ricevuta il {receivedOn}; motivo: {reason}',
    renewed: 'rinnovo automatico di {name}: nuovo periodo dal {from} al {to}',
    frozen: 'sospensione di {name} dal {from} al {until}',
    frozen_open: 'sospensione di {name} dal {from} fino alla riattivazione',
    blocked: 'blocco di {name}: {reason}',
    reactivated: '{name} riattivato il {on}',
    withdrawn: 'recesso, ultimo giorno di validità {on}',
    debit_returned: 'addebito di {amount} per {name}, in scadenza il {on}, insoluto',
    debit_returned_because: 'addebito di {amount} per {name}, in scadenza il {on}, insoluto; motivo: {reason}',
    terms_changed: 'modifica delle condizioni di {name}; il rinnovo si può disdire fino al {deadline}',
    plan_changed: 'cambio di piano di {name} in {plan}, dal {on}',
    due_day_changed: 'le rate non pagate di {name} scadono il giorno {day} del mese',
    due_day_restored: 'le rate non pagate di {name} scadono di nuovo alle date precedenti',
    plan_restored: 'cambio di piano di {name} in {plan} annullato',
    payment_changed: 'cambio del metodo di pagamento di {name}',
    mail_account_failing: 'la casella di posta di {user} non invia, messaggi in attesa: {letters}. {reason}',
    mail_account_failing_because:
      'la casella di posta di {user} non invia, messaggi in attesa: {letters}. {reason} Il server di posta ha risposto: {said}',
    request_opened: 'richiesta di cancellazione {code} di {name} aperta, con termine il {limit}: {title}',
    request_cancelled: 'richiesta di cancellazione {code}: {name} cancellato, ultimo giorno di validità {on}',
    request_reverted: 'richiesta di cancellazione {code} di {name} annullata ({classification}): {title}',
  },
  'pt-BR': {
    renewal_cancelled: 'cancelamento da renovação automática de {name} válido de {from} a {to}',
    renewal_cancelled_of: 'cancelamento da renovação de {on}',
    renewal_enabled: 'reativação da renovação automática de {name} válido de {from} a {to}',
    renewal_forced:
      'cancelamento da renovação automática de {name} válido de {from} a {to}, forçado após o limite; recebido em {receivedOn}; motivo: {reason}',
    renewed: 'renovação automática de {name}: novo período de {from} a {to}',
    frozen: 'congelamento de {name} de {from} a {until}',
    frozen_open: 'congelamento de {name} a partir de {from} até a reativação',
    blocked: 'bloqueio de {name}: {reason}',
    reactivated: '{name} reativado em {on}',
    withdrawn: 'rescisão, último dia de vigência {on}',
    debit_returned: 'débito de {amount} de {name}, com vencimento em {on}, devolvido pelo banco',
    debit_returned_because:
      'débito de {amount} de {name}, com vencimento em {on}, devolvido pelo banco; motivo: {reason}',
    terms_changed: 'alteração das condições de {name}; a renovação pode ser cancelada até {deadline}',
    plan_changed: 'alteração de plano de {name} para {plan}, a partir de {on}',
    due_day_changed: 'as parcelas em aberto de {name} vencem no dia {day} do mês',
    due_day_restored: 'as parcelas em aberto de {name} voltam a vencer nas datas anteriores',
    plan_restored: 'alteração de plano de {name} para {plan} desfeita',
    payment_changed: 'alteração da forma de pagamento de {name}',
    mail_account_failing: 'a conta de e-mail de {user} não envia, mensagens na fila: {letters}. {reason}',
    mail_account_failing_because:
      'a conta de e-mail de {user} não envia, mensagens na fila: {letters}. {reason} O servidor de e-mail respondeu: {said}',
    request_opened: 'solicitação de cancelamento {code} de {name} aberta, com limite em {limit}: {title}',
    request_cancelled: 'solicitação de cancelamento {code}: {name} cancelado, último dia de vigência {on}',
    request_reverted: 'solicitação de cancelamento {code} de {name} revertida ({classification}): {title}',
  },
};

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The sentence with its dates written as the language writes them; unknown languages read English. */
export function note<Key extends keyof NoteValues>(language: string, key: Key, values: NoteValues[Key]): string {
  const known = languageOf(language);
  const written = values as Record<string, string>;
  return SENTENCES[known][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = written[name] ?? '';
    return LOCAL_DATE.test(value) ? writtenDate(value, known) : value;
  });
}

const DATE_FORMATS = new Map<Language, Intl.DateTimeFormat>();

function writtenDate(date: LocalDate, language: Language): string {
  let format = DATE_FORMATS.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      timeZone: 'UTC',
    });
    DATE_FORMATS.set(language, format);
  }
  return format.format(new Date(`${date}T00:00:00Z`));
}
