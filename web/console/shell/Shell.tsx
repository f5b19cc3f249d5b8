import {
  ActionIcon,
  Alert,
  AppShell,
  Burger,
  Group,
  Kbd,
  Menu,
  NavLink,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { PreferenceItems } from '../../shared/components/Preferences.tsx';
import { Loading } from '../../shared/components/States.tsx';
import { useLive } from '../../shared/live.ts';
import { useToast } from '../../shared/toast.tsx';
import { IconFileImport, IconHelp, IconMail, IconRefresh, IconSearch, IconSettings, IconUsers } from './icons.ts';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import { openPalette, Palette } from './Palette.tsx';
import { useSession } from './session.ts';

const PLACES = [
  { to: '/customers', words: 'shell.customers', icon: IconUsers },
  { to: '/renewals', words: 'shell.renewals', icon: IconRefresh },
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
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isLive = useLive('/api/events');
  useEffect(close, [path, close]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
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
            <UserMenu name={user.name} />
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
      <Palette />
      <KeyboardHelp isOpen={isHelpOpen} open={help.open} close={help.close} />
    </AppShell>
  );
}

function UserMenu({ name }: { name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const signOut = async () => {
    try {
      await api('DELETE', '/api/session');
      await navigate({ to: '/sign-in' });
      client.clear();
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton px={6} py={4} aria-label={t('shell.userMenu', { name })}>
          <Text size="sm" span maw={140} truncate>
            {name}
          </Text>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <PreferenceItems />
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/account">
          {t('shell.account')}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t('common.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
