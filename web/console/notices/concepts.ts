import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import type { NoticeConcept } from '../../shared/types.ts';

export type NoticeType = NoticeConcept['type'];
export const TYPES = ['preventive', 'after_due'] as const satisfies NoticeType[];

/** As far from the due date as the server takes. */
export const MAX_DAYS = 365;

/** `7 days before the due date` */
export function useWhen(): (concept: Pick<NoticeConcept, 'type' | 'days'>) => string {
  const { t } = useTranslation();
  return ({ type, days }) => t(`notices.when.${type}`, { count: days });
}

/** What is chosen until somebody chooses: built-in ones come first. */
export const firstOf = (concepts: NoticeConcept[], type: NoticeType): string | null =>
  concepts.find((concept) => concept.type === type && !concept.retired)?.id ?? null;

export const useConcepts = () => useAll<NoticeConcept>('/api/notice-concepts');
