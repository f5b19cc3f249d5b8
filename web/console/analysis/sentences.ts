import { useTranslation } from 'react-i18next';
import { addDays, useFormat } from '../../shared/format.ts';
import type { CancelPreviewed, MultipackDetail } from '../../shared/types.ts';
import { deadlineOn, nextOf } from '../multipacks/standing.ts';

/** What either conclusion will do, with dates and amounts. */
export function useConclusionWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const day = format.inWords;
  return {
    cancel: ({ multipack: { name, code }, lastDay, sums, successors }: CancelPreviewed): string[] => [
      t('analysis.cancel.will', {
        name,
        code,
        date: day(lastDay),
        removed: format.money(sums.removed),
        staying: format.money(sums.staying),
      }),
      ...successors.map(({ multipack }) =>
        t('analysis.cancel.willRemove', {
          code: multipack.code,
          from: day(multipack.validFrom),
          to: day(multipack.validTo),
        }),
      ),
      ...(sums.paidAfter.amount > 0 ? [t('analysis.cancel.willRefund', { amount: format.money(sums.paidAfter) })] : []),
    ],
    /** Of the multipack that the request is about. */
    revert: (multipack: MultipackDetail): string => {
      const { name, code, renewalState, validTo, today, terms, price } = multipack;
      const deadline = deadlineOn(multipack, today);
      const next = nextOf(multipack);
      const values = {
        name,
        code,
        date: day(validTo),
        night: format.range(deadline, addDays(deadline, 1)),
        from: next ? day(next.from) : '',
        to: next ? day(next.to) : '',
        price: format.money(terms.renewalTerms?.price ?? price),
      };
      if (renewalState === 'renewed') return t('analysis.revert.stays', values);
      if ((renewalState !== 'held' && renewalState !== 'will_renew') || next === null)
        return t('analysis.revert.ends', values);
      if (today <= deadline) return t('analysis.revert.renews', values);
      return t(renewalState === 'held' ? 'analysis.revert.atOnce' : 'analysis.revert.renews', values);
    },
  };
}
