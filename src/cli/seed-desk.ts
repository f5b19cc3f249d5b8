import type { Act } from '../database/act.ts';
import { takeConversation } from '../database/bot-conversations.ts';
import { openRequest } from '../database/cancellation-requests/open.ts';
import { addDescribed, addProfile } from '../database/cancellation-settings.ts';
import { addConnection, storeUsage } from '../database/connections.ts';
import type { Customer, Multipack } from '../database/generated/client.ts';
import { addServiceOrder } from '../database/service-orders.ts';
import { openTicket } from '../database/tickets.ts';
import { addDays, type LocalDate } from '../domain/dates.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MEGABYTE = 1_000_000;

/** What the desk cannot open a request without (003): made only where nobody has made any. */
export async function seedDeskSettings(act: Act): Promise<void> {
  const { tx } = act;
  if ((await tx.cancellationProfile.count()) === 0) {
    await addProfile(act, { title: 'Three days', unit: 'day', period: 3, isDefault: true });
    await addProfile(act, { title: 'One week', unit: 'week', period: 1, isDefault: false });
  }
  if ((await tx.cancellationReason.count()) === 0) {
    for (const title of ['Moving away', 'Too expensive', 'Hardly used', 'Dissatisfied with the service']) {
      await addDescribed(act, 'cancellation_reason', { title, description: null });
    }
  }
  if ((await tx.reversalClassification.count()) === 0) {
    for (const [title, description] of [
      ['Better offer', 'Stays at another price or on another plan'],
      ['Problem solved', 'What the customer complained of was put right'],
      ['Changed their mind', 'The customer took the request back'],
    ] as const) {
      await addDescribed(act, 'reversal_classification', { title, description });
    }
  }
}

/** A customer who wants to leave, with everything that the analysis of the request looks at (003). */
export async function seedDesk(act: Act, leaving: { customer: Customer; multipack: Multipack; today: LocalDate }) {
  const { tx, clock } = act;
  const { customer, multipack, today } = leaving;
  const now = clock.nowOf(customer).getTime();
  const ofMultipack = { multipackId: multipack.id };

  const connection = await addConnection(act, customer, {
    ...ofMultipack,
    username: 'beatriz.lima',
    service: multipack.name,
    framedIp: '100.64.12.7',
    sessionId: '8F2A11C0',
    callingStation: 'A4-2B-B0-12-9C-01',
  });
  const days = Array.from({ length: 28 }, (_, n) => ({
    day: addDays(today, -28 + n),
    bytesIn: (900 + ((n * 7919) % 6_400)) * MEGABYTE,
    bytesOut: (110 + ((n * 3571) % 700)) * MEGABYTE,
  }));
  await storeUsage(tx, connection.id, days);

  const at = (minutesAgo: number) => new Date(now - DAY_MS - minutesAgo * MINUTE_MS);
  await takeConversation(act, {
    customerId: customer.id,
    source: 'demonstration',
    externalId: 'conversation-1',
    channel: 'whatsapp',
    subject: 'Internet lenta à noite',
    startedAt: at(20),
    endedAt: at(12),
    messages: [
      { externalId: '1', at: at(20), sender: 'customer', text: 'Oi, a internet fica lenta toda noite.' },
      { externalId: '2', at: at(19), sender: 'bot', text: 'Olá, Beatriz! Já reiniciou o roteador?' },
      { externalId: '3', at: at(13), sender: 'customer', text: 'Já. Vou me mudar e quero cancelar.' },
      { externalId: '4', at: at(12), sender: 'bot', text: 'Entendi. Vou passar para um atendente.' },
    ],
  });
  await addServiceOrder(
    act,
    customer,
    { ...ofMultipack, kind: 'Visita técnica', description: 'Medir o sinal; a cliente reclama da lentidão à noite.' },
    {},
  );
  const ticket = await openTicket(act, customer, {
    ...ofMultipack,
    via: 'phone',
    subject: 'Quer cancelar a internet',
    description: 'Vai se mudar para um bairro sem cobertura; o contrato ainda não venceu.',
  });
  const reason = await tx.cancellationReason.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  await openRequest(
    act,
    {},
    {
      ticketId: ticket.id,
      title: 'Mudança de endereço',
      reasonId: reason.id,
      details: 'Pergunta até quando paga.',
    },
  );
}
