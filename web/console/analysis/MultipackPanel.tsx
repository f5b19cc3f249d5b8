import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Amount, Period } from '../../shared/components/Moment.tsx';
import { RenewalBadge, StateBadge } from '../../shared/components/StateBadge.tsx';
import { Answer } from '../../shared/components/States.tsx';
import { useGet } from '../../shared/queries.ts';
import type { MultipackDetail } from '../../shared/types.ts';
import type { DialogProps } from '../multipacks/actions/acts.ts';
import { ChangePlan } from '../multipacks/actions/ChangePlan.tsx';
import { ChangeTerms } from '../multipacks/actions/ChangeTerms.tsx';
import { DueDay } from '../multipacks/actions/DueDay.tsx';
import { useHindrances } from '../multipacks/actions/hindrances.ts';
import { PaymentProfile } from '../multipacks/actions/PaymentProfile.tsx';
import { Receivables } from '../multipacks/Receivables.tsx';
import { Standing } from '../multipacks/Standing.tsx';
import { useTermsWords } from '../multipacks/terms.ts';
import type { PanelProps } from './Panels.tsx';

/** The multipack in course, with what may be changed to keep the customer (003). */
export function MultipackPanel({ request }: PanelProps) {
  const multipack = useGet<MultipackDetail>(`/api/multipacks/${request.ended.id}`);
  const requestId = request.concludedAt === null ? request.id : undefined;
  return (
    <Answer of={multipack} lines={6}>
      {(found) => <Found multipack={found} requestId={requestId} />}
    </Answer>
  );
}

function Found({ multipack, requestId }: { multipack: MultipackDetail; requestId: string | undefined }) {
  const { t } = useTranslation();
  const words = useTermsWords();
  const { id, name, code, terms, receivables, removedAt } = multipack;
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <Group gap="xs">
          <Anchor
            fw={500}
            underline="always"
            renderRoot={(props) => <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: id }} />}
          >
            {name} {code}
          </Anchor>
          <StateBadge state={multipack.state} />
          {removedAt === null && <RenewalBadge state={multipack.renewalState} />}
        </Group>
        <Standing multipack={multipack} />
      </Stack>
      <Facts
        facts={[
          [t('multipacks.period'), <Period key="period" from={multipack.validFrom} to={multipack.validTo} />],
          [t('multipacks.price'), <Amount key="price" money={multipack.price} />],
          [t('multipacks.payment'), words.payment(terms.payment)],
          [t('multipacks.method'), words.method(terms.paymentMethod)],
          [t('multipacks.services'), words.services(terms.services)],
          [t('multipacks.notice'), words.notice(terms.notice)],
        ]}
      />
      <Changes multipack={multipack} requestId={requestId} />
      <Receivables receivables={receivables} />
    </Stack>
  );
}

const CHANGES = {
  dueDay: DueDay,
  payment: PaymentProfile,
  plan: ChangePlan,
  terms: ChangeTerms,
} satisfies Record<string, ComponentType<DialogProps>>;

const NAMES = Object.keys(CHANGES) as (keyof typeof CHANGES)[];

/** The changes of the source, each with its reason where it cannot be made. */
function Changes(props: { multipack: MultipackDetail; requestId: string | undefined }) {
  const { t } = useTranslation();
  const hindrances = useHindrances(props.multipack);
  const [asking, ask] = useState<keyof typeof CHANGES | null>(null);
  const Dialog = asking && CHANGES[asking];
  const hindered = [...new Set(NAMES.map((name) => hindrances[name]).filter((why) => why !== null))];
  return (
    <Stack gap={6}>
      <Group gap="xs">
        {NAMES.map((name) => (
          <Button key={name} size="xs" variant="default" disabled={hindrances[name] !== null} onClick={() => ask(name)}>
            {t(`multipacks.actions.${name}`)}
          </Button>
        ))}
      </Group>
      {hindered.map((why) => (
        <Text key={why} size="xs" c="dimmed">
          {why}
        </Text>
      ))}
      {Dialog && <Dialog {...props} close={() => ask(null)} />}
    </Stack>
  );
}
