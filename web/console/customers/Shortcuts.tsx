import { NavLink, Paper, SimpleGrid, Title } from '@mantine/core';
import {
  IconClipboardX,
  IconClock,
  IconDoorExit,
  IconListCheck,
  IconLogin2,
  IconMail,
  IconNote,
  IconRefreshOff,
  IconShoppingCart,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { Customer } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import type { Dialog } from './Profile.tsx';

/** Atajos, Scorciatoie, Shortcuts: what is done most at the counter (000, 001). */
export function Shortcuts({ customer, open }: { customer: Customer; open: (dialog: Dialog) => void }) {
  const { t } = useTranslation();
  const { testClock } = useSession();
  const toast = useToast();
  const { id: customerId, email } = customer;
  const link = useAct<void>(() => toast.done(t('customers.shortcuts.linkSent', { email })));
  const icon = (Icon: typeof IconMail): ReactNode => <Icon size={18} aria-hidden />;
  const sendLink = () => {
    if (!link.isPending && email !== null)
      link.mutate({ path: `/api/customers/${customerId}/portal-link` }, { onError: (error) => toast.failed(error) });
  };
  return (
    <Paper withBorder p="xs" component="section" aria-labelledby="shortcuts">
      <Title order={2} size="h5" px="xs" pb={4} id="shortcuts">
        {t('customers.shortcuts.title')}
      </Title>
      <SimpleGrid cols={{ base: 2, md: 3, lg: 1 }} spacing={0} verticalSpacing={0}>
        <NavLink
          component={Link}
          to={`/customers/${customerId}/sell`}
          label={t('customers.shortcuts.sell')}
          leftSection={icon(IconShoppingCart)}
        />
        <NavLink
          component={Link}
          to={`/customers/${customerId}/cancel-renewals`}
          label={t('customers.shortcuts.cancel')}
          leftSection={icon(IconRefreshOff)}
        />
        <NavLink
          component={Link}
          to={`/customers/${customerId}/withdraw`}
          label={t('counter.shortcut')}
          leftSection={icon(IconDoorExit)}
        />
        <NavLink
          component="button"
          label={t('requesting.shortcut')}
          leftSection={icon(IconClipboardX)}
          onClick={() => open('request')}
        />
        <NavLink
          component="button"
          label={t('customers.shortcuts.note')}
          leftSection={icon(IconNote)}
          onClick={() => open('note')}
        />
        <NavLink
          component="button"
          label={t('customers.shortcuts.task')}
          leftSection={icon(IconListCheck)}
          onClick={() => open('task')}
        />
        <NavLink
          component="button"
          label={t('customers.shortcuts.link')}
          description={email === null ? t('customers.shortcuts.noEmail') : undefined}
          leftSection={icon(IconLogin2)}
          aria-disabled={email === null}
          onClick={sendLink}
        />
        <NavLink
          renderRoot={(props) => <Link to="/mails" search={{ customerId }} {...props} />}
          label={t('customers.shortcuts.mails')}
          leftSection={icon(IconMail)}
        />
        {testClock && (
          <NavLink
            component="button"
            label={t('customers.clock.move')}
            leftSection={icon(IconClock)}
            onClick={() => open('clock')}
          />
        )}
      </SimpleGrid>
    </Paper>
  );
}
