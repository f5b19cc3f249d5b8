import { Box, Button, Drawer, Grid, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useGet, usePages } from '../../shared/queries.ts';
import type { Customer, Mail } from '../../shared/types.ts';
import { Letter } from './Letter.tsx';
import { MailState } from './MailState.tsx';

const STATES = ['queued', 'sent', 'failed', 'dropped'] as const;
const isState = (text: string | undefined): text is Mail['state'] => STATES.some((state) => state === text);

/** What was written to whom, what became of it, and what it said. */
export function Mails() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state, customerId, mailId } = useSearch({ from: '/shell/mails' });
  const isWide = useMediaQuery('(min-width: 75em)', false, { getInitialValueInEffect: false });
  const known = isState(state) ? state : undefined;
  const mails = usePages<Mail>('/api/mails', { state: known, customerId });
  const customer = useGet<Customer>(`/api/customers/${customerId}`, {}, { enabled: customerId !== undefined });
  const close = () => void navigate({ from: '/mails', search: (search) => ({ ...search, mailId: undefined }) });
  const isFiltered = known !== undefined || customerId !== undefined;

  return (
    <>
      <Title order={1} size="h2">
        {t('mail.title')}
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {t('mail.hint')}
      </Text>
      <Group mb="md" gap="md" align="flex-end">
        <Select
          label={t('mail.state')}
          placeholder={t('common.all')}
          data={STATES.map((value) => ({ value, label: t(`mail.states.${value}`) }))}
          value={known ?? null}
          onChange={(value) =>
            void navigate({
              from: '/mails',
              replace: true,
              search: (search) => ({ ...search, state: value ?? undefined }),
            })
          }
          clearable
          clearButtonProps={{ 'aria-label': t('common.all') }}
        />
        {customerId !== undefined && (
          <Group gap="xs" mih={36}>
            <Text size="sm">
              {customer.data ? t('mail.ofCustomer', { name: customer.data.name }) : t('mail.ofOneCustomer')}
            </Text>
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                void navigate({ from: '/mails', search: (search) => ({ ...search, customerId: undefined }) })
              }
            >
              {t('mail.everybody')}
            </Button>
          </Group>
        )}
      </Group>
      <Grid gap="xl">
        <Grid.Col span={mailId !== undefined && isWide ? 6 : 12}>
          <Answer of={mails}>
            {() =>
              mails.items.length === 0 ? (
                <Empty title={t(isFiltered ? 'mail.noneLike' : 'mail.none')}>
                  {t(isFiltered ? 'mail.noneLikeHint' : 'mail.noneHint')}
                </Empty>
              ) : (
                <>
                  <MailTable mails={mails.items} open={mailId} />
                  {mails.hasNextPage && (
                    <Button
                      variant="default"
                      mt="sm"
                      loading={mails.isFetchingNextPage}
                      onClick={() => void mails.fetchNextPage()}
                    >
                      {t('common.more')}
                    </Button>
                  )}
                </>
              )
            }
          </Answer>
        </Grid.Col>
        {mailId !== undefined && isWide && (
          <Grid.Col span={6}>
            <Box style={{ position: 'sticky', top: 68 }}>
              <Letter key={mailId} id={mailId} close={close} />
            </Box>
          </Grid.Col>
        )}
      </Grid>
      {!isWide && (
        <Drawer
          opened={mailId !== undefined}
          onClose={close}
          position="right"
          size="lg"
          title={t('mail.one')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          {mailId !== undefined && <Letter key={mailId} id={mailId} />}
        </Drawer>
      )}
    </>
  );
}

function MailTable({ mails, open }: { mails: Mail[]; open: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('mail.subject')}</Table.Th>
          <Table.Th scope="col" visibleFrom={open === undefined ? 'md' : 'xl'}>
            {t('mail.customer')}
          </Table.Th>
          <Table.Th scope="col">{t('mail.state')}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {t('mail.created')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {mails.map(({ id, subject, to, kind, customerId, customerName, state, attempts, createdAt }) => (
          <Table.Tr key={id} bg={id === open ? 'var(--mantine-color-default-hover)' : undefined}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Link
                from="/mails"
                search={(search) => ({ ...search, mailId: id })}
                aria-current={id === open ? 'true' : undefined}
                resetScroll={false}
                style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500 }}
              >
                {subject}
              </Link>
              <Text size="xs" c="dimmed" component="div">
                {to} · {t(`mail.kinds.${kind}`)}
              </Text>
              <Text size="xs" c="dimmed" component="div" hiddenFrom="sm">
                <Moment at={createdAt} />
              </Text>
            </Table.Td>
            <Table.Td visibleFrom={open === undefined ? 'md' : 'xl'} style={{ overflowWrap: 'anywhere' }}>
              {customerId === null ? (
                '–'
              ) : (
                <Link
                  to="/customers/$customerId"
                  params={{ customerId }}
                  style={{ color: 'var(--mantine-color-anchor)' }}
                >
                  {customerName}
                </Link>
              )}
            </Table.Td>
            <Table.Td>
              <Stack gap={2} align="flex-start">
                <MailState state={state} />
                {attempts > 1 && (
                  <Text size="xs" c="dimmed">
                    {t('mail.attemptsCount', { count: attempts })}
                  </Text>
                )}
              </Stack>
            </Table.Td>
            <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
              <Moment at={createdAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
