import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../shared/components/States.tsx';
import { useAct } from '../../shared/queries.ts';
import type { Customer, WithdrawalPreviewed, Withdrawn } from '../../shared/types.ts';
import { isOver, useMultipacks } from '../customers/renewals.ts';
import { usePermission } from '../shell/session.ts';
import { NoTypes, OfCustomer, Page, typeOf, useTaskTypes } from './parts.tsx';
import { WithdrawDone } from './WithdrawDone.tsx';
import { moneyOf, type Withdrawal } from './withdrawal.ts';
import { WithdrawForm } from './WithdrawForm.tsx';
import { WithdrawReview } from './WithdrawReview.tsx';

/** A withdrawal: what is chosen, what will happen, a second confirmation, what was done (001). */
export function Withdraw() {
  return <OfCustomer>{(customer) => <Steps key={customer.id} customer={customer} />}</OfCustomer>;
}

function Steps({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { step, multipackId } = useSearch({ from: '/shell/customers/$customerId/withdraw' });
  const address = { to: '/customers/$customerId/withdraw', params: { customerId: customer.id } } as const;
  const types = useTaskTypes('withdrawal');
  const multipacks = useMultipacks(customer.id);
  const mayExtraordinary = usePermission('extraordinary_withdrawal');
  const [values, setValues] = useState<Withdrawal>({
    taskTypeId: null,
    lastDay: customer.today,
    notes: '',
    multipackIds: multipackId === undefined ? [] : [multipackId],
    assigneeId: null,
    dueOn: null,
    extraordinary: { isOn: false, reason: null },
    file: null,
  });
  const set = (edit: Partial<Withdrawal>) => setValues((before) => ({ ...before, ...edit }));
  const [done, setDone] = useState<{ withdrawn: Withdrawn; differs: boolean }>();
  const seen = useRef<WithdrawalPreviewed>(null);
  const act = useAct<Withdrawn>((withdrawn) => {
    setDone({ withdrawn, differs: seen.current !== null && moneyOf(seen.current) !== moneyOf(withdrawn) });
    // Back leads to where one came from, not to a question that is answered.
    void navigate({ ...address, replace: true });
  });

  const type = typeOf(types.data, values.taskTypeId);
  // What is chosen stays in sight, and says why it cannot be withdrawn any more.
  const listed = (multipacks.data ?? []).filter((each) => !isOver(each) || values.multipackIds.includes(each.id));
  const { isOn, reason } = values.extraordinary;
  const asked = {
    multipackIds: values.multipackIds,
    lastDay: values.lastDay,
    ...(mayExtraordinary && isOn && reason && { extraordinary: { reason } }),
  };
  const isChecking =
    step === 'check' && type !== undefined && values.multipackIds.length > 0 && values.lastDay !== null;

  if (done) {
    return (
      <Page customer={customer} title={t('counter.withdraw.doneTitle')} wide>
        <WithdrawDone customer={customer} {...done} />
      </Page>
    );
  }
  if (isChecking) {
    const send = async (shown: WithdrawalPreviewed) => {
      seen.current = shown;
      const { notes, assigneeId, dueOn, file } = values;
      const agenda = type.visibleInAgenda ? { assigneeId: assigneeId ?? undefined, dueOn: dueOn ?? undefined } : {};
      const { extraordinary } = asked;
      const brought = extraordinary ? { extraordinary: { ...extraordinary, fileId: file?.id } } : { fileId: file?.id };
      const body = { taskTypeId: type.id, ...asked, ...brought, notes, ...agenda };
      await act.mutateAsync({ path: `/api/customers/${customer.id}/withdraw`, body });
    };
    return (
      <Page customer={customer} title={t('counter.withdraw.check')} wide>
        <WithdrawReview
          customer={customer}
          asked={asked}
          error={act.error}
          isPending={act.isPending}
          send={send}
          back={() => window.history.back()}
        />
      </Page>
    );
  }
  return (
    <Page customer={customer} title={t('counter.withdraw.title')}>
      <Answer of={types} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <NoTypes classification="withdrawal" />
          ) : (
            <Answer of={multipacks} lines={6}>
              {() => (
                <WithdrawForm
                  {...{ customer, type, listed, values, set, mayExtraordinary }}
                  types={all}
                  refusal={act.error}
                  next={(multipackIds) => {
                    act.reset();
                    set({ multipackIds });
                    void navigate({ ...address, search: { step: 'check' } });
                  }}
                />
              )}
            </Answer>
          )
        }
      </Answer>
    </Page>
  );
}
