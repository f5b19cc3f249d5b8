import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, errorsOf } from './api.ts';
import { Problem } from './components/States.tsx';
import { type Act, useAct } from './queries.ts';
import { useToast } from './toast.tsx';

interface Refused {
  error: unknown;
  /** The fields that show what was refused at them. */
  fields: readonly string[];
  toField?: ((path: string) => string) | undefined;
  isBusy: boolean;
}

/**
 * The end of a form: what was refused, the way out and the act. What every field at fault says itself is not said a second
 * time. `reread` begins again from what is stored, where somebody else changed it meanwhile.
 */
export function FormEnd(
  props: Refused & {
    submit?: string;
    close?: () => void;
    reread?: () => void;
    isDisabled?: boolean;
    /** More acts, beside the one that submits. */
    children?: ReactNode;
  },
) {
  const { t } = useTranslation();
  const { error, fields, toField, isBusy, submit = t('common.save'), close, reread, isDisabled = false } = props;
  const code = error instanceof ApiError ? error.code : undefined;
  const refused = Object.keys(errorsOf(error, toField));
  const isAtFields = refused.length > 0 && refused.every((field) => fields.includes(field));
  return (
    <Stack gap="sm">
      {isAtFields ? (
        <Text size="sm" fw={600} role="alert">
          {error instanceof ApiError && (error.problem?.title ?? error.message)}
        </Text>
      ) : (
        error !== undefined && error !== null && <Problem error={error} />
      )}
      <Group gap="sm" justify={close && 'flex-end'}>
        {code === 'version_conflict' && reread && (
          <Button variant="default" onClick={reread}>
            {t('common.reread')}
          </Button>
        )}
        {close && (
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
        )}
        <Button type="submit" loading={isBusy} disabled={isDisabled}>
          {submit}
        </Button>
        {props.children}
      </Group>
    </Stack>
  );
}

/** A form that sends nothing by itself. */
export const sending = (send: () => unknown) => (event: FormEvent) => {
  event.preventDefault();
  void send();
};

/** Sends a form; what is refused stands at its fields, and in `end` for the FormEnd. */
export function useSave<T, Values extends object>(
  { mutateAsync, error, isPending }: UseMutationResult<T, ApiError, Act<unknown>>,
  form: UseFormReturnType<Values>,
  onSaved: (answer: T) => void,
  toField?: (path: string) => string,
) {
  return {
    end: { error, fields: Object.keys(form.values), toField, isBusy: isPending },
    save: async (sent: Act<unknown>): Promise<void> => {
      form.clearErrors();
      try {
        onSaved(await mutateAsync(sent));
      } catch (refusal) {
        form.setErrors(errorsOf(refusal, toField));
      }
    },
  };
}

interface RecordForm<T, Values> {
  /** Of the collection, or of what there is one of. */
  path: string;
  /** What is stored; nothing where one is added. */
  of: T | undefined;
  initialValues: Values;
  onSaved?: (stored: T) => void;
  toField?: (path: string) => string;
}

/** A form that adds or changes a record. Who edits the same meanwhile is not overwritten: the version is that of its beginning. */
export function useRecordForm<T extends { id?: string; version: number }, Values extends object>({
  path,
  of,
  initialValues,
  onSaved,
  toField,
}: RecordForm<T, Values>) {
  const { t } = useTranslation();
  const toast = useToast();
  const [version, setVersion] = useState(of?.version);
  const form = useForm<Values>({ initialValues });
  const { save, end } = useSave(
    useAct<T>(),
    form,
    (stored) => {
      toast.done(t('common.saved'));
      setVersion(stored.version);
      onSaved?.(stored);
    },
    toField,
  );
  const send = (body: unknown = form.values) =>
    save(of ? { method: 'PATCH', path: of.id ? `${path}/${of.id}` : path, version, body } : { path, body });
  return { form, send, end };
}
