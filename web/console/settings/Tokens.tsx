import { Button, Code, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../shared/components/Inputs.tsx';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { FormEnd, sending, useSave } from '../../shared/form.tsx';
import { addDays, todayIn } from '../../shared/format.ts';
import { useAct, useAll, usePages } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { ApiToken, User } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import { AddButton, Head, Mark, ShownOnce, Side, useIsAdministrator, useOpen, Wide } from './parts.tsx';

const PATH = '/api/api-tokens';

type Created = ApiToken & { secret: string | null };

/** The own keys of programs; level 1 sees and ends everybody's. */
export function Tokens() {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const { id, close } = useOpen();
  const tokens = usePages<ApiToken>(PATH);
  const users = useAll<User>('/api/users');
  const [created, setCreated] = useState<Created>();
  const [revoking, setRevoking] = useState<ApiToken>();
  const end = () => {
    setCreated(undefined);
    close();
  };
  const nameOf = (userId: string) => users.data?.find((user) => user.id === userId)?.name ?? '–';

  return (
    <>
      <Head
        title={t('settings.pages.tokens')}
        hint={t(isAdministrator ? 'settings.tokens.hintAll' : 'settings.tokens.hint')}
      >
        <AddButton label={t('settings.tokens.add')} />
      </Head>
      <Answer of={tokens}>
        {() =>
          tokens.items.length === 0 ? (
            <Empty title={t('settings.tokens.none')}>{t('settings.tokens.noneHint')}</Empty>
          ) : (
            <Wide label={t('settings.pages.tokens')}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('common.name')}</Table.Th>
                    {isAdministrator && (
                      <Table.Th scope="col" visibleFrom="md">
                        {t('settings.tokens.whose')}
                      </Table.Th>
                    )}
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.tokens.lastUsed')}
                    </Table.Th>
                    <Table.Th scope="col" visibleFrom="md">
                      {t('settings.tokens.expires')}
                    </Table.Th>
                    <Table.Th scope="col">{t('settings.acts')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {tokens.items.map((token) => {
                    const isExpired = token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now();
                    const lastUsed = token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : t('settings.tokens.never');
                    const expires = token.expiresAt ? <Moment at={token.expiresAt} /> : t('settings.tokens.noEnd');
                    return (
                      <Table.Tr key={token.id}>
                        <Table.Td>
                          {token.name}
                          {token.revokedAt ? (
                            <Mark>{t('settings.tokens.revoked')}</Mark>
                          ) : (
                            isExpired && <Mark>{t('settings.tokens.expired')}</Mark>
                          )}
                          <Text size="xs" c="dimmed" component="div">
                            <Code>{token.prefix}…</Code>
                          </Text>
                          <Text size="xs" c="dimmed" component="div" hiddenFrom="md">
                            {isAdministrator && <>{nameOf(token.userId)} · </>}
                            {t('settings.tokens.lastUsed')}: {lastUsed} · {t('settings.tokens.expires')}: {expires}
                          </Text>
                        </Table.Td>
                        {isAdministrator && <Table.Td visibleFrom="md">{nameOf(token.userId)}</Table.Td>}
                        <Table.Td visibleFrom="md">{lastUsed}</Table.Td>
                        <Table.Td visibleFrom="md">{expires}</Table.Td>
                        <Table.Td>
                          {token.revokedAt ? (
                            <Text size="sm" c="dimmed" component="div">
                              <Moment at={token.revokedAt} />
                            </Text>
                          ) : (
                            <Button
                              variant="default"
                              size="xs"
                              onClick={() => setRevoking(token)}
                              aria-label={`${t('settings.tokens.revoke')}: ${token.name}`}
                            >
                              {t('settings.tokens.revoke')}
                            </Button>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
              {tokens.hasNextPage && (
                <Button
                  variant="default"
                  mt="sm"
                  loading={tokens.isFetchingNextPage}
                  onClick={() => void tokens.fetchNextPage()}
                >
                  {t('common.more')}
                </Button>
              )}
            </Wide>
          )
        }
      </Answer>
      <Side title={t('settings.tokens.add')} isOpen={id === 'new'} close={end}>
        {created ? <Secret token={created} close={end} /> : <TokenForm close={end} onCreated={setCreated} />}
      </Side>
      {revoking && <Revoke token={revoking} close={() => setRevoking(undefined)} />}
    </>
  );
}

function TokenForm({ close, onCreated }: { close: () => void; onCreated: (token: Created) => void }) {
  const { t } = useTranslation();
  const { branch } = useSession();
  const tomorrow = addDays(todayIn(branch.timeZone), 1);
  const form = useForm({ initialValues: { name: '', expiresOn: null as string | null } });
  const { save, end } = useSave(useAct<Created>(), form, onCreated, (path) =>
    path === 'expiresAt' ? 'expiresOn' : path,
  );
  const { name, expiresOn } = form.values;
  // Through the end of that day, where the one who chooses it is.
  const expiresAt = expiresOn ? new Date(`${addDays(expiresOn, 1)}T00:00:00`).toISOString() : undefined;
  return (
    <form onSubmit={sending(() => save({ path: PATH, body: { name, expiresAt } }))} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('settings.tokens.rights')}
        </Text>
        <TextInput
          label={t('common.name')}
          description={t('settings.tokens.nameHint')}
          required
          data-autofocus
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <DateField
          label={t('settings.tokens.lastDay')}
          description={t('settings.tokens.lastDayHint')}
          minDate={tomorrow}
          clearable
          value={expiresOn}
          onChange={(day) => form.setFieldValue('expiresOn', day)}
          error={form.errors['expiresOn']}
        />
        <FormEnd {...end} submit={t('settings.tokens.create')} close={close} />
      </Stack>
    </form>
  );
}

function Secret({ token, close }: { token: Created; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <ShownOnce secret={token.secret} name={token.name} gone={t('settings.tokens.gone')} />
      {token.secret !== null && (
        <Text size="sm" c="dimmed">
          {t('settings.tokens.use')} <Code>Authorization: Bearer {token.prefix}…</Code>
        </Text>
      )}
      <Button onClick={close}>{t('settings.tokens.kept')}</Button>
    </Stack>
  );
}

/** Nothing brings a revoked one back. */
function Revoke({ token, close }: { token: ApiToken; close: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<ApiToken>();
  const revoke = async () => {
    try {
      await act.mutateAsync({ path: `${PATH}/${token.id}/revoke` });
      toast.done(t('settings.tokens.revokedToast', { name: token.name }));
    } catch (error) {
      toast.failed(error);
    }
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('settings.tokens.revokeTitle', { name: token.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('settings.tokens.revokeHint')}</Text>
        <Group>
          <Button color="red" loading={act.isPending} onClick={() => void revoke()}>
            {t('settings.tokens.revoke')}
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
