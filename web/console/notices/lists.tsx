import { Anchor, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer, Empty } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import { useGet, usePages } from '../../shared/queries.ts';
import type { Customer, SentNotice, UpcomingNotices } from '../../shared/types.ts';
import styles from '../customers/customers.module.css';
import { Mark, More } from '../customers/parts.tsx';
import { MailState } from '../mail/MailState.tsx';

const useLine = () => {
  const { t } = useTranslation();
  const format = useFormat();
  return (name: string, dueOn: string, outstanding?: { amount: number; currency: string }): string => {
    const line = { name, date: format.date(dueOn) };
    return outstanding
      ? t('notices.upcoming.line', { ...line, amount: format.money(outstanding) })
      : t('notices.sent.line', line);
  };
};

/** As many as are looked at first. */
const FIRST = 5;

/** What will go out next, to whom, and what will not and why. */
export function Upcoming({
  path,
  isActive,
  timeZone,
}: {
  path: string;
  isActive: boolean;
  timeZone: string | undefined;
}) {
  const { t } = useTranslation();
  const line = useLine();
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const upcoming = useGet<UpcomingNotices>(`${path}/upcoming`);
  return (
    <Section id="upcoming-notices" title={t('notices.upcoming.title')}>
      <Answer of={upcoming}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('notices.upcoming.none')}>
              {t(isActive ? 'notices.upcoming.noneHint' : 'notices.upcoming.off')}
            </Empty>
          ) : (
            <List>
              {items.slice(0, isWhole ? items.length : FIRST).map((notice) => {
                const { concept, receivableId, multipackId, multipackName, dueOn, outstanding, hindrance } = notice;
                return (
                  <Box component="li" key={`${receivableId} ${concept.id}`}>
                    <Group gap="xs">
                      <Text size="sm" fw={500}>
                        <Moment at={notice.goesAt} timeZone={timeZone} /> · {concept.description}
                      </Text>
                      {hindrance && <Mark color="orange">{t(`notices.upcoming.hindrances.${hindrance}`)}</Mark>}
                    </Group>
                    <About multipackId={multipackId}>{line(multipackName, dueOn, outstanding)}</About>
                    {!hindrance && (
                      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                        {t('notices.sent.to', {
                          address: format.list(notice.recipients.map(({ address }) => address)),
                        })}
                      </Text>
                    )}
                  </Box>
                );
              })}
            </List>
          )
        }
      </Answer>
      {!isWhole && (upcoming.data?.items.length ?? 0) > FIRST && (
        <Box>
          <Button variant="default" onClick={() => setWhole(true)}>
            {t('common.more')}
          </Button>
        </Box>
      )}
    </Section>
  );
}

/** The ledger: what went out, when, and what the mail server said. */
export function Sent({ customer, timeZone }: { customer: Customer; timeZone: string | undefined }) {
  const { t } = useTranslation();
  const line = useLine();
  const sent = usePages<SentNotice>('/api/notices', { customerId: customer.id });
  return (
    <Section id="sent-notices" title={t('notices.sent.title')}>
      <Answer of={sent}>
        {() =>
          sent.items.length === 0 ? (
            <Empty title={t('notices.sent.none')} />
          ) : (
            <List>
              {sent.items.map((notice) => (
                <Box component="li" key={notice.id}>
                  <Group gap="xs">
                    <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
                      <Link
                        from="/customers/$customerId"
                        search={(search) => ({ ...search, mailId: notice.mailId })}
                        resetScroll={false}
                        style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500 }}
                      >
                        {notice.subject}
                      </Link>
                    </Text>
                    <MailState state={notice.state} />
                  </Group>
                  <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
                    <Moment at={notice.createdAt} timeZone={timeZone} /> · {notice.concept.description} ·{' '}
                    {t('notices.sent.to', { address: notice.recipient })}
                  </Text>
                  <About multipackId={notice.multipackId}>{line(notice.multipackName, notice.dueOn)}</About>
                  {notice.answer !== null && (
                    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {notice.sentAt !== null && (
                        <>
                          <Moment at={notice.sentAt} /> ·{' '}
                        </>
                      )}
                      {notice.answer}
                    </Text>
                  )}
                </Box>
              ))}
            </List>
          )
        }
      </Answer>
      <Box>
        <More of={sent} />
      </Box>
    </Section>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={id}>
      <Title order={3} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

const List = ({ children }: { children: ReactNode }) => (
  <Stack component="ol" gap={0} m={0} p={0} className={styles['story']}>
    {children}
  </Stack>
);

const About = ({ multipackId, children }: { multipackId: string; children: ReactNode }) => (
  <Anchor component={Link} to={`/multipacks/${multipackId}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
    {children}
  </Anchor>
);
