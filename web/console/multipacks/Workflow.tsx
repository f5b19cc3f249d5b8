import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../shared/queries.ts';
import type { ChainWorkflow, MultipackDetail } from '../../shared/types.ts';
import { IconExternalLink } from '../shell/icons.ts';
import { Section } from './Section.tsx';

/** Where the wait of this multipack stands; nothing where that cannot be asked. */
export function Workflow({ multipack: { id, renewalState } }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const { data, isError } = useGet<ChainWorkflow>(`/api/multipacks/${id}/workflow`);
  if (isError || !data) return null;
  const status = data.status === 'ended' && renewalState === 'held' ? 'held' : data.status;
  return (
    <Section title={t('multipacks.workflow.title')}>
      <Text size="sm">{t(`multipacks.workflow.${status}`)}</Text>
      {data.url !== null && (
        <Anchor href={data.url} target="_blank" rel="noreferrer" size="sm">
          {t('shell.temporal')} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
        </Anchor>
      )}
    </Section>
  );
}
