import { ActionIcon, Anchor, Box, Button, Checkbox, Group, Modal, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorsOf } from '../../shared/api.ts';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { FormEnd } from '../../shared/form.tsx';
import { useAct, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Contact, Customer } from '../../shared/types.ts';
import { textFields, useDraft, useRequiredName } from './form.ts';
import { More } from './parts.tsx';

type Values = Pick<Contact, 'name' | 'role' | 'email' | 'phone' | 'receivesNotices'>;
const FIELDS = ['name', 'role', 'email', 'phone'] as const;
const valuesOf = ({ name, role, email, phone, receivesNotices }: Contact): Values => ({
  name,
  role,
  email,
  phone,
  receivesNotices,
});

/** Whom else one may speak to about this customer. */
export function Contacts({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const path = `/api/customers/${customer.id}/contacts`;
  const contacts = usePages<Contact>(path);
  const [edited, edit] = useState<Contact | 'new' | null>(null);
  const close = () => edit(null);
  const add = (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => edit('new')}>
      {t('customers.contacts.add')}
    </Button>
  );
  return (
    <Stack gap="sm">
      {contacts.isError && contacts.items.length === 0 ? (
        <Problem error={contacts.error} retry={contacts.refetch} />
      ) : contacts.isPending ? (
        <Loading />
      ) : contacts.items.length === 0 ? (
        <Empty title={t('customers.contacts.none')}>
          {t('customers.contacts.noneHint')}
          <Box mt="sm">{add}</Box>
        </Empty>
      ) : (
        <>
          <Group>{add}</Group>
          {contacts.items.map((contact) => (
            <Card key={contact.id} path={path} contact={contact} edit={edit} />
          ))}
        </>
      )}
      <Box>
        <More of={contacts} />
      </Box>
      <Modal
        opened={edited !== null}
        onClose={close}
        title={edited === 'new' ? t('customers.contacts.add') : t('customers.contacts.edit')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {edited && <Form key={edited === 'new' ? 'new' : edited.id} path={path} contact={edited} close={close} />}
      </Modal>
    </Stack>
  );
}

function Card({ path, contact, edit }: { path: string; contact: Contact; edit: (contact: Contact) => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<Contact | undefined, Partial<Values>>();
  const { id, name, role, email, phone } = contact;
  /** Whether notices go to them, too; the toast takes it back (004). */
  const receive = async (receivesNotices: boolean, version: number) => {
    try {
      const stored = await act.mutateAsync({
        method: 'PATCH',
        path: `${path}/${id}`,
        body: { receivesNotices },
        version,
      });
      toast.done(
        t(receivesNotices ? 'notices.contacts.on' : 'notices.contacts.off', { name }),
        () => stored && receive(!receivesNotices, stored.version),
      );
    } catch (error) {
      toast.failed(error);
    }
  };
  const remove = async () => {
    try {
      await act.mutateAsync({ method: 'DELETE', path: `${path}/${id}` });
      toast.done(t('customers.contacts.removed', { name }), () => restore());
    } catch (error) {
      toast.failed(error);
    }
  };
  const restore = async () => {
    try {
      await act.mutateAsync({ path, body: valuesOf(contact) });
      toast.done(t('customers.contacts.restored', { name }));
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
            {name}
            {role && (
              <Text span c="dimmed" size="sm">
                {' '}
                · {role}
              </Text>
            )}
          </Text>
          <Group gap="xs" style={{ overflowWrap: 'anywhere' }}>
            {email && (
              <Anchor size="sm" href={`mailto:${email}`}>
                {email}
              </Anchor>
            )}
            {phone && (
              <Anchor size="sm" href={`tel:${phone.replaceAll(' ', '')}`}>
                {phone}
              </Anchor>
            )}
          </Group>
          <Checkbox
            mt={6}
            size="sm"
            label={t('notices.contacts.receives')}
            aria-label={t('notices.contacts.receivesOne', { name })}
            description={email === null ? t('notices.contacts.noEmail') : undefined}
            disabled={email === null && !contact.receivesNotices}
            checked={(act.isPending ? act.variables.body?.receivesNotices : undefined) ?? contact.receivesNotices}
            onChange={({ currentTarget: { checked } }) => void receive(checked, contact.version)}
          />
        </Box>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('customers.contacts.editOne', { name })}
            onClick={() => edit(contact)}
          >
            <IconPencil size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('customers.contacts.removeOne', { name })}
            loading={act.isPending}
            onClick={() => void remove()}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
    </Paper>
  );
}

function Form({ path, contact, close }: { path: string; contact: Contact | 'new'; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const isNew = contact === 'new';
  const { edits, isEdited, values, set } = useDraft<Values>(
    isNew ? { name: '', role: null, email: null, phone: null, receivesNotices: false } : valuesOf(contact),
  );
  const save = useAct<Contact, Partial<Values>>(() => {
    toast.done(t('common.saved'));
    close();
  });
  const name = useRequiredName(values.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.demand()) return;
    save.mutate(
      isNew
        ? { path, body: values }
        : { method: 'PATCH', path: `${path}/${contact.id}`, body: edits, version: contact.version },
    );
  };
  const errors: Record<string, string> = { ...errorsOf(save.error), ...name.errors };
  const text = textFields<'role' | 'email' | 'phone'>(values, set, errors);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t('common.name')}
          required
          data-autofocus
          maxLength={200}
          value={values.name}
          error={errors['name']}
          onChange={({ currentTarget: { value } }) => set({ name: value })}
        />
        <TextInput
          label={t('customers.contacts.role')}
          description={t('customers.contacts.roleHint')}
          maxLength={80}
          {...text('role')}
        />
        <TextInput label={t('common.email')} type="email" {...text('email')} />
        <TextInput label={t('common.phone')} type="tel" {...text('phone')} />
        <FormEnd
          error={save.error}
          fields={FIELDS}
          isBusy={save.isPending}
          isDisabled={!isEdited}
          submit={t('common.save')}
          close={close}
        />
      </Stack>
    </form>
  );
}
