import {
  ActionIcon,
  Alert,
  AppShell,
  Burger,
  Group,
  Kbd,
  NavLink,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../shared/components/States.tsx';
import { withWords } from '../../shared/i18n.ts';
import { useLive } from '../../shared/live.ts';
import {
  IconCalendar,
  IconChartBar,
  IconClipboardX,
  IconFileImport,
  IconHelp,
  IconMail,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconTicket,
  IconUsers,
} from './icons.ts';
import { useKeys } from './keys.ts';
import { useSession } from './session.ts';
import { Waiting } from './Waiting.tsx';

// Nobody waits for these before the first page stands: together they weigh as much as several pages.
const UserMenu = lazy(async () => ({ default: (await import('./UserMenu.tsx')).UserMenu }));
const Palette = lazy(withWords(async () => ({ default: (await import('./Palette.tsx')).Palette })));
const KeyboardHelp = lazy(withWords(async () => ({ default: (await import('./KeyboardHelp.tsx')).KeyboardHelp })));

const PLACES = [
  { to: '/customers', words: 'shell.customers', icon: IconUsers },
  { to: '/agenda', words: 'shell.agenda', icon: IconCalendar },
  { to: '/desk', words: 'shell.desk', icon: IconClipboardX },
  { to: '/tickets', words: 'shell.tickets', icon: IconTicket },
  { to: '/renewals', words: 'shell.renewals', icon: IconRefresh },
  { to: '/reports', words: 'shell.reports', icon: IconChartBar },
  { to: '/mails', words: 'shell.mails', icon: IconMail },
  { to: '/import', words: 'shell.import', icon: IconFileImport, level: 2 },
  { to: '/settings', words: 'shell.settings', icon: IconSettings },
] as const;

/** What surrounds every page: where one is, where one can go, who one is. */
export function Shell() {
  const { t } = useTranslation();
  const { user, branch, company } = useSession();
  const [isOpen, { toggle, close }] = useDisclosure();
  const [isHelpOpen, help] = useDisclosure();
  const [isPaletteThere, setPaletteThere] = useState(false);
  const openPalette = () => {
    setPaletteThere(true);
    void import('./Palette.tsx').then((palette) => palette.openPalette());
  };
  useKeys({ openPalette, openHelp: help.open });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isLive = useLive('/api/events');
  useEffect(close, [path, close]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.navigation')} />
            <Text fw={700} span>
              Tacit
            </Text>
            <Text size="sm" c="dimmed" visibleFrom="sm" truncate span>
              {company.name} · {branch.name}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <UnstyledButton onClick={openPalette} px="xs" py={4} className="palette-button">
              <Group gap={6} wrap="nowrap">
                <IconSearch size={16} aria-hidden />
                <Text size="sm" c="dimmed" visibleFrom="sm" span>
                  {t('shell.palette')}
                </Text>
                <VisuallyHidden hiddenFrom="sm">{t('shell.palette')}</VisuallyHidden>
                <Kbd size="xs" visibleFrom="sm">
                  Ctrl K
                </Kbd>
              </Group>
            </UnstyledButton>
            <ActionIcon variant="subtle" color="gray" onClick={help.open} aria-label={t('shell.keyboard')}>
              <IconHelp size={18} aria-hidden />
            </ActionIcon>
            <Suspense fallback={<Text size="sm">{user.name}</Text>}>
              <UserMenu name={user.name} />
            </Suspense>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('shell.navigation')}>
        {PLACES.filter((place) => !('level' in place) || user.accessLevel <= place.level).map(
          ({ to, words, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(words)}
              leftSection={<Icon size={18} aria-hidden />}
              rightSection={to === '/desk' && <Waiting />}
              active={path.startsWith(to)}
              aria-current={path.startsWith(to) ? 'page' : undefined}
              variant="light"
              styles={{ label: { color: 'var(--mantine-color-text)' } }}
            />
          ),
        )}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        {!isLive && (
          <Alert color="orange" variant="light" mb="md" role="status" p="xs">
            {t('common.reconnecting')}
          </Alert>
        )}
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <Suspense>
        {isPaletteThere && <Palette />}
        {isHelpOpen && <KeyboardHelp close={help.close} />}
      </Suspense>
    </AppShell>
  );
}
