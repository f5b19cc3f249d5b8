import { Anchor, Badge, Group, Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Answer, Empty } from '../shared/components/States.tsx';
import type { MultipackState, Purchase } from '../shared/types.ts';
import { Page } from './Page.tsx';
import { purchasesOptions } from './places.ts';
import { CancelledLabel, Decisions, isOver, Outlook } from './Renewal.tsx';
import { useSession } from './session.ts';

export function Purchases() {
  const { t } = useTranslation();
  const { customers } = useSession();
  const found = useQuery(purchasesOptions);
  const branch = customers[0]?.branch.name;
  return (
    <Page title={t('purchases.title')}>
      <Answer of={found} lines={8}>
        {({ items }) => {
          if (items.length === 0)
            return (
              <Empty title={t('purchases.empty')}>
                {branch === undefined ? t('purchases.emptyHintNobody') : t('purchases.emptyHint', { branch })}
              </Empty>
            );
          if (customers.length === 1) return <OfOne purchases={items} order={2} />;
          const family = customers.map(({ id, name }) => ({
            id,
            name,
            purchases: items.filter(({ customerId }) => customerId === id),
          }));
          return family
            .filter(({ purchases }) => purchases.length > 0)
            .map(({ id, name, purchases }) => (
              <Stack key={id} component="section" aria-labelledby={`customer-${id}`}>
                <Title order={2} size="h3" id={`customer-${id}`}>
                  {name}
                </Title>
                <OfOne purchases={purchases} order={3} />
              </Stack>
            ));
        }}
      </Answer>
    </Page>
  );
}

function OfOne({ purchases, order }: { purchases: Purchase[]; order: 2 | 3 }) {
  const { t } = useTranslation();
  const isPast = (purchase: Purchase) => isOver(purchase) && !purchase.mayRenew.allowed;
  const past = purchases.filter(isPast);
  const cards = (some: Purchase[]) => (
    <Stack>
      {some.map((purchase) => (
        <Card key={purchase.id} purchase={purchase} order={order} />
      ))}
    </Stack>
  );
  return (
    <>
      {cards(purchases.filter((purchase) => !isPast(purchase)))}
      {past.length > 0 && (
        <details className="portal-folded">
          <summary>{t('purchases.past', { count: past.length })}</summary>
          {cards(past)}
        </details>
      )}
    </>
  );
}

function Card({ purchase, order }: { purchase: Purchase; order: 2 | 3 }) {
  return (
    <Paper withBorder p="md" component="article" aria-labelledby={`purchase-${purchase.id}`}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={order} size="h4" id={`purchase-${purchase.id}`} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/multipacks/${purchase.id}`} c="inherit" inherit>
              {purchase.name}
            </Anchor>
          </Title>
          <PurchaseState state={purchase.state} />
        </Group>
        <CancelledLabel purchase={purchase} />
        <Outlook purchase={purchase} />
        <Decisions purchase={purchase} />
      </Stack>
    </Paper>
  );
}

const COLOURS: Record<MultipackState, string> = {
  upcoming: 'blue',
  active: 'teal',
  suspended: 'orange',
  expired: 'gray',
  withdrawn: 'gray',
  cancelled: 'gray',
  removed: 'gray',
};

export function PurchaseState({ state }: { state: MultipackState }) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="dot"
      size="lg"
      color={COLOURS[state]}
      styles={{ label: { textTransform: 'none', fontWeight: 500 } }}
    >
      {t(`purchases.states.${state}`)}
    </Badge>
  );
}
