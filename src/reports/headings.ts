import type { Channel } from '../database/generated/enums.ts';
import type { Language } from '../i18n/index.ts';

type Heading =
  | 'code'
  | 'customer'
  | 'tasks'
  | 'task'
  | 'result'
  | 'createdAt'
  | 'author'
  | 'notes'
  | 'multipackCode'
  | 'multipack'
  | 'assignee'
  | 'dueOn'
  | 'doneAt'
  | 'lastTask'
  | 'lastResult'
  | 'lastAt'
  | 'day'
  | 'week'
  | 'month'
  | 'channel'
  | 'branch'
  | 'count'
  | 'price'
  | 'note'
  | 'location'
  | 'treatment'
  | 'department'
  | 'noDepartment';

type File = 'notes' | 'customers' | 'tasks' | 'withdrawals' | 'renewals' | 'cancellations';

/** What stands over the columns of a file, as over those of the screen; and what the file is called. */
export const HEADINGS: Record<
  Language,
  Record<Heading, string> & { files: Record<File, string>; channels: Record<Channel, string> }
> = {
  en: {
    files: {
      notes: 'notes',
      customers: 'crm-customers',
      tasks: 'crm-tasks',
      withdrawals: 'withdrawals',
      renewals: 'renewals',
      cancellations: 'renewal-cancellations',
    },
    code: 'Code',
    customer: 'Customer',
    tasks: 'Tasks',
    task: 'Task',
    result: 'Result',
    createdAt: 'Recorded',
    author: 'Recorded by',
    notes: 'Notes',
    multipackCode: 'Multipack code',
    multipack: 'Multipack',
    assignee: 'Assigned to',
    dueOn: 'Due',
    doneAt: 'Done',
    lastTask: 'Last task',
    lastResult: 'Its result',
    lastAt: 'Recorded',
    day: 'Day',
    week: 'Week from',
    month: 'Month',
    channel: 'Channel',
    branch: 'Branch',
    count: 'Number',
    price: 'Price',
    note: 'Specific note',
    location: 'Physical location',
    treatment: 'What will the treatment be?',
    department: 'Department',
    noDepartment: 'No department',
    channels: {
      console: 'console',
      portal: 'portal',
      api: 'program',
      temporal: 'Temporal, unverified',
      import: 'import',
      system: 'automatic',
    },
  },
  es: {
    files: {
      notes: 'notas-especificas',
      customers: 'crm-clientes',
      tasks: 'crm-tareas',
      withdrawals: 'rescisiones',
      renewals: 'renovaciones',
      cancellations: 'cancelaciones-renovacion',
    },
    code: 'Código',
    customer: 'Cliente',
    tasks: 'Tareas',
    task: 'Tarea',
    result: 'Resultado',
    createdAt: 'Registrada',
    author: 'Registrada por',
    notes: 'Notas',
    multipackCode: 'Código del multipack',
    multipack: 'Multipack',
    assignee: 'Asignada a',
    dueOn: 'Para el',
    doneAt: 'Hecha',
    lastTask: 'Última tarea',
    lastResult: 'Su resultado',
    lastAt: 'Registrada',
    day: 'Día',
    week: 'Semana desde',
    month: 'Mes',
    channel: 'Canal',
    branch: 'Sucursal',
    count: 'Número',
    price: 'Precio',
    note: 'Nota específica',
    location: 'Ubicación física',
    treatment: '¿Cuál será el tratamiento?',
    department: 'Departamento',
    noDepartment: 'Sin departamento',
    channels: {
      console: 'consola',
      portal: 'portal',
      api: 'programa',
      temporal: 'Temporal, sin verificar',
      import: 'importación',
      system: 'automático',
    },
  },
  it: {
    files: {
      notes: 'note',
      customers: 'crm-clienti',
      tasks: 'crm-azioni',
      withdrawals: 'recessi',
      renewals: 'rinnovi',
      cancellations: 'disdette-rinnovo',
    },
    code: 'Codice',
    customer: 'Cliente',
    tasks: 'Azioni',
    task: 'Azione',
    result: 'Esito',
    createdAt: 'Registrata',
    author: 'Registrata da',
    notes: 'Note',
    multipackCode: 'Codice del multipack',
    multipack: 'Multipack',
    assignee: 'Assegnata a',
    dueOn: 'Entro il',
    doneAt: 'Svolta',
    lastTask: 'Ultima azione',
    lastResult: 'Il suo esito',
    lastAt: 'Registrata',
    day: 'Giorno',
    week: 'Settimana dal',
    month: 'Mese',
    channel: 'Canale',
    branch: 'Sede',
    count: 'Numero',
    price: 'Prezzo',
    note: 'Nota',
    location: 'Luogo',
    treatment: 'Come si procede?',
    department: 'Reparto',
    noDepartment: 'Senza reparto',
    channels: {
      console: 'console',
      portal: 'portale',
      api: 'programma',
      temporal: 'Temporal, non verificato',
      import: 'importazione',
      system: 'automatico',
    },
  },
  'pt-BR': {
    files: {
      notes: 'notas-especificas',
      customers: 'crm-clientes',
      tasks: 'crm-tarefas',
      withdrawals: 'rescisoes',
      renewals: 'renovacoes',
      cancellations: 'cancelamentos-renovacao',
    },
    code: 'Código',
    customer: 'Cliente',
    tasks: 'Tarefas',
    task: 'Tarefa',
    result: 'Resultado',
    createdAt: 'Registrada',
    author: 'Registrada por',
    notes: 'Observações',
    multipackCode: 'Código do multipack',
    multipack: 'Multipack',
    assignee: 'Atribuída a',
    dueOn: 'Para o dia',
    doneAt: 'Concluída',
    lastTask: 'Última tarefa',
    lastResult: 'Seu resultado',
    lastAt: 'Registrada',
    day: 'Dia',
    week: 'Semana de',
    month: 'Mês',
    channel: 'Canal',
    branch: 'Filial',
    count: 'Número',
    price: 'Preço',
    note: 'Nota específica',
    location: 'Localização física',
    treatment: 'Qual será o tratamento?',
    department: 'Departamento',
    noDepartment: 'Sem departamento',
    channels: {
      console: 'console',
      portal: 'portal',
      api: 'programa',
      temporal: 'Temporal, não verificado',
      import: 'importação',
      system: 'automático',
    },
  },
};
