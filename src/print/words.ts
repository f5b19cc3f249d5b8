import type { ServiceOrderState } from '../database/generated/enums.ts';
import type { Language } from '../i18n/languages.ts';

interface Words {
  title: string;
  customer: string;
  address: string;
  phone: string;
  email: string;
  multipack: string;
  kind: string;
  state: string;
  states: Record<ServiceOrderState, string>;
  appointment: string;
  notScheduled: string;
  assignee: string;
  nobody: string;
  created: string;
  closed: string;
  description: string;
  conclusion: string;
  technician: string;
  printed: string;
}

/** What is printed on a service order besides what people wrote. */
export const WORDS: Record<Language, Words> = {
  en: {
    title: 'Service order',
    customer: 'Customer',
    address: 'Address',
    phone: 'Telephone',
    email: 'E-mail',
    multipack: 'Multipack',
    kind: 'Kind of work',
    state: 'State',
    states: { open: 'open', scheduled: 'scheduled', done: 'done', cancelled: 'cancelled' },
    appointment: 'Appointment',
    notScheduled: 'not scheduled yet',
    assignee: 'Assigned to',
    nobody: 'nobody yet',
    created: 'Created',
    closed: 'Concluded',
    description: 'Description',
    conclusion: 'Work done',
    technician: 'Technician',
    printed: 'Printed on',
  },
  es: {
    title: 'Orden de servicio',
    customer: 'Cliente',
    address: 'Dirección',
    phone: 'Teléfono',
    email: 'Correo electrónico',
    multipack: 'Multipack',
    kind: 'Tipo de trabajo',
    state: 'Estado',
    states: { open: 'abierta', scheduled: 'programada', done: 'realizada', cancelled: 'cancelada' },
    appointment: 'Cita',
    notScheduled: 'aún sin programar',
    assignee: 'Asignada a',
    nobody: 'nadie todavía',
    created: 'Creada',
    closed: 'Concluida',
    description: 'Descripción',
    conclusion: 'Trabajo realizado',
    technician: 'Técnico',
    printed: 'Impreso el',
  },
  it: {
    title: 'Ordine di servizio',
    customer: 'Cliente',
    address: 'Indirizzo',
    phone: 'Telefono',
    email: 'E-mail',
    multipack: 'Multipack',
    kind: 'Tipo di lavoro',
    state: 'Stato',
    states: { open: 'aperto', scheduled: 'programmato', done: 'eseguito', cancelled: 'annullato' },
    appointment: 'Appuntamento',
    notScheduled: 'non ancora programmato',
    assignee: 'Assegnato a',
    nobody: 'ancora nessuno',
    created: 'Creato',
    closed: 'Concluso',
    description: 'Descrizione',
    conclusion: 'Lavoro eseguito',
    technician: 'Tecnico',
    printed: 'Stampato il',
  },
  'pt-BR': {
    title: 'Ordem de serviço',
    customer: 'Cliente',
    address: 'Endereço',
    phone: 'Telefone',
    email: 'E-mail',
    multipack: 'Contrato',
    kind: 'Tipo de trabalho',
    state: 'Situação',
    states: { open: 'aberta', scheduled: 'agendada', done: 'realizada', cancelled: 'cancelada' },
    appointment: 'Agendamento',
    notScheduled: 'ainda não agendada',
    assignee: 'Atribuída a',
    nobody: 'ninguém ainda',
    created: 'Criada',
    closed: 'Concluída',
    description: 'Descrição',
    conclusion: 'Trabalho realizado',
    technician: 'Técnico',
    printed: 'Impresso em',
  },
};
