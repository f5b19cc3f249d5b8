import { Anchor, List, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../shared/api.ts';
import { Facts } from '../shared/components/Facts.tsx';
import { Answer } from '../shared/components/States.tsx';
import { useFormat } from '../shared/format.ts';
import type { PurchaseDetail } from '../shared/types.ts';
import { Dues } from './Dues.tsx';
import { Page } from './Page.tsx';
import { purchaseOptions } from './places.ts';
import { PurchaseState } from './Purchases.tsx';
import { CancelledLabel, Decisions, Outlook } from './Renewal.tsx';
import { useSession } from './session.ts';

/** One purchase with everything known of it. */
export function PurchasePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/shell/multipacks/$id' });
  const found = useQuery(purchaseOptions(id));
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <>
      <Anchor component={Link} to="/" display="inline-flex" style={{ alignItems: 'center', gap: 4, minHeight: 44 }}>
        <IconArrowLeft size={18} aria-hidden />
        {t('purchases.all')}
      </Anchor>
      {isMissing ? (
        <Page title={t('purchases.notFound')}>
          <Text>{t('purchases.notFoundHint')}</Text>
        </Page>
      ) : (
        <Page title={found.data?.name ?? t('portal.places.purchases')}>
          <Answer of={found} lines={8}>
            {(purchase) => <Details purchase={purchase} />}
          </Answer>
        </Page>
      )}
    </>
  );
}

function Details({ purchase }: { purchase: PurchaseDetail }) {
  const { t } = useTranslation();
  const { inWords, money } = useFormat();
  const { customers } = useSession();
  const { code, customerName, state, validFrom, validTo, duration, price, services, receivables } = purchase;
  return (
    <>
      <div>
        <PurchaseState state={state} />
      </div>
      <Stack component="section" gap="sm" aria-labelledby="renewal">
        <Title order={2} size="h4" id="renewal">
          {t('purchases.renewal')}
        </Title>
        <CancelledLabel purchase={purchase} />
        <Outlook purchase={purchase} />
        <Decisions purchase={purchase} />
      </Stack>
      <Stack component="section" gap="sm" aria-labelledby="facts">
        <Title order={2} size="h4" id="facts">
          {t('purchases.facts')}
        </Title>
        <Facts
          facts={[
            ...(customers.length > 1 ? [[t('purchases.for'), customerName] as [string, string]] : []),
            [t('purchases.valid'), t('purchases.validFromTo', { from: inWords(validFrom), to: inWords(validTo) })],
            [t('purchases.duration'), t(`spans.${duration.unit}`, { count: duration.amount })],
            [t('purchases.price'), money(price)],
            [t('purchases.number'), code],
          ]}
        />
        {services.length > 0 && (
          <div>
            <Text size="sm" c="dimmed">
              {t('purchases.services')}
            </Text>
            <List size="sm">
              {services.map((service) => (
                <List.Item key={service}>{service}</List.Item>
              ))}
            </List>
          </div>
        )}
      </Stack>
      <section aria-labelledby="receivables">
        <Title order={2} size="h4" id="receivables">
          {t('purchases.receivables')}
        </Title>
        {receivables.length === 0 ? (
          <Text mt="xs">{t('purchases.noReceivables')}</Text>
        ) : (
          <Dues dues={receivables} today={() => purchase.today} />
        )}
      </section>
    </>
  );
}
