import { useTranslation } from 'react-i18next';
import type { importing } from '../../words/en/import.ts';
import type { Result } from './run.ts';

type ErrorCode = keyof typeof importing.errors;

const CODES: Record<ErrorCode, true> = {
  broken_quotes: true,
  wrong_column_count: true,
  required: true,
  too_long: true,
  invalid_text: true,
  invalid_date: true,
  customer_not_found: true,
  customer_ambiguous: true,
  plan_not_found: true,
  plan_retired: true,
  reference_taken: true,
  reference_repeated: true,
  end_differs: true,
};

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(CODES, code);

/** What becomes of a line, in the reader's words. */
export function useOutcome(): (result: Result) => { text: string; isGood: boolean } {
  const { t } = useTranslation();
  return (result) => {
    if (result.state === 'refused') {
      const { code, message, field } = result;
      const text = isKnown(code) ? t(`importing.errors.${code}`) : message;
      return { isGood: false, text: field ? t('importing.atField', { field, text }) : text };
    }
    if (result.state === 'foundAgain') return { isGood: true, text: t('importing.outcomes.foundAgain') };
    const { state, expired, renewals } = result;
    const plain = t(state === 'sold' ? 'importing.outcomes.sold' : 'importing.outcomes.ready');
    if (expired) return { isGood: true, text: `${plain} · ${t('importing.outcomes.expired')}` };
    if (renewals > 0) {
      const renewed = t(state === 'sold' ? 'importing.outcomes.renewed' : 'importing.outcomes.willRenew', {
        count: renewals,
      });
      return { isGood: true, text: `${plain} · ${renewed}` };
    }
    return { isGood: true, text: plain };
  };
}
