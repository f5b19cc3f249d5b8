import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What was typed over what was read: on a conflict what was read is exchanged, and nothing typed is lost. */
export function useDraft<T extends object>(read: T) {
  const [base, rebase] = useState(read);
  const [edits, setEdits] = useState<Partial<T>>({});
  const set = (edit: Partial<T>) => setEdits((before) => ({ ...before, ...edit }));
  const restart = (fresh: T) => {
    rebase(fresh);
    setEdits({});
  };
  return { base, rebase, restart, edits, isEdited: Object.keys(edits).length > 0, values: { ...base, ...edits }, set };
}

/** What a field of text needs, of a draft in which an empty field is none. */
export const textFields =
  <Field extends string>(
    values: Record<Field, string | null>,
    set: (edit: Partial<Record<Field, string | null>>) => void,
    errors: Record<string, string>,
  ) =>
  (field: Field) => ({
    value: values[field] ?? '',
    error: errors[field],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      set({ [field]: value === '' ? null : value } as Partial<Record<Field, string | null>>),
  });

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
