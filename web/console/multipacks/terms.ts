import { useTranslation } from 'react-i18next';
import { useSpan } from '../../shared/components/Inputs.tsx';
import { useFormat } from '../../shared/format.ts';
import type { MultipackDetail } from '../../shared/types.ts';

type Terms = MultipackDetail['terms'];

/** Parts of terms in words. */
export function useTermsWords() {
  const { t } = useTranslation();
  const span = useSpan();
  const format = useFormat();
  return {
    span,
    payment: (payment: Terms['payment']): string =>
      payment.kind === 'instalments'
        ? t('multipacks.instalments', { count: payment.count, every: span(payment.every) })
        : t(`multipacks.payments.${payment.kind}`),
    method: (method: Terms['paymentMethod']): string => t(`paymentMethods.${method}`),
    notice: (notice: Terms['notice']): string => (notice.amount === 0 ? t('multipacks.noNotice') : span(notice)),
    /** What customers may do by themselves. */
    portal: ({ portalCancellation, portalRenewal }: Pick<Terms, 'portalCancellation' | 'portalRenewal'>): string =>
      portalCancellation
        ? t('multipacks.portalCancels')
        : portalRenewal
          ? t('multipacks.portalRenews')
          : t('multipacks.portalNothing'),
    services: (services: string[]): string => (services.length > 0 ? services.join(', ') : '–'),
    renewalTerms: (terms: Terms['renewalTerms']): string => {
      if (!terms) return t('multipacks.sameTerms');
      const { price, duration, services } = terms;
      const changes = [
        price && format.money(price),
        duration && span(duration),
        services && t('multipacks.withServices', { services: services.join(', ') || '–' }),
      ];
      return changes.filter(Boolean).join(' · ') || t('multipacks.sameTerms');
    },
  };
}
