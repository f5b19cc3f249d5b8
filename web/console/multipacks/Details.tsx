import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/components/Facts.tsx';
import { Amount, Day, Moment, Moments, Period } from '../../shared/components/Moment.tsx';
import { useGet } from '../../shared/queries.ts';
import type { Branch, MultipackDetail } from '../../shared/types.ts';
import { Section } from './Section.tsx';
import { deadlineOn } from './standing.ts';
import { useTermsWords } from './terms.ts';
import { Workflow } from './Workflow.tsx';

/** What was agreed and what follows from it. */
export function Details({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const words = useTermsWords();
  const branch = useGet<Branch>(`/api/branches/${multipack.branchId}`);
  const { terms, night, timeZone, today } = multipack;
  const deadline = deadlineOn(multipack, today);
  return (
    <Stack gap="lg">
      <Section title={t('multipacks.terms')}>
        <Facts
          facts={[
            [t('multipacks.plan'), multipack.planName],
            [t('multipacks.price'), <Amount key="price" money={multipack.price} />],
            ...optional(terms.oneOffFee, (fee) => [t('multipacks.oneOffFee'), <Amount key="fee" money={fee} />]),
            [t('multipacks.duration'), words.span(terms.duration)],
            [t('multipacks.payment'), words.payment(terms.payment)],
            [t('multipacks.method'), words.method(terms.paymentMethod)],
            [t('multipacks.services'), words.services(terms.services)],
            [t('multipacks.automaticRenewal'), terms.automaticRenewal ? t('common.yes') : t('multipacks.no')],
            [t('multipacks.notice'), words.notice(terms.notice)],
            [t('multipacks.renewalTerms'), words.renewalTerms(terms.renewalTerms)],
            [t('multipacks.portal'), words.portal(terms)],
          ]}
        />
      </Section>
      <Section title={t('multipacks.dates')}>
        <Facts
          facts={[
            [t('multipacks.period'), <Period key="period" from={multipack.validFrom} to={multipack.validTo} />],
            [
              t('multipacks.deadline'),
              <>
                <Day date={deadline} />
                {deadline !== multipack.deadline && (
                  <Text size="xs" c="dimmed">
                    {t('multipacks.deadlineMoves')}
                  </Text>
                )}
              </>,
            ],
            ...optional(night, ({ opens, closes, renewsAt }) => [
              t('multipacks.night'),
              <>
                <Moments from={opens} to={closes} timeZone={timeZone} />
                <Text size="xs" c="dimmed">
                  {t('multipacks.ownInstant')} <Moment at={renewsAt} timeZone={timeZone} />
                </Text>
              </>,
            ]),
            ...optional(multipack.freeze, ({ from, until }) => [
              t('multipacks.freeze'),
              <>
                <Day date={from} /> – {until === null ? t('multipacks.untilReactivated') : <Day date={until} />}
              </>,
            ]),
            [t('multipacks.anchorDay'), multipack.anchorDay],
            [t('multipacks.timeZone'), timeZone],
          ]}
        />
      </Section>
      <Section title={t('multipacks.sale')}>
        <Facts
          facts={[
            [t('multipacks.soldAt'), <Moment key="sold" at={multipack.createdAt} timeZone={timeZone} />],
            [t('multipacks.branch'), branch.data?.name ?? '…'],
            [t('multipacks.reference'), multipack.reference ?? '–'],
          ]}
        />
      </Section>
      <Workflow multipack={multipack} />
    </Stack>
  );
}

type Fact = [label: string, value: ReactNode];

const optional = <T,>(value: T | null, fact: (value: T) => Fact): Fact[] => (value === null ? [] : [fact(value)]);
