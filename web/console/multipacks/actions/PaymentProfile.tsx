import { Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCollectedAutomatically } from '../../../../src/domain/terms.ts';
import { refusalAt } from '../../../shared/api.ts';
import { useFormat } from '../../../shared/format.ts';
import { useToast } from '../../../shared/toast.tsx';
import { sumOf } from '../Receivables.tsx';
import { ActDialog } from './ActDialog.tsx';
import { type DialogProps, useMultipackAct, useTry } from './acts.ts';

const METHODS = ['cash', 'transfer', 'card', 'sepa', 'recurring_card'] as const;

/** By what it is paid from now on, with what was renewed from it (003). */
export function PaymentProfile({ multipack, requestId, close }: DialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const toast = useToast();
  const { id, name, terms, receivables } = multipack;
  const act = useMultipackAct(id, requestId);
  const attempt = useTry(id, requestId);
  const [method, setMethod] = useState(terms.paymentMethod);
  const owed = sumOf(receivables.map(({ outstanding }) => outstanding));
  const becomes = isCollectedAutomatically(method);
  const send = async () => {
    await act.send('payment-profile', { paymentMethod: method });
    const undo = () => attempt('payment-profile', { paymentMethod: terms.paymentMethod });
    toast.done(t('multipacks.paymentProfile.done', { name, method: t(`paymentMethods.${method}`) }), undo);
    close();
  };
  return (
    <ActDialog
      title={t('multipacks.actions.payment')}
      close={close}
      submit={t('common.save')}
      onSubmit={send}
      isPending={act.isPending}
      isDisabled={method === terms.paymentMethod}
      error={act.error}
      back={t('common.cancel')}
    >
      <Text size="sm">{t('multipacks.paymentProfile.hint')}</Text>
      <Select
        label={t('multipacks.method')}
        required
        data-autofocus
        allowDeselect={false}
        data={METHODS.map((each) => ({ value: each, label: t(`paymentMethods.${each}`) }))}
        value={method}
        onChange={(chosen) => chosen && setMethod(chosen)}
        error={refusalAt(act.error, 'paymentMethod')}
      />
      {method !== terms.paymentMethod && (
        <Text size="sm" role="status">
          {becomes === isCollectedAutomatically(terms.paymentMethod)
            ? t('multipacks.paymentProfile.same')
            : t(`multipacks.paymentProfile.${becomes ? 'fetched' : 'notFetched'}`, {
                amount: owed ? format.money(owed) : format.money({ ...multipack.price, amount: 0 }),
              })}
        </Text>
      )}
    </ActDialog>
  );
}
