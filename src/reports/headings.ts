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
  | 'lastAt';

/** What stands over the columns of a file, as over those of the screen; and what the file is called. */
export const HEADINGS: Record<Language, Record<Heading, string> & { files: { customers: string; tasks: string } }> = {
  en: {
    files: { customers: 'crm-customers', tasks: 'crm-tasks' },
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
  },
  es: {
    files: { customers: 'crm-clientes', tasks: 'crm-tareas' },
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
  },
  it: {
    files: { customers: 'crm-clienti', tasks: 'crm-azioni' },
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
  },
  'pt-BR': {
    files: { customers: 'crm-clientes', tasks: 'crm-tarefas' },
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
  },
};
