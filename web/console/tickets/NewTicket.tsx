import { Modal, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FormEnd, sending, useSave } from '../../shared/form.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer, Ticket, TicketDetail } from '../../shared/types.ts';
import { CustomerSelect } from '../customers/CustomerSelect.tsx';
import { MultipackSelect } from './MultipackSelect.tsx';

/** How somebody comes whom staff speaks to; the other ways are those of programs. */
const VIAS = ['counter', 'phone', 'email', 'chat'] as const satisfies readonly Ticket['via'][];

interface Props {
  /** Whose it is, where that is known. */
  customer?: Customer;
  isOpen: boolean;
  close: () => void;
}

/** Novo Atendimento (003). */
export function NewTicket({ customer, isOpen, close }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('tickets.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form customer={customer} close={close} />
    </Modal>
  );
}

function Form({ customer, close }: { customer: Customer | undefined; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: {
      customerId: customer?.id ?? (null as string | null),
      multipackId: null as string | null,
      via: 'counter' as (typeof VIAS)[number],
      subject: '',
      description: '',
    },
  });
  const { save, end } = useSave(useAct<TicketDetail>(), form, ({ id, protocol }) => {
    toast.done(t('tickets.opened', { protocol }));
    void navigate({ to: '/tickets/$ticketId', params: { ticketId: id } });
  });
  const { customerId, multipackId, ...fields } = form.values;
  const body = { ...fields, customerId: customerId ?? undefined, multipackId: multipackId ?? undefined };
  return (
    <form onSubmit={sending(() => save({ path: '/api/tickets', body }))} noValidate>
      <Stack gap="sm">
        {!customer && (
          <CustomerSelect
            label={t('tickets.customer')}
            description=""
            chosen={null}
            except={undefined}
            value={customerId}
            error={form.errors['customerId'] as string | undefined}
            onChange={(id) => form.setValues({ customerId: id, multipackId: null })}
          />
        )}
        <TextInput
          label={t('tickets.subject')}
          required
          data-autofocus={customer !== undefined}
          maxLength={200}
          {...form.getInputProps('subject')}
        />
        <NativeSelect
          label={t('tickets.via')}
          data={VIAS.map((value) => ({ value, label: t(`tickets.vias.${value}`) }))}
          {...form.getInputProps('via')}
        />
        {customerId === null ? (
          <Select label={t('tickets.multipack')} description={t('tickets.multipackHint')} disabled />
        ) : (
          <MultipackSelect
            key={customerId}
            customerId={customerId}
            label={t('tickets.multipack')}
            description={t('tickets.multipackHint')}
            placeholder={t('common.none')}
            clearable
            {...form.getInputProps('multipackId')}
          />
        )}
        <Textarea
          label={t('tickets.description')}
          autosize
          minRows={3}
          maxLength={4000}
          {...form.getInputProps('description')}
        />
        <FormEnd {...end} submit={t('tickets.open')} close={close} />
      </Stack>
    </form>
  );
}
