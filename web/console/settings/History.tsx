import { Box, Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useGet, type Page } from '../../shared/queries.ts';
import type { AuditEvent } from '../../shared/types.ts';
import { useIsAdministrator } from './parts.tsx';

const VERBS = ['added', 'edited', 'password_set', 'deleted', 'revoked', 'made', 'removed'] as const;

/** Who changed this record and when, for who may read the trail of the whole company. */
export function History({ entity, entityId }: { entity: string; entityId: string }) {
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const [isOpen, { toggle }] = useDisclosure();
  const query = { entity, entityId, limit: 20 };
  const events = useGet<Page<AuditEvent>>('/api/audit-events', query, { enabled: isAdministrator && isOpen });
  if (!isAdministrator) return null;
  const verbOf = (action: string) => {
    const verb = VERBS.find((known) => action.endsWith(`.${known}`));
    return verb ? t(`settings.history.${verb}`) : action;
  };
  return (
    <Box mt="xl">
      <Button variant="subtle" size="compact-sm" px={0} onClick={toggle} aria-expanded={isOpen}>
        {t('settings.history.title')}
      </Button>
      {isOpen && (
        <Answer of={events} lines={2}>
          {({ items }) => (
            <Stack component="ol" gap="xs" m={0} mt="xs" p={0} style={{ listStyle: 'none' }}>
              {items.length === 0 && (
                <Text component="li" size="sm" c="dimmed">
                  {t('settings.history.none')}
                </Text>
              )}
              {items.map(({ id, at, actor, action, details }) => (
                <Box component="li" key={id}>
                  <Text size="sm">
                    <Moment at={at} /> · {verbOf(action)} · {actor.name}
                  </Text>
                  <Changes {...details} />
                </Box>
              ))}
            </Stack>
          )}
        </Answer>
      )}
    </Box>
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const shown = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** Fields under their stored names, as the trail keeps them. */
function Changes({ before, after }: Record<string, unknown>) {
  if (!isRecord(before) || !isRecord(after)) return null;
  return Object.keys(after)
    .filter((field) => field in before)
    .map((field) => (
      <Text key={field} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {field}: {shown(before[field])} → {shown(after[field])}
      </Text>
    ));
}
