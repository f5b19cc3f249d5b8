import { Checkbox, Modal, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormEnd, useSave } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail } from '../../shared/types.ts';

interface Props {
  request: { id: string; code: string };
  close: () => void;
}

/** A comment on a request, confirmed before it is saved, for it cannot be taken back (003). */
export function CommentDialog({ request: { id, code }, close }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({
    initialValues: { text: '', sure: false },
    validate: {
      text: (text) => (text.trim() === '' ? t('common.required') : null),
      sure: (sure) => (sure ? null : t('desk.tick')),
    },
  });
  const { save, end } = useSave(useAct<CancellationRequestDetail>(), form, () => {
    toast.done(t('desk.commented', { code }));
    close();
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t('desk.commentOn', { code })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ text }) =>
          save({ path: `/api/cancellation-requests/${id}/comments`, body: { text } }),
        )}
      >
        <Stack gap="sm">
          <Textarea
            label={t('desk.text')}
            required
            data-autofocus
            autosize
            minRows={4}
            maxRows={12}
            maxLength={4000}
            {...form.getInputProps('text')}
          />
          <Checkbox label={t('common.sure')} {...form.getInputProps('sure', { type: 'checkbox' })} />
          <FormEnd {...end} submit={t('common.finish')} close={close} />
        </Stack>
      </form>
    </Modal>
  );
}
