import { Button, Group, Menu, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail } from '../../../shared/types.ts';
import { OpenRequest } from '../../tickets/OpenRequest.tsx';
import { type DialogProps, useTry } from './acts.ts';
import { Block } from './Block.tsx';
import { CancelRenewal } from './CancelRenewal.tsx';
import { ChangePlan } from './ChangePlan.tsx';
import { ChangeTerms } from './ChangeTerms.tsx';
import { DueDay } from './DueDay.tsx';
import { Freeze } from './Freeze.tsx';
import { type ActionName, ACTIONS, useHindrances } from './hindrances.ts';
import { PaymentProfile } from './PaymentProfile.tsx';
import { Reactivate } from './Reactivate.tsx';

/** Those that ask something first; the others are done at once and can be taken back, or have a page of their own. */
const DIALOGS: Partial<Record<ActionName, ComponentType<DialogProps>>> = {
  cancel: CancelRenewal,
  freeze: Freeze,
  reactivate: Reactivate,
  block: Block,
  dueDay: DueDay,
  payment: PaymentProfile,
  plan: ChangePlan,
  terms: ChangeTerms,
  request: ({ multipack, close }) => <OpenRequest origin={{ multipackId: multipack.id }} close={close} />,
};

/** Everything that can be done to a multipack; what cannot says why (000: Acciones). */
export function MultipackActions({ multipack }: { multipack: MultipackDetail }) {
  const { t } = useTranslation();
  const hindrances = useHindrances(multipack);
  const [asking, setAsking] = useState<ActionName | null>(null);
  const atOnce = useAtOnce(multipack);
  const begin = (name: ActionName) => (DIALOGS[name] ? setAsking(name) : void atOnce[name]?.());
  const Dialog = asking && DIALOGS[asking];
  const main = (['sellAgain', 'cancel', 'enable', 'retry'] as const).find((name) => hindrances[name] === null);
  return (
    <Group gap="xs">
      {main && (
        <Button
          variant="default"
          onClick={() => begin(main)}
          maw="100%"
          h="auto"
          mih={36}
          styles={{ label: { whiteSpace: 'normal' } }}
        >
          {t(`multipacks.actions.${main}`)}
        </Button>
      )}
      <Menu position="bottom-end" width={340}>
        <Menu.Target>
          <Button>{t('multipacks.actions.title')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ACTIONS.map((name) => {
            const hindrance = hindrances[name];
            return (
              <Menu.Item
                key={name}
                // Reached by the keyboard all the same, so that the reason can be read.
                aria-disabled={hindrance !== null}
                closeMenuOnClick={hindrance === null}
                onClick={() => hindrance === null && begin(name)}
                style={hindrance === null ? undefined : { cursor: 'not-allowed' }}
              >
                <Text size="sm" c={hindrance === null ? undefined : 'dimmed'}>
                  {t(`multipacks.actions.${name}`)}
                </Text>
                {hindrance !== null && (
                  <Text size="xs" c="dimmed">
                    {hindrance}
                  </Text>
                )}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {Dialog && <Dialog multipack={multipack} close={() => setAsking(null)} />}
    </Group>
  );
}

/** Done at once, or a page of its own. */
function useAtOnce({ id, name, customerId }: MultipackDetail): Partial<Record<ActionName, () => Promise<void>>> {
  const { t } = useTranslation();
  const toast = useToast();
  const attempt = useTry(id);
  const navigate = useNavigate();
  const params = { customerId };
  return {
    withdraw: () => navigate({ to: '/customers/$customerId/withdraw', params, search: { multipackId: id } }),
    sellAgain: () => navigate({ to: '/customers/$customerId/sell', params, search: { soldAgainFrom: id } }),
    enable: () =>
      attempt('enable-renewal', {}, () =>
        toast.done(t('multipacks.enabled', { name }), () => attempt('cancel-renewal')),
      ),
    retry: () => attempt('retry-renewal', {}, () => toast.done(t('multipacks.retried', { name }))),
  };
}
