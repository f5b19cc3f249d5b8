/** What the portal shows a customer and takes from one. */
import { z } from 'zod';
import {
  Email,
  Id,
  Instant,
  Language,
  LocalDate,
  Money,
  orNull,
  pageQuery,
  Phone,
  Span,
  text,
  TimeZone,
  Version,
} from './common.ts';
import { LANGUAGES } from './languages.ts';
import { MultipackState, RenewalState } from './multipacks.ts';
import { Payment, Receivable } from './receivables.ts';
import { Password } from './users.ts';

export const PortalSignIn = z
  .strictObject({ email: Email, password: z.string().min(1).max(128) })
  .meta({ id: 'PortalSignIn' });

export const PortalLinkRequest = z
  .strictObject({ email: Email, language: z.enum(LANGUAGES).optional() })
  .meta({ id: 'PortalLinkRequest', description: 'The language of the letter; left out: that of the request' });

export const PortalLinkUse = z.strictObject({ token: z.string().min(16).max(200) }).meta({ id: 'PortalLinkUse' });

export const PortalPassword = z
  .strictObject({
    password: Password,
    current: z.string().max(128).optional().meta({ description: 'Needed where `needsPassword` says so' }),
  })
  .meta({ id: 'PortalPassword' });

/** One e-mail address may serve several customers, such as a parent and the children: all of them are shown. */
export const PortalCustomer = z
  .strictObject({
    id: Id,
    code: z.string(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    language: Language,
    branch: z.strictObject({ name: z.string(), timeZone: TimeZone }),
    version: Version,
  })
  .meta({ id: 'PortalCustomer' });

export const PortalCustomers = z.strictObject({ items: z.array(PortalCustomer) }).meta({ id: 'PortalCustomers' });

export const PortalCustomerEdit = z
  .strictObject({ phone: Phone.nullable(), address: text(500).nullable(), language: Language })
  .partial()
  .meta({ id: 'PortalCustomerEdit' });

export const PortalSession = z
  .strictObject({
    email: z.string(),
    hasPassword: z.boolean(),
    needsPassword: z.boolean().meta({
      description: 'Whether a new password needs the present one; not in the first hour after signing in by a link',
    }),
    company: z.strictObject({ name: z.string() }),
    customers: z.array(PortalCustomer),
    languages: z.array(z.enum(LANGUAGES)),
  })
  .meta({ id: 'PortalSession' });

/** Whether the customer may do something themselves, and if not, the code of why: the API would refuse with the same. */
const May = z.strictObject({ allowed: z.boolean(), reason: z.string().nullable() }).meta({ id: 'PortalMay' });

const NextPeriod = z
  .strictObject({
    validFrom: LocalDate,
    validTo: LocalDate,
    price: Money,
    deadline: LocalDate.meta({ description: 'The last day on which that one’s renewal may be cancelled' }),
  })
  .meta({ id: 'PortalNextPeriod' });

const purchase = {
  id: Id,
  code: z.string(),
  customerId: Id,
  customerName: z.string(),
  name: z.string(),
  validFrom: LocalDate,
  validTo: LocalDate.meta({ description: 'The last day of validity, also of a withdrawal that lies ahead' }),
  deadline: LocalDate,
  timeZone: TimeZone,
  today: LocalDate,
  state: MultipackState,
  renewalState: RenewalState,
  price: Money,
  services: z.array(z.string()),
  duration: Span,
  renewalCancelledAt: Instant.nullable(),
  nextPeriod: orNull(NextPeriod).meta({ description: 'What a renewal makes or made; null where there is none' }),
  mayCancelRenewal: May,
  mayEnableRenewal: May,
  mayRenew: May.meta({ description: 'Buy the next period by hand' }),
};

export const Purchase = z.strictObject(purchase).meta({ id: 'Purchase' });
export const Purchases = z.strictObject({ items: z.array(Purchase) }).meta({ id: 'Purchases' });

/** Who of the staff recorded a payment is nobody's business here. */
const receivable = { ...Receivable.shape, payments: z.array(Payment.omit({ recordedBy: true })) };

export const PurchaseDetail = z
  .strictObject({ ...purchase, receivables: z.array(z.strictObject(receivable).meta({ id: 'PurchaseReceivable' })) })
  .meta({ id: 'PurchaseDetail' });

export const PortalReceivableQuery = z.strictObject({
  state: z
    .enum(['open', 'paid'])
    .optional()
    .meta({ description: '`open`: the earliest due first; else the latest first' }),
  ...pageQuery,
});

export const PortalReceivables = z
  .strictObject({
    items: z.array(z.strictObject({ ...receivable, multipackName: z.string(), customerName: z.string() })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PortalReceivables' });

/** What the customers have in credit; none without any. */
export const PortalCredit = z
  .strictObject({ items: z.array(z.strictObject({ customerId: Id, customerName: z.string(), balance: Money })) })
  .meta({ id: 'PortalCredit' });
