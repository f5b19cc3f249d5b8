import type * as en from '../en/agenda.ts';

export const agenda: typeof en.agenda = {
  title: 'Agenda',
  hint: 'Tareas asignadas por el día en que vencen; de los tipos de tarea visibles en la agenda.',
  whose: 'Agenda de',
  view: 'Qué se muestra a la vez',
  day: 'Día',
  week: 'Semana',
  today: 'Hoy',
  isToday: '{{day}}, hoy',
  dayBefore: 'El día anterior',
  dayAfter: 'El día siguiente',
  weekBefore: 'La semana anterior',
  weekAfter: 'La semana siguiente',
  late: 'Aún abiertas, vencidas antes del {{date}}',
  done: '{{task}}, {{customer}}: hecha',
  none: 'Nada que hacer en estos días',
  noneHint:
    'Una tarea aparece aquí cuando está asignada y tiene un día. Ambas cosas se indican en el perfil del cliente, en CRM.',
};
