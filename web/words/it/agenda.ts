import type * as en from '../en/agenda.ts';

export const agenda: typeof en.agenda = {
  title: 'Agenda',
  hint: 'Le azioni assegnate, per giorno di scadenza; dei tipi di azione visibili in agenda.',
  whose: 'Agenda di',
  view: 'Che cosa si mostra insieme',
  day: 'Giorno',
  week: 'Settimana',
  today: 'Oggi',
  isToday: '{{day}}, oggi',
  dayBefore: 'Il giorno prima',
  dayAfter: 'Il giorno dopo',
  weekBefore: 'La settimana prima',
  weekAfter: 'La settimana dopo',
  late: 'Ancora aperte, con scadenza prima di questa data: {{date}}',
  done: '{{task}}, {{customer}}: svolta',
  none: 'Niente da fare in questi giorni',
  noneHint:
    'Un’azione compare qui quando è assegnata e ha un giorno. Entrambi si indicano nell’anagrafica del cliente, in CRM.',
};
