import type { NoticeType } from '../../domain/notices.ts';
import { conceptName } from '../../i18n/notices.ts';
import { type Language, LANGUAGES } from '../../schemas/languages.ts';
import { InvalidInput } from '../../schemas/invalid-input.ts';
import { type Act, Refusal } from '../act.ts';
import { trace } from '../audit.ts';
import { changesOf } from '../audit-events.ts';
import type { Database, Tx } from '../client.ts';
import { type NoticeConcept, Prisma } from '../generated/client.ts';
import { retirement } from '../organisation.ts';
import { type Page, page, type PageRequest, retiredOr } from '../pages.ts';
import { tellNotices } from './tell.ts';

const USES = { _count: { select: { reminderOf: true, afterDueOf: true, notices: true } } } as const;
/** A concept of the catalogue, and what refers to it. */
export type CountedConcept = Prisma.NoticeConceptGetPayload<{ include: typeof USES }>;

export const isUsed = ({ _count }: CountedConcept): boolean =>
  _count.reminderOf + _count.afterDueOf + _count.notices > 0;

/** The built-in ones first, then in the order in which they were added. */
export const listConcepts = (
  database: Database,
  { type, retired, ...request }: PageRequest & { type?: NoticeType | undefined; retired?: boolean | undefined },
): Promise<Page<CountedConcept>> =>
  page({ direction: 'asc' }, request, (query) =>
    database.noticeConcept.findMany({
      ...query,
      where: { AND: [query.where, retiredOr(retired), type ? { type } : {}] },
      include: USES,
    }),
  );

/** Throws `not_found` (404). */
export async function findConcept(tx: Tx, id: string): Promise<CountedConcept> {
  const concept = await tx.noticeConcept.findUnique({ where: { id }, include: USES });
  if (!concept) throw new Refusal(404, 'not_found');
  return concept;
}

export interface ConceptFields {
  description: string;
  days: number;
  type: NoticeType;
}

/** Throws InvalidInput (`after_due_days`), and `name_taken` for a description that another one in use has. */
export async function addConcept(act: Act, fields: ConceptFields): Promise<CountedConcept> {
  demandDays(fields);
  const { id } = await act.tx.noticeConcept.create({ data: { ...fields, createdAt: act.clock.now() } });
  await traceConcept(act, id, 'added', { after: { ...fields } });
  return findConcept(act.tx, id);
}

/**
 * Edits or retires a concept. Other days hold at once for what has not gone out. Throws as `addConcept`, and
 * `concept_built_in` (409), `version_conflict` (412).
 */
export async function editConcept(
  act: Act,
  before: CountedConcept,
  version: number,
  { retired, description, days }: Partial<Omit<ConceptFields, 'type'>> & { retired?: boolean | undefined },
): Promise<CountedConcept> {
  const { tx, clock } = act;
  const { id, type } = before;
  if (retired && before.code !== null) throw new Refusal(409, 'concept_built_in');
  if (days !== undefined) demandDays({ type, days });
  const { count } = await tx.noticeConcept.updateMany({
    where: { id, version },
    data: {
      ...(description !== undefined && !isUsualName(before, description) && { description }),
      ...(days !== undefined && { days }),
      ...retirement(before, retired, clock.now()),
      version: { increment: 1 },
    },
  });
  if (count === 0) throw new Refusal(412, 'version_conflict');
  const after = await findConcept(tx, id);
  await traceConcept(act, id, 'edited', changesOf<NoticeConcept>(before, after, ['description', 'days', 'retiredAt']));
  if (after.days !== before.days) {
    await tellNotices(tx, Prisma.sql`${id}::uuid IN (s.reminder_concept_id, s.after_due_concept_id)`);
  }
  return after;
}

/** Deletes a concept that nothing refers to. Throws `concept_built_in`, `in_use` (409). */
export async function deleteConcept(act: Act, concept: CountedConcept): Promise<void> {
  const { id, code, description, days, type } = concept;
  if (code !== null) throw new Refusal(409, 'concept_built_in');
  if (isUsed(concept)) throw new Refusal(409, 'in_use');
  await act.tx.noticeConcept.delete({ where: { id } });
  await traceConcept(act, id, 'deleted', { before: { description, days, type } });
}

/** On the due date itself nothing is overdue. */
function demandDays({ type, days }: Pick<ConceptFields, 'type' | 'days'>): void {
  if (type === 'after_due' && days === 0) throw new InvalidInput([{ path: 'days', code: 'after_due_days' }]);
}

/** Whether a form gave back the name that a built-in one has in some reader's language: it goes on being translated. */
const isUsualName = (concept: CountedConcept, description: string): boolean =>
  concept.description === null &&
  LANGUAGES.some((language: Language) => conceptName(language, concept) === description);

const traceConcept = (act: Act, id: string, verb: string, details: Prisma.InputJsonObject) =>
  trace(act, {
    action: `notice_concept.${verb}`,
    entity: 'notice_concept',
    entityId: id,
    at: act.clock.now(),
    details,
  });
