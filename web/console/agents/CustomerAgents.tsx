import { ActionIcon, Modal, Select, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { Answer } from '../../shared/components/States.tsx';
import { FormEnd, sending } from '../../shared/form.tsx';
import { useAct, useGet } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CustomerProfile, PreferredAgents } from '../../shared/types.ts';
import { usePermission } from '../shell/session.ts';

type Agents = CustomerProfile['agents'];
type Agent = Agents['preferred'];

/** An agent as a fact of the profile. */
export function AgentName({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  if (!agent) return t('common.none');
  return agent.active ? agent.name : t('agents.inactive', { name: agent.name });
}

export function ChangeAgents({ open }: { open: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={26}
      ml={4}
      my={-3}
      style={{ verticalAlign: 'middle' }}
      aria-label={t('agents.change')}
      onClick={open}
    >
      <IconPencil size={16} aria-hidden />
    </ActionIcon>
  );
}

interface Props {
  customer: CustomerProfile;
  close: () => void;
}

/** Who sells to the customer and who collects: the options of the manual (004). */
export function EditAgents({ customer, close }: Props) {
  const { t } = useTranslation();
  const found = useGet<PreferredAgents>('/api/agents');
  return (
    <Modal opened onClose={close} title={t('agents.change')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Answer of={found} lines={3}>
        {({ possible }) => <Form customer={customer} possible={possible} close={close} />}
      </Answer>
    </Modal>
  );
}

const FIELDS = ['preferredAgentId', 'collectionAgentId'] as const;
const idsOf = ({ preferred, collection }: Agents) => ({
  preferredAgentId: preferred?.id ?? null,
  collectionAgentId: collection?.id ?? null,
});

function Form({ customer, possible, close }: Props & { possible: PreferredAgents['possible'] }) {
  const { t } = useTranslation();
  const toast = useToast();
  const mayChangePreferred = usePermission('change_preferred_agent');
  // What was shown when it was opened: what somebody else changes meanwhile is not overwritten.
  const [before, setBefore] = useState(customer.agents);
  const [ids, setIds] = useState(() => idsOf(before));
  const act = useAct<Agents, Partial<ReturnType<typeof idsOf>>>();
  const path = `/api/customers/${customer.id}/agents`;
  const { name } = customer;
  const changed = Object.fromEntries(
    FIELDS.filter((field) => ids[field] !== idsOf(before)[field]).map((field) => [field, ids[field]]),
  );
  const restore = async (version: number) => {
    try {
      const was = Object.fromEntries(
        Object.keys(changed).map((field) => [field, idsOf(before)[field as 'preferredAgentId']]),
      );
      await act.mutateAsync({ method: 'PATCH', path, version, body: was });
      toast.done(t('agents.restored', { name }));
    } catch (error) {
      toast.failed(error);
    }
  };
  const send = () =>
    act.mutate(
      { method: 'PATCH', path, version: before.version, body: changed },
      {
        onSuccess: ({ version }) => {
          toast.done(t('agents.saved', { name }), () => restore(version));
          close();
        },
      },
    );
  const errors = errorsOf(act.error);
  const select = (field: (typeof FIELDS)[number], present: Agent) => {
    const gone = present && !possible.some(({ id }) => id === present.id) ? [present] : [];
    return {
      data: [...gone, ...possible].map((agent) => ({
        value: agent.id,
        label: agent.active ? agent.name : t('agents.inactive', { name: agent.name }),
      })),
      placeholder: t('common.none'),
      searchable: true,
      clearable: true,
      clearButtonProps: { 'aria-label': t('customers.clear') },
      value: ids[field],
      onChange: (id: string | null) => setIds({ ...ids, [field]: id }),
      error: errors[field],
    };
  };
  return (
    <form onSubmit={sending(send)} noValidate>
      <Stack gap="sm">
        <Select
          label={t('agents.preferred')}
          description={mayChangePreferred ? t('agents.preferredHint') : t('agents.preferredLocked')}
          disabled={!mayChangePreferred}
          {...select('preferredAgentId', before.preferred)}
        />
        <Select
          label={t('agents.collection')}
          description={t('agents.collectionHint')}
          {...select('collectionAgentId', before.collection)}
        />
        <FormEnd
          error={act.error}
          fields={FIELDS}
          isBusy={act.isPending}
          isDisabled={Object.keys(changed).length === 0}
          close={close}
          reread={() => {
            act.reset();
            setBefore(customer.agents);
            setIds(idsOf(customer.agents));
          }}
        />
      </Stack>
    </form>
  );
}
