import type * as en from '../en/agenda.ts';

export const agenda: typeof en.agenda = {
  title: 'Agenda',
  hint: 'Tarefas atribuídas, pelo dia em que vencem; dos tipos de tarefa visíveis na agenda.',
  whose: 'Agenda de',
  view: 'O que se mostra de uma vez',
  day: 'Dia',
  week: 'Semana',
  today: 'Hoje',
  isToday: '{{day}}, hoje',
  dayBefore: 'O dia anterior',
  dayAfter: 'O dia seguinte',
  weekBefore: 'A semana anterior',
  weekAfter: 'A semana seguinte',
  late: 'Ainda abertas, com vencimento antes de {{date}}',
  done: '{{task}}, {{customer}}: concluída',
  none: 'Nada a fazer nestes dias',
  noneHint:
    'Uma tarefa aparece aqui quando está atribuída e tem um dia. Ambos são definidos no perfil do cliente, em CRM.',
};
