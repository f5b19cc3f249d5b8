import { useTranslation } from 'react-i18next';
import { EXTRAORDINARY_REASONS } from '../../../src/domain/withdrawal.ts';
import { type Money, useFormat } from '../../shared/format.ts';
import { type Language, LANGUAGES } from '../../shared/i18n.ts';
import type { Customer, Mail } from '../../shared/types.ts';
import { TYPES, useConcepts } from '../notices/concepts.ts';
import { useBranches, useColleagues } from './parts.tsx';

export const CUSTOMER_FIELDS = [
  'name',
  'email',
  'phone',
  'taxId',
  'birthDate',
  'address',
  'payerId',
  'guardianId',
  'language',
  'branchId',
] as const satisfies (keyof Customer)[];

/** Fields that a trace may speak of; others show their stored name. */
const FIELDS = [
  ...CUSTOMER_FIELDS,
  'role',
  'assigneeId',
  'dueOn',
  'doneAt',
  'notice',
  'automaticRenewal',
  'portalCancellation',
  'portalRenewal',
  'renewalTerms',
  'services',
  'paymentMethod',
  'price',
  'duration',
  'outstanding',
  'plan',
  'validFrom',
  'validTo',
  'lastDay',
  'from',
  'until',
  'to',
  'days',
  'reason',
  'receivedOn',
  'receivedAt',
  'amount',
  'method',
  'paidAt',
  'refundedAt',
  'on',
  'title',
  'limitAt',
  'heldRenewal',
  'assignee',
  'day',
  'username',
  'service',
  'kind',
  'description',
  'receivesNotices',
  'subject',
  'active',
  'toContacts',
  'reminderConceptId',
  'afterDue',
  'afterDueConceptId',
  'reminderBody',
  'afterDueBody',
  'type',
  'inBulk',
  'preferredAgent',
  'collectionAgent',
  'author',
] as const;
type Field = (typeof FIELDS)[number];

const METHODS = ['cash', 'transfer', 'card', 'sepa', 'recurring_card', 'credit'] as const;
const UNITS = ['day', 'week', 'month', 'year'] as const;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** A record that is told by its name. */
const isNamed = (value: Record<string, unknown>): value is { id: string; name: string } =>
  typeof value['name'] === 'string' && Object.keys(value).every((key) => key === 'id' || key === 'name');
const isMoney = (value: unknown): value is Money & Record<string, unknown> =>
  isRecord(value) && typeof value['amount'] === 'number' && typeof value['currency'] === 'string';

/** Names and values of fields as people read them; instants in a zone, or in the browser's. */
export function useValueWords(timeZone?: string) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const branches = useBranches();
  const colleagues = useColleagues();
  const concepts = useConcepts();
  const known = (name: string): Field | undefined => FIELDS.find((field) => field === name);
  const field = (name: string): string => {
    const found = known(name);
    return found ? t(`customers.fields.${found}`) : name;
  };

  const ofText = (name: string, text: string): string => {
    const method = METHODS.find((each) => each === text);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return format.dateLong(text);
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text))
      return onlyDay(name) ? format.dateLong(text.slice(0, 10)) : format.instant(text, timeZone);
    const reason = EXTRAORDINARY_REASONS.find((each) => each === text);
    if (reason && name === 'reason') return t(`counter.withdraw.reasons.${reason}`);
    if (name === 'branchId') return branches.data?.find(({ id }) => id === text)?.name ?? text;
    if (name === 'kind' && i18n.exists(`mail.kinds.${text}`)) return t(`mail.kinds.${text as Mail['kind']}`);
    const type = TYPES.find((each) => each === text);
    if (type && name === 'type') return t(`notices.types.${type}`);
    if (name.endsWith('ConceptId')) return concepts.data?.find(({ id }) => id === text)?.description ?? text;
    if (name === 'assigneeId') return colleagues.nameOf(text) ?? text;
    if (name === 'language' && Object.hasOwn(LANGUAGES, text)) return LANGUAGES[text as Language];
    return method && /[mM]ethod$/.test(name) ? t(`paymentMethods.${method}`) : text;
  };

  const value = (name: string, given: unknown): string => {
    if (given === null || given === undefined || given === '') return '–';
    if (typeof given === 'string') return ofText(name, given);
    if (typeof given === 'boolean') return given ? t('common.yes') : t('customers.no');
    if (typeof given === 'number') return format.number(given);
    if (Array.isArray(given)) return given.length === 0 ? '–' : given.map((each) => value(name, each)).join(', ');
    if (isMoney(given)) return format.money(given);
    if (!isRecord(given)) return JSON.stringify(given);
    if (isNamed(given)) return given['name'];
    const unit = UNITS.find((each) => each === given['unit']);
    if (unit && typeof given['amount'] === 'number') return t(`spans.${unit}`, { count: given['amount'] });
    return Object.entries(given)
      .map(([inner, each]) => `${field(inner)}: ${value(inner, each)}`)
      .join('; ');
  };
  return {
    field,
    value,
    isKnown: (name: string) => known(name) !== undefined,
    /** The order in which fields are told: as they are listed above, others last. */
    order: (name: string) => {
      const found = known(name);
      return found ? FIELDS.indexOf(found) : FIELDS.length;
    },
  };
}

/** Columns that hold a day but are traced with an hour. */
const onlyDay = (name: string): boolean => name === 'birthDate' || name === 'dueOn';
