import { z } from 'zod';
import { Email, Id, Instant, Language, LocalDate, orNull, pageOf, pageQuery, Phone, text, Version } from './common.ts';
import { CustomerAgents } from './customer-agents.ts';

const fields = {
  name: text(200),
  email: Email.nullable(),
  phone: Phone.nullable(),
  taxId: text(40).nullable(),
  birthDate: LocalDate.nullable(),
  address: text(500).nullable(),
  payerId: Id.nullable().meta({ description: 'Another customer, who pays; one who is not paid for' }),
  guardianId: Id.nullable().meta({ description: 'Another customer, of age, who answers for a minor' }),
  language: Language,
};

const named = { id: Id, code: z.string().meta({ example: 'C-000481' }), name: z.string(), branchId: Id };
const NamedCustomer = z.strictObject(named).meta({ id: 'NamedCustomer' });

export const Customer = z
  .strictObject({
    id: Id,
    code: z.string().meta({ example: 'C-000481' }),
    branchId: Id,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    taxId: z.string().nullable(),
    birthDate: LocalDate.nullable(),
    address: z.string().nullable(),
    payerId: Id.nullable(),
    payer: orNull(NamedCustomer),
    guardianId: Id.nullable(),
    guardian: orNull(NamedCustomer),
    inCare: z.boolean().meta({
      description: 'Whether a guardian answers for them today: under 18, or of unknown birth date',
    }),
    language: Language,
    now: Instant.meta({ description: 'The instant now on this customer’s clock' }),
    today: LocalDate.meta({ description: 'The day now in the zone of the branch' }),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'Customer' });

export const CustomerProfile = Customer.extend({ agents: CustomerAgents }).meta({ id: 'CustomerProfile' });

export const NewCustomer = z
  .strictObject({ ...fields, branchId: Id.meta({ description: 'Left out: the user’s own' }) })
  .partial()
  .required({ name: true })
  .meta({ id: 'NewCustomer' });

export const CustomerEdit = z
  .strictObject({ ...fields, branchId: Id })
  .partial()
  .meta({ id: 'CustomerEdit' });

export const CustomerPage = pageOf(Customer);

export const Dependants = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          ...named,
          isPaidFor: z.boolean(),
          isInCare: z.boolean().meta({ description: 'The customer is their guardian, and they are in care today' }),
        })
        .meta({ id: 'Dependant' }),
    ),
  })
  .meta({ id: 'Dependants' });

export const CustomerQuery = z.strictObject({
  search: text(100).optional().meta({
    description: 'Words of the name, part of the e-mail address or phone, the code, or a multipack’s code or reference',
  }),
  branchId: Id.optional(),
  ...pageQuery,
});

const contact = {
  name: text(200),
  role: text(80).nullable(),
  email: Email.nullable(),
  phone: Phone.nullable(),
  receivesNotices: z.boolean().meta({
    description: 'Whether notices go to them too, where the customer’s notices go to contacts (004)',
  }),
};

export const Contact = z
  .strictObject({
    id: Id,
    customerId: Id,
    name: z.string(),
    role: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    receivesNotices: z.boolean(),
    version: Version,
    createdAt: Instant,
  })
  .meta({ id: 'Contact' });

export const NewContact = z.strictObject(contact).partial().required({ name: true }).meta({ id: 'NewContact' });
export const ContactEdit = z.strictObject(contact).partial().meta({ id: 'ContactEdit' });
export const ContactPage = pageOf(Contact);

/** Up to the years the calendar of contracts knows. */
export const TestClock = z
  .strictObject({ now: Instant.refine((now) => now < '2190', { params: { code: 'invalid_date' } }) })
  .meta({ id: 'TestClock', description: 'Where the customer’s clock is to stand; never behind where it stands' });
