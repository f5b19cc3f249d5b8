import { Anchor, Button, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { isRequestable } from '../../../src/domain/cancellation-request.ts';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending, useSave } from '../../shared/form.tsx';
import { useAct, useAll, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type {
  CancellationProfile,
  CancellationReason,
  CancellationRequestDetail,
  Customer,
  Multipack,
  MultipackDetail,
  RequestEligibility,
} from '../../shared/types.ts';
import { useMultipacks } from '../customers/renewals.ts';
import { type Origin, useEligibility } from './eligibility.ts';
import { MultipackSelect } from './MultipackSelect.tsx';

function Dialog({ close, children }: { close: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={t('requesting.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Modal>
  );
}

/** Opens a cancellation request from a ticket or a multipack (003: Adicionar Solicitação de Cancelamento). */
export function OpenRequest({ origin, close }: { origin: Origin; close: () => void }) {
  return (
    <Dialog close={close}>
      <Opening origin={origin} close={close} />
    </Dialog>
  );
}

/** The same from the customer's profile, where the multipack is chosen first (003: Painel do Cliente). */
export function OpenRequestOf({ customer, close }: { customer: Customer; close: () => void }) {
  return (
    <Dialog close={close}>
      <Choosing customer={customer} close={close} />
    </Dialog>
  );
}

const isOffered = (multipack: Multipack): boolean => isRequestable(multipack);

function Choosing({ customer, close }: { customer: Customer; close: () => void }) {
  const { t } = useTranslation();
  const multipacks = useMultipacks(customer.id);
  const [chosen, choose] = useState<string | null>(null);
  return (
    <Answer of={multipacks} lines={3}>
      {(all) => {
        const offered = all.filter(isOffered);
        if (offered.length === 0) return <Text size="sm">{t('requesting.nothing')}</Text>;
        const multipackId = chosen ?? (offered.length === 1 ? offered[0]!.id : null);
        return (
          <Stack gap="md">
            <MultipackSelect
              customerId={customer.id}
              among={isOffered}
              label={t('requesting.choose')}
              placeholder={t('customers.choose')}
              allowDeselect={false}
              value={multipackId}
              onChange={choose}
            />
            {multipackId !== null && <Opening key={multipackId} origin={{ multipackId }} close={close} />}
          </Stack>
        );
      }}
    </Answer>
  );
}

function Opening({ origin, close }: { origin: Origin; close: () => void }) {
  const eligibility = useEligibility(origin);
  return (
    <Answer of={eligibility} lines={4}>
      {(found) =>
        found.allowed ? <Form origin={origin} suggested={found} close={close} /> : <WhyNot {...found} close={close} />
      }
    </Answer>
  );
}

/** Where what is missing is added. */
const REMEDIES: Record<string, string> = {
  profile_missing: '/settings/cancellation-profiles',
  reason_missing: '/settings/cancellation-reasons',
};

function WhyNot({ reason, detail, requestId, close }: RequestEligibility & { close: () => void }) {
  const { t } = useTranslation();
  const remedy = reason === null ? undefined : REMEDIES[reason];
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{detail}</Text>
      {requestId !== null && (
        <Anchor component={Link} to={`/requests/${requestId}`} size="sm">
          {t('requesting.toRequest')}
        </Anchor>
      )}
      {remedy && (
        <Anchor component={Link} to={remedy} size="sm">
          {t('requesting.toSettings')}
        </Anchor>
      )}
      <Button variant="default" onClick={close}>
        {t('common.close')}
      </Button>
    </Stack>
  );
}

interface FormProps {
  origin: Origin;
  suggested: RequestEligibility;
  close: () => void;
}

function Form({ origin, suggested, close }: FormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const reasons = useAll<CancellationReason>('/api/cancellation-reasons', { retired: false });
  const profiles = useAll<CancellationProfile>('/api/cancellation-profiles', { retired: false });
  const form = useForm({
    initialValues: {
      title: '',
      reasonId: null as string | null,
      details: '',
      profileId: suggested.profile?.id ?? null,
    },
  });
  const { title, reasonId, details, profileId } = form.values;
  const { save, end } = useSave(useAct<CancellationRequestDetail>(), form, ({ code }) => {
    toast.done(t('requesting.opened', { code }));
    close();
  });
  const body = { ...origin, title, details, reasonId: reasonId ?? undefined, profileId: profileId ?? undefined };
  return (
    <form onSubmit={sending(() => save({ path: '/api/cancellation-requests', body }))} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t('requesting.title')}
          required
          data-autofocus
          maxLength={200}
          {...form.getInputProps('title')}
        />
        <Select
          label={t('requesting.reason')}
          required
          searchable
          placeholder={t('customers.choose')}
          data={reasons.data?.map((reason) => ({ value: reason.id, label: reason.title })) ?? []}
          {...form.getInputProps('reasonId')}
        />
        <Textarea
          label={t('requesting.details')}
          autosize
          minRows={3}
          maxLength={4000}
          {...form.getInputProps('details')}
        />
        <Select
          label={t('requesting.profile')}
          description={t('requesting.profileHint')}
          allowDeselect={false}
          data={
            profiles.data?.map((profile) => ({
              value: profile.id,
              label: t('requesting.profileOf', { title: profile.title, count: profile.days }),
            })) ?? []
          }
          {...form.getInputProps('profileId')}
        />
        <Limit origin={origin} profileId={profileId} multipackId={suggested.multipackId} />
        <FormEnd {...end} submit={t('requesting.open')} close={close} />
      </Stack>
    </form>
  );
}

/** Until when it is to be analysed with the profile chosen, and whether the renewal waits for it. */
function Limit({
  origin,
  profileId,
  multipackId,
}: {
  origin: Origin;
  profileId: string | null;
  multipackId: string | null;
}) {
  const { data: eligibility } = useEligibility(origin, profileId ?? undefined);
  const { t } = useTranslation();
  const { data: multipack } = useGet<MultipackDetail>(
    `/api/multipacks/${multipackId}`,
    {},
    { enabled: multipackId !== null },
  );
  if (!eligibility?.limitAt) return null;
  const renews = multipack && multipack.terms.automaticRenewal;
  return (
    <Text size="sm" component="div" role="status">
      <Trans
        i18nKey="requesting.limit"
        components={{ at: <Moment at={eligibility.limitAt} timeZone={multipack?.timeZone} /> }}
      />{' '}
      {eligibility.holdsRenewal ? t('requesting.holds') : renews && t('requesting.holdsNot')}
    </Text>
  );
}
