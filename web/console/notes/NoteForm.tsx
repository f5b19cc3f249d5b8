import { Alert, Modal, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer, Note } from '../../shared/types.ts';
import { textFields } from '../customers/form.ts';
import { useSession } from '../shell/session.ts';

const EMPTY: Record<'text' | 'location' | 'treatment', string | null> = { text: null, location: null, treatment: null };
/** Beside each other, fields stand in one line whatever their hints say. */
const BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const FIELDS = ['text', 'location', 'treatment'];

interface Props {
  customer: Customer;
  onAdded?: () => void;
  close?: () => void;
}

/** A note as the manual has it (004): what was done, where, and what comes next. Who has no department cannot write one. */
export function NoteForm({ customer, onAdded, close }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const toast = useToast();
  const [draft, setDraft] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const add = useAct<Note, typeof EMPTY>(() => {
    toast.done(t('notes.added'));
    setDraft(EMPTY);
    setTried(false);
    onAdded?.();
  });
  if (user.departmentId === null)
    return (
      <Alert variant="default" title={t('notes.needsDepartment')}>
        {t('notes.needsDepartmentHint')}
      </Alert>
    );
  const isMissing = (draft.text ?? '').trim() === '';
  const send = () => {
    setTried(true);
    if (!isMissing) add.mutate({ path: `/api/customers/${customer.id}/notes`, body: draft });
  };
  const errors = isTried && isMissing ? { text: t('common.required') } : errorsOf(add.error);
  const field = textFields(draft, (edit) => setDraft((before) => ({ ...before, ...edit })), errors);
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <Textarea
          label={t('notes.text')}
          description={t('notes.textHint')}
          required
          autosize
          minRows={2}
          maxRows={12}
          maxLength={5_000}
          {...(close ? { 'data-autofocus': true } : {})}
          {...field('text')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label={t('notes.location')}
            description={t('notes.locationHint')}
            inputWrapperOrder={BELOW}
            maxLength={200}
            {...field('location')}
          />
          <Textarea
            label={t('notes.treatment')}
            description={t('notes.treatmentHint')}
            inputWrapperOrder={BELOW}
            autosize
            minRows={1}
            maxRows={8}
            maxLength={2_000}
            {...field('treatment')}
          />
        </SimpleGrid>
        <FormEnd
          error={add.error}
          fields={FIELDS}
          isBusy={add.isPending}
          submit={t('notes.add')}
          {...(close ? { close } : {})}
        />
      </Stack>
    </form>
  );
}

/** The same as a shortcut, from wherever on the profile. */
export function NewNote({ customer, isOpen, close }: { customer: Customer; isOpen: boolean; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/customers/$customerId' });
  const onAdded = () => {
    close();
    void navigate({ search: { tab: 'notes' }, resetScroll: false });
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('notes.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <NoteForm customer={customer} onAdded={onAdded} close={close} />
    </Modal>
  );
}
