import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api.ts';

/** What was typed over what was read: on a conflict what was read is exchanged, and nothing typed is lost. */
export function useDraft<T extends object>(read: T) {
  const [base, rebase] = useState(read);
  const [edits, setEdits] = useState<Partial<T>>({});
  const set = (edit: Partial<T>) => setEdits((before) => ({ ...before, ...edit }));
  return { base, rebase, edits, values: { ...base, ...edits }, set };
}

/** What the server said about each field, by the field's name. */
export function errorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  if (error.code === 'branch_unknown' || error.code === 'branch_retired') return { branchId: error.message };
  return Object.fromEntries((error.problem?.errors ?? []).map(({ path, message }) => [nameOf(path), message]));
}

/** Of `body.name` or `name` or `amount.amount`: the field. */
const nameOf = (path: string): string => path.replace(/^body\./, '').split('.')[0] ?? path;

/** Whether everything refused can be shown at a field of `names`, so that nothing else needs saying. */
export const isAllAtFields = (error: unknown, names: readonly string[]): boolean => {
  const refused = Object.keys(errorsOf(error));
  return refused.length > 0 && refused.every((name) => names.includes(name));
};

/** What can be said before anything is sent: a name is needed. */
export function useRequiredName(name: string): { errors: Record<string, string>; demand: () => boolean } {
  const { t } = useTranslation();
  const [isTold, tell] = useState(false);
  const isMissing = name.trim() === '';
  return {
    errors: isTold && isMissing ? { name: t('common.required') } : {},
    /** Whether there is one; from the first time on its lack is shown. */
    demand: (): boolean => {
      tell(true);
      return !isMissing;
    },
  };
}

/** An empty field is none. */
export const orNull = (text: string): string | null => (text === '' ? null : text);
