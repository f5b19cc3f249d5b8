import { Anchor, Checkbox, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FormEnd, useSave } from '../../shared/form.tsx';
import { useAct, useAll, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequestDetail, MultipackDetail, ReversalClassification } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { useConclusionWords } from './sentences.ts';

interface Props {
  request: CancellationRequestDetail;
  close: () => void;
}

/** Title, classification and details of the reversal, confirmed before it is saved (003). */
export function RevertDialog({ request, close }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const words = useConclusionWords();
  const { id, code, customer } = request;
  const multipack = useGet<MultipackDetail>(`/api/multipacks/${request.multipack.id}`);
  const classifications = useAll<ReversalClassification>('/api/reversal-classifications', { retired: false });
  const form = useForm({
    initialValues: { title: '', classificationId: null as string | null, details: '', sure: false },
    validate: {
      title: (title) => (title.trim() === '' ? t('common.required') : null),
      classificationId: (chosen) => (chosen === null ? t('common.required') : null),
      sure: (sure) => (sure ? null : t('desk.tick')),
    },
  });
  const { save, end } = useSave(useAct<CancellationRequestDetail>(), form, () => {
    toast.done(t('analysis.revert.done', { code }));
    close();
  });
  return (
    <Modal
      opened
      // What is under way is waited for.
      onClose={end.isBusy ? () => undefined : close}
      title={t('analysis.revert.titleOf', { code, customer: customer.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ title, classificationId, details }) =>
          save({ path: `/api/cancellation-requests/${id}/revert`, body: { title, classificationId, details } }),
        )}
      >
        <Stack gap="sm">
          <Text size="sm" role="status">
            {multipack.data ? words.revert(multipack.data) : '…'}
          </Text>
          <TextInput
            label={t('analysis.revert.subject')}
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('title')}
          />
          {classifications.data?.length === 0 ? (
            <NoClassification />
          ) : (
            <Select
              label={t('analysis.classification')}
              required
              searchable
              placeholder={t('customers.choose')}
              data={classifications.data?.map(({ id: value, title }) => ({ value, label: title })) ?? []}
              {...form.getInputProps('classificationId')}
            />
          )}
          <Textarea
            label={t('analysis.revert.details')}
            autosize
            minRows={3}
            maxRows={12}
            maxLength={4000}
            {...form.getInputProps('details')}
          />
          <Checkbox label={t('common.sure')} {...form.getInputProps('sure', { type: 'checkbox' })} />
          <FormEnd {...end} submit={t('common.finish')} close={close} />
        </Stack>
      </form>
    </Modal>
  );
}

/** A reversal needs one (003): the way to it. */
function NoClassification() {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <Text size="sm" role="alert">
      {t('analysis.revert.noClassification')}{' '}
      {user.accessLevel === 1 ? (
        <Anchor
          underline="always"
          renderRoot={(props) => <Link {...props} to="/settings/$page" params={{ page: 'reversal-classifications' }} />}
        >
          {t('analysis.revert.addClassification')}
        </Anchor>
      ) : (
        t('analysis.revert.askClassification')
      )}
    </Text>
  );
}
