import { randomBytes } from 'node:crypto';
import type { Api, Problem } from './api.ts';
import type { Story } from './stories.ts';

interface User {
  id: string;
  name: string;
  email: string;
  version: number;
}

interface Notes {
  items: { text: string; department: { name: string } | null }[];
}

/** Notes and agents of the branch (004). */
export const NOTES: Story = {
  title: 'Notes and agents (004): who may write, whose department a note has, and a new agent for all customers of one',
  tell: async ({ api, book, branchId, stamp }) => {
    const password = randomBytes(12).toString('base64url');
    const department = (name: string) => api.make<{ id: string }>('/api/departments', { name: `${name}${stamp}` });
    const [sales, service] = [await department('Sales'), await department('Service')];
    const hire = (name: string, fields: object): Promise<User> => {
      const email = `${name.split(' ')[0]!.toLowerCase()}-${randomBytes(4).toString('hex')}@demo.example`;
      return api.make('/api/users', { name, email, branchId, accessLevel: 4, language: 'en', password, ...fields });
    };
    const carla = await hire('Carla Ramos', {
      accessLevel: 2,
      departmentId: sales.id,
      permissions: ['change_preferred_agent'],
    });
    const hugo = await hire('Hugo Ortiz', {});
    const elena = await hire('Elena Prieto', { departmentId: sales.id });
    const customers: string[] = [];
    for (const name of ['Lucía Ferrer', 'Óscar Molina', 'Nuria Campos']) {
      const { id } = await api.addCustomer({ name, branchId, language: 'en', phone: '+34 600 123 456' });
      await api.change(`/api/customers/${id}/agents`, 1, { preferredAgentId: elena.id, collectionAgentId: carla.id });
      customers.push(id);
    }
    const notes = `/api/customers/${customers[0]}/notes`;

    const asHugo = await api.as(hugo.email, password);
    const refused = await asHugo.ask<Problem>('POST', notes, { text: 'Called' });
    book.tell(`“${refused.body.detail ?? refused.body.title}”`);
    book.check(
      'A note of somebody without a department',
      '409 department_needed',
      `${refused.status} ${refused.body.code}`,
    );

    const asElena = await api.as(elena.email, password);
    await write(asElena, notes, 'Came by to see the pool.', 'Reception');
    await write(asElena, notes, 'Called about the quote.', 'Office', 'Send the quote again and call in 2 months');
    await write(asElena, notes, 'Sent the quote again.', 'Office');
    await write(asElena, notes, 'Called: is still thinking it over.', 'Office', 'Call in April');
    const found = (await api.read<Notes>(`/api/reports/notes?customerId=${customers[0]}&lastThree=true`)).items;
    book.check('The last three records of four', '3', String(found.length));

    await api.change(`/api/users/${elena.id}`, elena.version, { departmentId: service.id, active: false });
    const moved = (await api.read<Notes>(notes)).items.map((note) => note.department?.name ?? 'none');
    book.check('Its author is moved to Service: the notes', 'Service', [...new Set(moved)].join().replace(stamp, ''));

    book.tell('Elena Prieto works here no more. Carla Ramos gives all of her customers to Hugo Ortiz.');
    const asCarla = await api.as(carla.email, password);
    const agents = await asCarla.read<{ agents: { id: string; customers: number }[] }>('/api/agents');
    const count = agents.agents.find(({ id }) => id === elena.id)?.customers ?? 0;
    book.check('Customers of the agent who left', '3', String(count));
    await asCarla.make('/api/agents/change', { changes: [{ fromId: elena.id, toId: hugo.id, customers: count }] });
    const { agents: now } = await asCarla.read<{ agents: { name: string; customers: number }[] }>('/api/agents');
    book.check('Afterwards', 'Hugo Ortiz: 3', now.map(({ name, customers }) => `${name}: ${customers}`).join(', '));
  },
};

const write = (as: Api, path: string, text: string, location: string, treatment?: string) =>
  as.make(path, { text, location, treatment });
